"""Simulated power: the same engine, the formula where it holds, and the assumptions as asked."""

import numpy as np
import pytest

from peervej.methods.power import find_sample_size, simulate_power, simulate_rejections
from peervej.methods.power.simulation import NothingToAnalyse, simulated_trials

from .plans import power_plan

BASELINE = "difference = 4\nsd = 12\nbaseline_correlation = 0.5"


def test_the_same_seed_gives_the_same_figure() -> None:
    plan = power_plan("partially_nested", dropout="rate = 0.1")
    told: list[int] = []
    first = simulate_power(plan, 600, 7, report_done=told.append).to_json()
    second = simulate_power(plan, 600, 7).to_json()
    assert told == [500, 600]
    assert first == second
    assert simulate_power(plan, 600, 8).to_json() != first


@pytest.mark.parametrize(
    ("method", "sections"),
    [
        ("partially_nested", {"outcome": BASELINE}),
        ("partially_nested", {"groups": "size = 8\nicc = 0.1\nsize_cv = 0.4"}),
        ("partially_nested", {"dropout": "rate = 0.2", "design": "ratio = 2"}),
        ("t", {}),
        ("t", {"outcome": "difference = 4\nsd_control = 14\nsd_intervention = 8"}),
        ("t", {"design": "sides = 1", "dropout": "rate = 0.2"}),
    ],
)
def test_formula_and_simulation_agree(method: str, sections: dict[str, str]) -> None:
    plan = power_plan(method, **sections)
    formula, simulated = find_sample_size(plan), simulate_power(plan, 4000, 11)
    assert simulated.monte_carlo_se == pytest.approx(0.0063, abs=0.0003)
    assert simulated.monte_carlo_se is not None
    assert abs(simulated.power - formula.power) < 3.5 * simulated.monte_carlo_se


def test_no_difference_is_found_at_the_level() -> None:
    plan = power_plan("partially_nested", outcome=BASELINE)
    found = simulate_rejections(plan, 142, 142, 4000, 3, no_difference=True)
    assert found.not_converged == 0
    assert found.power == pytest.approx(0.05, abs=0.012)
    assert found.mean_estimate == pytest.approx(0, abs=0.1)


def test_simulated_people_are_as_assumed() -> None:
    plan = power_plan(
        "partially_nested",
        outcome="difference = 5\nsd_control = 12\nsd_intervention = 10\nbaseline_correlation = 0.6",
        groups="size = 10\nicc = 0.2\nsize_cv = 0.5",
        dropout="rate = 0.2",
    )
    trials, layout = next(iter(simulated_trials(plan, 200, 200, 400, 5)))
    controls, inside = trials.outcome[:, ~layout.arms], trials.outcome[:, layout.arms]
    assert controls.std() == pytest.approx(12, rel=0.02)
    assert inside.std() == pytest.approx(10, rel=0.03)
    assert inside.mean() - controls.mean() == pytest.approx(5, abs=0.3)
    assert trials.observed.mean() == pytest.approx(0.8, abs=0.01)
    baseline = trials.covariates[:, ~layout.arms, 0]
    assert np.corrcoef(baseline.ravel(), controls.ravel())[0, 1] == pytest.approx(0.6, abs=0.02)
    sizes = np.bincount(layout.groups[layout.arms])
    assert (sizes.sum(), sizes.size, sizes.min() >= 1) == (200, 20, True)
    first, second = (np.flatnonzero(layout.groups == g) for g in (0, 1))
    pairs = [inside[:, rows[:2] - 200] for rows in (first, second) if rows.size > 1]
    between = np.mean([np.corrcoef(pair.T)[0, 1] for pair in pairs])
    assert between == pytest.approx(0.2, abs=0.12)


def test_bounded_scores_and_missing_by_baseline() -> None:
    plan = power_plan(
        "partially_nested",
        outcome=BASELINE + "\nminimum = 0\nmaximum = 60",
        dropout='rate = 0.2\ndepends_on = "baseline"',
    )
    trials, _ = next(iter(simulated_trials(plan, 150, 150, 200, 5)))
    assert set(np.unique(trials.outcome)) <= set(range(61))
    assert trials.observed.mean() == pytest.approx(0.8, abs=0.01)
    baseline = trials.covariates[..., 0]
    lost = baseline[~trials.observed].mean() - baseline[trials.observed].mean()
    assert lost < -5


@pytest.mark.parametrize("people", [21, 40, 97])
def test_group_sizes_add_up(people: int) -> None:
    plan = power_plan("partially_nested", groups="size = 4\nicc = 0.1\nsize_cv = 0.9")
    for seed in range(5):
        _, layout = next(iter(simulated_trials(plan, 30, people, 1, seed)))
        assert np.bincount(layout.groups[layout.arms]).min() >= 1
        assert layout.arms.sum() == people


def test_trials_too_small_to_analyse_are_refused() -> None:
    plan = power_plan("t", outcome=BASELINE, design="n_control = 2\nn_intervention = 2",
                      dropout="rate = 0.9")  # fmt: skip
    with pytest.raises(NothingToAnalyse):
        simulate_rejections(plan, 2, 2, 100, 1)
