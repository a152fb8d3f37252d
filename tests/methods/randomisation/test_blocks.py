"""Permuted blocks: always balanced, every order equally likely, as predictable as they must be."""

from collections import Counter
from hashlib import sha256
from itertools import islice
from math import comb

import pytest
from benchmarks.randomisation import exact_guesses, guess_by_convergence
from scipy import stats

from peervej.methods.randomisation import Kind
from peervej.methods.randomisation.blocks import arms_in_blocks, arms_of_block
from tests.methods.randomisation.trials import make_design

SEED = bytes(range(32))


def test_every_block_is_balanced_for_a_thousand_seeds() -> None:
    design = make_design(Kind.PERMUTED_BLOCKS, (4, 6))
    for number in range(1000):
        block = arms_of_block(design, sha256(b"%d" % number).digest(), "Fredericia", number)
        assert block.count("intervention") == block.count("control") == len(block) // 2
        assert len(block) in (4, 6)


def test_unequal_weights_stand_in_every_block() -> None:
    design = make_design(Kind.PERMUTED_BLOCKS, (3, 6), intervention=2, control=1)
    for block in range(50):
        arms = Counter(arms_of_block(design, SEED, "Fredericia", block))
        assert arms["intervention"] == 2 * arms["control"]


@pytest.mark.parametrize(("size", "sequences"), [(4, 6), (6, 20), (8, 70)])
def test_every_order_is_equally_likely(size: int, sequences: int) -> None:
    design = make_design(Kind.PERMUTED_BLOCKS, (size,))
    drawn = [tuple(arms_of_block(design, SEED, "Fredericia", block)) for block in range(7_000)]
    seen = Counter(drawn)
    assert len(seen) == sequences == comb(size, size // 2)
    assert stats.chisquare(list(seen.values())).pvalue > 0.001


@pytest.mark.parametrize(("size", "published"), [(4, 17 / 6), (6, 4.1), (8, 5.329)])
def test_right_guesses_are_as_published(size: int, published: float) -> None:
    assert exact_guesses(size) == pytest.approx(published, abs=5e-4)
    design = make_design(Kind.PERMUTED_BLOCKS, (size,))
    right = [
        guess_by_convergence(arms_of_block(design, SEED, "Helsingør", block))
        for block in range(5_000)
    ]
    assert stats.ttest_1samp(right, published).pvalue > 0.001


def test_sizes_are_equally_likely() -> None:
    design = make_design(Kind.PERMUTED_BLOCKS, (2, 4, 6))
    sizes = Counter(len(arms_of_block(design, SEED, "Fredericia", b)) for b in range(6_000))
    assert stats.chisquare([sizes[size] for size in (2, 4, 6)]).pvalue > 0.001


def test_a_stratum_runs_through_its_blocks() -> None:
    design = make_design(Kind.PERMUTED_BLOCKS, (4, 6))
    joined = [arm for block in range(10) for arm in arms_of_block(design, SEED, "Helsingør", block)]
    assert list(islice(arms_in_blocks(design, SEED, "Helsingør"), len(joined))) == joined


def test_strata_are_drawn_apart() -> None:
    design = make_design(Kind.PERMUTED_BLOCKS, (4, 6))
    one, other = (list(islice(arms_in_blocks(design, SEED, s), 60)) for s in design.stratum_labels)
    assert one != other
