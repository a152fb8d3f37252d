"""The result page: closed trials only, the engine's own numbers, refusals by name."""

import csv
import io
from collections.abc import Callable
from html import unescape

import pytest
from django.db.models import QuerySet
from django.test import Client

from peervej.apps.accounts.enums import Role
from peervej.apps.allocation.models import Batch, Draw
from peervej.apps.measures.models import Answer
from peervej.apps.reporting.queries.dataset import build_dataset
from peervej.apps.reporting.queries.effect import analyse_trial, plan_of
from peervej.apps.reporting.queries.export import build_export
from peervej.apps.reporting.writing import write_files
from peervej.apps.trial.models import Trial
from peervej.methods.analysis import DfMethod, ModelKind, read_csv, run_analysis
from tests.apps.reporting.conftest import Story

pytestmark = pytest.mark.django_db
ADDRESS = "/forskning/effekt/resultat/"


def test_nothing_is_shown_before_two_people_have_closed(
    story: Story, browser: Callable[..., Client]
) -> None:
    answer = browser(Role.RESEARCHER).get(ADDRESS)
    assert answer.status_code == 403
    assert b"<table" not in answer.content


def test_the_result_equals_an_analysis_of_the_exported_file(story: Story) -> None:
    story.close()
    dataset = build_dataset(story.trial, blinded=False)
    found = analyse_trial(dataset)
    files = write_files(build_export(dataset), "csv")
    rows = list(csv.DictReader(io.StringIO(files["effekt.csv"].decode())))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", "site", "arm", "group", "y0", "y1"])
    names = ("record_id", "site", "arm", "grp", "y0", "y1")
    writer.writerows([row[name] for name in names] for row in rows)
    again = run_analysis(read_csv(out.getvalue().encode()), plan_of(dataset.definition))
    assert found.result is not None
    assert found.result.primary.estimate == pytest.approx(again.primary.estimate, rel=1e-12)
    assert found.result.primary.df == pytest.approx(again.primary.df, rel=1e-9)
    assert found.result.analysed == again.analysed


def test_the_plan_is_the_definition(story: Story) -> None:
    plan = plan_of(build_dataset(story.trial, blinded=True).definition)
    assert plan.model.kind is ModelKind.PARTIALLY_NESTED
    assert plan.model.heteroscedastic
    assert plan.model.df is DfMethod.SATTERTHWAITE
    assert (plan.outcome.baseline, plan.outcome.factors) == ("y0", ("site",))


def test_the_page_shows_who_was_drawn_and_analysed(
    story: Story, browser: Callable[..., Client]
) -> None:
    story.close()
    answer = browser(Role.RESEARCHER).get(ADDRESS)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'class="intervals"' in page
    assert 'class="differs"' not in page
    assert " style=" not in page
    assert answer.context["drawn"] == {"control": 6, "intervention": 6}
    assert sum(answer.context["analysed"].values()) == 9


def followed(trial: Trial, arm: str) -> QuerySet[Answer]:
    """The last answers of those drawn to an arm."""
    drawn = Draw.objects.filter(participation__trial=trial, arm=arm)
    keys = drawn.values_list("participation_id", flat=True)
    return Answer.objects.filter(assessment__occasion="follow_up", assessment__respondent__in=keys)


def everybody_answers_alike(trial: Trial) -> None:
    Answer.objects.filter(assessment__occasion="follow_up").update(value=2)


def everybody_began_alike(trial: Trial) -> None:
    Answer.objects.filter(assessment__occasion="baseline").update(value=1)


def nobody_in_control_answers(trial: Trial) -> None:
    followed(trial, "control").update(value=None)


def nobody_in_a_group_answers(trial: Trial) -> None:
    followed(trial, "intervention").update(value=None)


def all_were_in_one_group(trial: Trial) -> None:
    Batch.objects.filter(trial=trial).update(group=trial_group_of(trial))


def the_arms_began_far_apart(trial: Trial) -> None:
    low = Answer.objects.filter(assessment__occasion="baseline")
    low.update(value=0)
    drawn = Draw.objects.filter(participation__trial=trial, arm="control")
    low.filter(assessment__respondent__in=drawn.values_list("participation_id")).update(value=4)


def trial_group_of(trial: Trial) -> int:
    return Batch.objects.filter(trial=trial).values_list("group_id", flat=True)[0]


@pytest.mark.parametrize(
    ("spoil", "code", "what", "remedy"),
    [
        (everybody_answers_alike, "constant_outcome", "Alle har det samme", "Se svarene efter"),
        (everybody_began_alike, "collinear_covariates", "er ens for alle", "Tag det ud"),
        (nobody_in_control_answers, "no_follow_up", "Ingen i en af armene", "svar på papir"),
        (nobody_in_a_group_answers, "no_follow_up", "Ingen i en af armene", "svar på papir"),
        (all_were_in_one_group, "one_group", "på ét hold", "fra to hold eller flere"),
        (the_arms_began_far_apart, "covariate_separates_arms", "skiller armene", "den ene arm"),
    ],
)
def test_a_failure_says_what_is_wrong_and_what_to_do(
    story: Story,
    browser: Callable[..., Client],
    spoil: Callable[[Trial], None],
    code: str,
    what: str,
    remedy: str,
) -> None:
    story.close()
    spoil(story.trial)
    answer = browser(Role.RESEARCHER).get(ADDRESS)
    page = unescape(answer.content.decode())
    assert answer.status_code == 200
    assert answer.context["effect"].result is None
    assert answer.context["effect"].refusal_code == code
    assert "Der kan ikke gives noget tal" in page
    assert what in page
    assert remedy in page
    assert 'href="/forskning/effekt/gennemsyn/"' in page
    assert 'class="intervals"' not in page


def test_too_many_skipped_questions_give_no_score(story: Story) -> None:
    someone = Answer.objects.filter(assessment__occasion="follow_up").first()
    one = Answer.objects.filter(assessment=someone.assessment)
    Answer.objects.filter(pk__in=[row.pk for row in one[:2]]).update(value=None)
    story.close()
    rows = build_dataset(story.trial, blinded=False).rows
    assert sum(row.y1 is not None for row in rows) == 8
