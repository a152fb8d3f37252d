"""The whole wide analysis: what is primary, what stands beside, and what is warned of."""

from dataclasses import replace

import numpy as np
import pytest

from peervej.methods.analysis import (
    BoundaryRule,
    DfMethod,
    ModelKind,
    Table,
    read_csv,
    run_analysis,
)
from peervej.methods.analysis.ancova import fit_ancova
from peervej.methods.analysis.partially_nested import fit_partially_nested
from peervej.methods.analysis.summaries import intraclass_correlation
from peervej.methods.analysis.table import TextInNumberColumn
from peervej.methods.analysis.wide_trial import build_wide_trial

from .dense import log_reml, nested_parts
from .trials import REFERENCE, plan_of, random_columns, reference_table

DATA = 'arm = "arm"\nintervention = 1\ncontrol = 0\ngroup = "group"\n'


def test_ancova_as_primary() -> None:
    table = reference_table("main")
    result = run_analysis(table, plan_of("ancova"))
    document = result.to_json()
    assert document["model"] == "ancova"
    assert document["primary"]["df"] == 233
    assert document["primary"]["df_method"] == "residual"
    assert document["variance"]["group"] is None
    assert document["at_boundary"] is False
    assert [line["name"] for line in document["sensitivity"]] == ["cr2", "partially_nested"]
    nested = run_analysis(table, plan_of()).primary
    assert document["sensitivity"][1]["estimate"] == nested.estimate
    assert "no account of the groups" in document["warnings"][0]
    assert result.icc is None


def test_ancova_without_groups_has_nothing_to_warn_of() -> None:
    plan = plan_of("ancova", data='arm = "arm"\nintervention = 1\ncontrol = 0')
    document = run_analysis(reference_table("main"), plan).to_json()
    assert (document["n_groups"], document["sensitivity"], document["warnings"]) == (0, [], [])


def test_log_reml_of_ancova_is_that_of_a_model_with_one_variance() -> None:
    trial = build_wide_trial(reference_table("small"), plan_of())
    fit = fit_ancova(trial)
    everyone = [np.eye(trial.outcome.size)]
    expected = log_reml(np.array([fit.residual_variance]), everyone, trial.design, trial.outcome)
    assert fit.log_reml == pytest.approx(expected, abs=1e-9)


def test_groups_led_by_the_same_pair_count_as_one() -> None:
    columns = random_columns(5, groups=9)
    pairs = [f"P{int(g[1:]) % 4}" if g else "" for g in columns["group"]]
    columns["pair"] = pairs
    plan = plan_of(data=DATA + 'facilitators = "pair"')
    result = run_analysis(Table.from_columns(columns), plan)
    line = next(line for line in result.sensitivity if line.name == "facilitator_pairs")
    by_pair = run_analysis(
        Table.from_columns(columns | {"group": pairs, "site": ["S"] * len(pairs)}),
        plan_of(outcome='name = "y1"\nbaseline = "y0"'),
    )
    bare = run_analysis(Table.from_columns(columns), replace(plan, outcome=by_pair.plan.outcome))
    found = next(one for one in bare.sensitivity if one.name == "facilitator_pairs")
    assert line.estimate is not None and found.estimate is not None
    assert found.estimate.estimate == pytest.approx(by_pair.primary.estimate)
    assert found.estimate.df == pytest.approx(by_pair.primary.df)


def test_one_pair_for_all_is_a_reason_not_a_number() -> None:
    columns = random_columns(5)
    columns["pair"] = ["P" if g else "" for g in columns["group"]]
    plan = plan_of(data=DATA + 'facilitators = "pair"')
    result = run_analysis(Table.from_columns(columns), plan)
    line = result.sensitivity[-1]
    assert (line.name, line.estimate) == ("facilitator_pairs", None)
    assert any(warning.startswith("facilitator_pairs: ") for warning in result.warnings)
    assert result.to_json()["sensitivity"][-1] == {
        "name": "facilitator_pairs", "estimate": None, "se": None, "df": None, "p": None,
    }  # fmt: skip


def test_a_missing_pair_is_refused() -> None:
    columns = random_columns(5)
    columns["pair"] = [""] * len(columns["group"])
    with pytest.raises(ValueError, match="no facilitators"):
        run_analysis(Table.from_columns(columns), plan_of(data=DATA + 'facilitators = "pair"'))


def test_few_groups_are_warned_of() -> None:
    result = run_analysis(Table.from_columns(random_columns(2, groups=3)), plan_of())
    assert any("only 3 groups" in warning for warning in result.warnings)


