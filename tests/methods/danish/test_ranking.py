"""Who answers a query, and how well."""

from dataclasses import replace

import numpy as np
import pytest

from peervej.methods.danish.places import Place
from peervej.methods.danish.query import Group
from peervej.methods.danish.ranking import Scores, rank

ALL = np.ones(5, dtype=np.bool_)
WORD = Group(("angst",), ())
PLACE = replace(WORD, place=Place("Vejle", ()))


def weights(*by_row: float) -> Scores:
    return np.array(by_row, dtype=np.float32)


def rows(*answered: tuple[Group, Scores]) -> list[int]:
    return [int(row) for row in rank(answered, ALL, len(ALL))[0]]


def test_all_that_is_required_is_needed_where_three_have_it() -> None:
    first, second = weights(1, 1, 1, 1, 0), weights(1, 1, 1, 0, 1)
    assert rows((WORD, first), (WORD, second)) == [0, 1, 2]


def test_where_few_have_it_all_the_rarer_part_will_do() -> None:
    common, rare = weights(1, 1, 1, 0, 0), weights(1, 0, 0, 1, 0)
    found, scores = rank([(WORD, common), (WORD, rare)], ALL, len(ALL))
    assert found.tolist() == [0, 3]
    assert scores[1] < scores[0] / 2


def test_but_only_if_it_is_had_well() -> None:
    first, second = weights(1, 1, 0.1, 0, 0), weights(1, 0, 0, 1, 0.2)
    assert rows((WORD, first), (WORD, second)) == [0, 1, 3]


def test_where_none_has_it_all_the_greater_part_will_do() -> None:
    assert rows((WORD, weights(1, 1, 1, 0, 0)), (WORD, weights(0, 0, 0, 1, 0.2))) == [3, 4]


def test_a_quality_counts_half() -> None:
    quality = replace(WORD, share=0.5)
    assert rows((quality, weights(1, 0, 0, 0, 0)), (WORD, weights(0, 0, 0, 0, 0))) == []


def test_a_place_is_never_left_out() -> None:
    assert rows((PLACE, weights(1, 0, 0, 0, 0)), (WORD, weights(0, 1, 1, 1, 1))) == []
    assert rows((PLACE, weights(1, 0, 0, 0, 0)), (WORD, weights(1, 1, 1, 1, 1))) == [0]


@pytest.mark.parametrize("alive", [ALL, ~ALL])
def test_nothing_asked_finds_nothing(alive: np.ndarray) -> None:
    assert rank([], alive, 5)[0].tolist() == []
