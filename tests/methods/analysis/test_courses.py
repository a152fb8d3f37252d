"""Observed means by visit and arm."""

import numpy as np
import pytest

from peervej.methods.analysis import Table
from peervej.methods.analysis.courses import mean_courses

from .trials import plan_of, reference_table

LATER = '[[secondary]]\nname = "y2"\nbaseline = "y0"\n[[secondary]]\nname = "cluster"'


def test_wide_and_long_data_give_the_same_means() -> None:
    rules = f'kind = "partially_nested"\n{LATER}'
    wide = mean_courses(reference_table("main"), plan_of(model=rules))
    long = mean_courses(reference_table("main", "long"), plan_of("clda"))
    assert wide is not None and long is not None
    assert [one.visit for one in wide.control] == ["y0", "y1", "y2"]
    for one, other in zip(wide.intervention, long.intervention, strict=True):
        assert one.n == other.n and one.mean is not None and other.mean is not None
        assert (one.mean.value, one.mean.low) == pytest.approx((other.mean.value, other.mean.low))


def test_controls_have_the_usual_interval_and_groups_a_wider_one() -> None:
    table = reference_table("main")
    courses = mean_courses(table, plan_of())
    assert courses is not None
    found = courses.control[1]
    values = table.numbers("y1")[table.numbers("arm") == 0]
    known = values[~np.isnan(values)]
    assert found.n == known.size
    assert found.mean is not None
    assert found.mean.value == pytest.approx(known.mean())
    assert found.mean.high - found.mean.value == pytest.approx(
        1.9798 * known.std(ddof=1) / np.sqrt(known.size), rel=1e-3
    )
    inside = courses.intervention[1].mean
    assert inside is not None
    alone = 1.98 * table.numbers("y1")[table.numbers("arm") == 1].size ** -0.5 * 8
    assert inside.high - inside.value > alone


def test_one_person_and_nobody() -> None:
    table = Table.from_columns(
        {
            "arm": [1, 0, 0],
            "group": ["G1", "", ""],
            "site": ["A", "A", "A"],
            "y0": [1.0, 2.0, 2.0],
            "y1": [3.0, None, None],
        }
    )
    courses = mean_courses(table, plan_of())
    assert courses is not None
    only = courses.intervention[1].mean
    assert only is not None and (only.low, only.value, only.high) == (3.0, 3.0, 3.0)
    assert courses.control[1].mean is None
    alike = courses.control[0].mean
    assert alike is not None and alike.low == alike.high == 2.0


def test_no_baseline_no_course() -> None:
    assert mean_courses(reference_table("main"), plan_of(outcome='name = "y1"')) is None