def test_kept_at_the_boundary_without_curvature_the_expected_information_is_used() -> None:
    found = []
    for seed in range(60):
        columns = random_columns(seed, tau2=0.0, groups=5, per_group=5)
        trial = build_wide_trial(
            Table.from_columns(columns), plan_of(outcome='name = "y1"\nbaseline = "y0"')
        )
        fit = fit_partially_nested(trial, boundary=BoundaryRule.KEEP)
        if fit.sensitivity.used_expected:
            found.append((columns, fit))
    assert found, "none of the seeds reaches this case"
    columns, fit = found[0]
    assert fit.at_boundary
    assert fit.arm_difference().df == fit.arm_difference(DfMethod.KENWARD_ROGER).df
    plan = plan_of(outcome='name = "y1"\nbaseline = "y0"', rules='boundary = "keep"')
    result = run_analysis(Table.from_columns(columns), plan)
    assert any("expected information" in warning for warning in result.warnings)


def test_icc_interval_is_where_the_profile_likelihood_falls() -> None:
    columns = random_columns(8, tau2=60.0, groups=8, controls=16)
    trial = build_wide_trial(Table.from_columns(columns), plan_of())
    fit = fit_partially_nested(trial)
    icc = intraclass_correlation(fit, 0.05)
    assert 0 < icc.low < icc.value < icc.high < 1
    parts = nested_parts(trial.arms, trial.groups, heteroscedastic=True)

    def profile(share: float) -> float:
        from scipy.optimize import minimize

        def badness(log_variances: np.ndarray) -> float:
            control, inside = np.exp(log_variances)
            theta = np.array([share / (1 - share) * inside, control, inside])
            return -log_reml(theta, parts, trial.design, trial.outcome)

        start = np.log([fit.residual_control, fit.residual_intervention])
        return -float(minimize(badness, start, method="Nelder-Mead", tol=1e-7).fun)

    for edge in (icc.low, icc.high):
        assert 2 * (fit.log_reml - profile(edge)) == pytest.approx(3.8414588, abs=1e-4)


def test_means_differ_by_the_difference() -> None:
    for kind in ModelKind:
        table = reference_table("main", "long" if kind.is_long else "wide")
        result = run_analysis(table, plan_of(str(kind)))
        assert result.means is not None and result.standardised is not None
        apart = result.means.intervention.estimate - result.means.control.estimate
        assert apart == pytest.approx(result.primary.estimate)
        sign = np.sign(result.primary.estimate)
        assert np.sign(result.standardised.value) == sign


def test_units_and_labels_do_not_matter() -> None:
    plain = run_analysis(reference_table("main"), plan_of()).primary
    table = reference_table("main")
    columns = {name: table.texts(name) for name in ("arm", "group", "site")}
    scaled = columns | {
        "y0": 1e6 + table.numbers("y0") * 1e-3,
        "y1": -5e4 + table.numbers("y1") * 1e3,
        "arm": np.where(table.texts("arm") == "1", "peer", "usual"),
    }
    data = 'arm = "arm"\nintervention = "peer"\ncontrol = "usual"\ngroup = "group"'
    found = run_analysis(Table.from_columns(scaled), plan_of(data=data)).primary
    assert found.estimate / 1e3 == pytest.approx(plain.estimate, rel=1e-6)
    assert found.se / 1e3 == pytest.approx(plain.se, rel=1e-6)
    assert found.df == pytest.approx(plain.df, rel=1e-5)


def test_order_of_rows_does_not_matter() -> None:
    table = reference_table("main")
    shuffled = table.take(np.random.default_rng(0).permutation(len(table)))
    first = run_analysis(table, plan_of()).to_json()
    second = run_analysis(shuffled, plan_of()).to_json()
    assert second["primary"]["df"] == pytest.approx(first["primary"]["df"], rel=1e-9)
    assert second["log_reml"] == pytest.approx(first["log_reml"], abs=1e-9)


def test_a_danish_file_gives_the_same_figures() -> None:
    text = (REFERENCE / "main_wide.csv").read_text()
    danish = "\ufeff" + text.replace(".", "#").replace(",", ";").replace("#", ",")
    table = read_csv(danish.replace("\n", "\r\n").encode())
    assert (
        run_analysis(table, plan_of()).primary
        == run_analysis(reference_table("main"), plan_of()).primary
    )
    with pytest.raises(TextInNumberColumn):
        run_analysis(read_csv((danish + "999;A;0;;30.5;31,0;32,0;C\n").encode()), plan_of())


def test_a_site_of_numbers_is_still_a_category() -> None:
    table = reference_table("main")
    columns = {name: table.texts(name) for name in ("arm", "group")} | {
        "y0": table.numbers("y0"),
        "y1": table.numbers("y1"),
        "site": ["ABCDE".index(s) + 1 for s in table.texts("site")],
    }
    assert run_analysis(Table.from_columns(columns), plan_of()).primary.estimate == pytest.approx(
        run_analysis(table, plan_of()).primary.estimate
    )
