"""Batch draws: exactly in proportion, fair to the odd one, blind to the order of people."""

import random
from collections import Counter
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from peervej.methods.randomisation import BatchRefused, Design, Kind, draw_batch, most_people
from peervej.methods.randomisation.batch import shares
from tests.methods.randomisation.trials import make_design, person

DESIGN = make_design()
PEOPLE = [person(number) for number in range(20)]


def seed_number(number: int) -> bytes:
    return sha256(b"seed %d" % number).digest()


@pytest.mark.parametrize("size", range(1, 21))
def test_every_size_is_balanced_but_for_the_odd_one(size: int) -> None:
    for number in range(20):
        arms = Counter(draw_batch(DESIGN, seed_number(number), 1, PEOPLE[:size]).values())
        assert abs(arms["intervention"] - arms["control"]) == size % 2
        assert arms.total() == size


def test_the_odd_one_falls_to_either_arm_alike() -> None:
    seats = Counter(shares(DESIGN, seed_number(number), 3, 7)[0] for number in range(10_000))
    assert set(seats) == {3, 4}
    assert stats.chisquare(list(seats.values())).pvalue > 0.001


def test_every_half_of_a_batch_is_equally_likely() -> None:
    halves = Counter(
        tuple(draw_batch(DESIGN, seed_number(number), 1, PEOPLE[:4]).values())
        for number in range(6_000)
    )
    assert len(halves) == 6
    assert stats.chisquare(list(halves.values())).pvalue > 0.001


def test_a_person_alone_has_an_even_chance() -> None:
    drawn = Counter(
        draw_batch(DESIGN, seed_number(number), 9, PEOPLE[:1])[PEOPLE[0]] for number in range(4_000)
    )
    assert stats.chisquare([drawn["intervention"], drawn["control"]]).pvalue > 0.001


@given(st.randoms(use_true_random=False), st.integers(1, 20))
def test_the_order_in_which_people_are_listed_does_not_matter(
    chance: random.Random, size: int
) -> None:
    listed = PEOPLE[:size]
    shuffled = chance.sample(listed, size)
    assert draw_batch(DESIGN, bytes(32), 1, shuffled) == draw_batch(DESIGN, bytes(32), 1, listed)


def test_draws_of_one_trial_are_apart() -> None:
    drawn = {tuple(draw_batch(DESIGN, bytes(32), draw, PEOPLE).values()) for draw in range(1, 30)}
    assert len(drawn) == 29


@given(
    st.lists(st.integers(1, 9), min_size=2, max_size=5),
    st.integers(1, 60),
    st.binary(min_size=32, max_size=32),
)
def test_any_weights_are_kept_to_within_one_person(
    weights: list[int], people: int, seed: bytes
) -> None:
    design = Design("t", tuple((f"arm {n}", w) for n, w in enumerate(weights)), Kind.BATCH, (60,))
    given_out = shares(design, seed, 1, people)
    assert sum(given_out) == people
    for weight, share in zip(weights, given_out, strict=True):
        assert abs(share - people * weight / sum(weights)) < 1


def test_unequal_weights_are_right_on_average() -> None:
    design = make_design(intervention=2, control=1)
    extra = sum(shares(design, seed_number(n), 1, 4)[0] - 2 for n in range(3_000))
    assert stats.binomtest(extra, 3_000, 2 / 3).pvalue > 0.001


def test_three_arms_share_two_left_over() -> None:
    design = make_design(intervention=1, phone=1, control=1)
    without = Counter(tuple(shares(design, seed_number(n), 1, 5)).index(1) for n in range(3_000))
    assert stats.chisquare([without[arm] for arm in range(3)]).pvalue > 0.001


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 40))
def test_as_many_may_be_drawn_as_seats_suffice_for(first: int, other: int, seats: int) -> None:
    design = Design("t", (("a", first), ("b", other)), Kind.BATCH, (1000,))
    most = most_people(design, seats)
    needed = [-(-people * first // (first + other)) for people in (most, most + 1)]
    assert needed[0] <= seats < needed[1] or most == 1000


def test_twice_the_seats_for_equal_arms_but_no_more_than_the_design_allows() -> None:
    assert most_people(DESIGN, 7) == 14
    assert most_people(DESIGN, 11) == 20


@pytest.mark.parametrize(
    ("people", "complaint"),
    [
        ([], "nobody is ready"),
        ([*PEOPLE, person(99)], "21 people are more than the 20"),
        ([PEOPLE[0], PEOPLE[0]], "twice"),
    ],
)
def test_batches_that_cannot_be_are_refused(people: list[str], complaint: str) -> None:
    with pytest.raises(BatchRefused, match=complaint):
        draw_batch(DESIGN, bytes(32), 1, people)


def test_other_designs_draw_no_batches() -> None:
    with pytest.raises(BatchRefused, match="one person at a time"):
        draw_batch(make_design(Kind.SIMPLE, ()), bytes(32), 1, PEOPLE[:2])
