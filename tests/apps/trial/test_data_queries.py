"""A finding asked about at the site: no answer, key or arm on the way, and it comes back closed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from peervej.apps.accounts.middleware import RoleMiddleware
from peervej.apps.allocation.models import Arm
from peervej.apps.allocation.operations.drawing import draw_batch
from peervej.apps.allocation.operations.joining import leave_research
from peervej.apps.audit.models import AuditEvent, ReadEvent
from peervej.apps.measures.models import Assessment, DataQuery, QualityNote
from peervej.apps.measures.operations import (
    QueryRefused,
    enter_paper,
    note_quality,
    raise_query,
    reply_to_query,
)
from peervej.apps.portal.queries.work_list import build_work_list
from peervej.apps.reporting.queries.dataset import export_id
from peervej.apps.reporting.queries.quality import RULES
from peervej.apps.reporting.tasks import run_timer
from peervej.apps.trial.queries import participation_of
from peervej.apps.trial.site_questions import HOW_IT_WENT, SENTENCES
from tests.factories.allocation import joined, many_ready, ready, staff, trial_group
from tests.factories.moments import NOW
from tests.factories.places import SiteFactory

pytestmark = pytest.mark.django_db
WORDS = "Toget var forsinket, så skemaet kom om mandagen"


@pytest.fixture(autouse=True)
def no_second_factor(monkeypatch):
    monkeypatch.setattr(RoleMiddleware, "_second_factor_missing", lambda *_: False)
    monkeypatch.setattr("peervej.apps.audit.middleware.current_time", lambda: NOW)


@pytest.fixture
def trial_and_group():
    return trial_group(name="Torsdagsholdet")


def signed_in(role: str, site=None) -> Client:
    client = Client()
    client.force_login(staff(role, site=site, name="Rie Forsker"))
    return client


def asked_about(person, trial, rule="all_alike", *, now=NOW) -> DataQuery:
    key = participation_of(person, trial).key
    return raise_query(key, trial.code, rule, actor="user:1", now=now)


def test_every_rule_has_a_sentence_and_those_about_answers_have_the_same() -> None:
    assert set(SENTENCES) == set(RULES)
    about_answers = {"sent_empty", "half_skipped", "all_alike"}
    assert {rule for rule, said in SENTENCES.items() if said is HOW_IT_WENT} == about_answers


def test_from_the_finding_to_the_site_and_back(trial_and_group) -> None:
    trial, group = trial_and_group
    person = ready(group, chosen_name="Solvej Månestråle", sms="22345678")
    researcher, site = signed_in("researcher"), signed_in("interviewer", person.site)
    record = export_id(trial, participation_of(person, trial).key)
    finding = {"rule": "all_alike", "record": record}
    researcher.post(reverse("reporting:ask_site", args=[trial.code]), finding)
    query = DataQuery.objects.get()
    assert "Solvej Månestråle" in site.get(reverse("trial:queries")).content.decode()
    site.post(reverse("trial:query", args=[query.pk]), {"reply": WORDS})
    assert site.get(reverse("trial:query", args=[query.pk])).status_code == 404
    page = reverse("reporting:queries", args=[trial.code])
    shown = researcher.get(page).content.decode()
    assert WORDS in shown and record in shown and "Rie Forsker" in shown
    assert "Solvej" not in shown
    note = finding | {"note": WORDS, "from_queries": "1"}
    assert researcher.post(reverse("reporting:quality_note", args=[trial.code]), note).url == page
    query.refresh_from_db()
    assert (query.closed_on, query.closed_by[:5]) == (NOW.date(), "user:")
    assert QualityNote.objects.get().note == WORDS
    verbs = AuditEvent.objects.filter(subject_kind="measures.DataQuery").values_list("verb")
    assert {verb for (verb,) in verbs} == {"raise_query", "reply_to_query"}


def test_the_site_sees_neither_answer_nor_rule_nor_key_nor_arm(trial_and_group) -> None:
    trial, group = trial_and_group
    people = many_ready(group, 2)
    draw_batch(group, actor="test", now=NOW)
    site = signed_in("coordinator", people[0].site)
    pages = []
    for person, rule in zip(people, ("all_alike", "half_skipped"), strict=True):
        query = asked_about(person, trial, rule)
        text = site.get(reverse("trial:query", args=[query.pk])).content.decode()
        key = participation_of(person, trial).key
        for hidden in (rule, str(key), export_id(trial, key), "Torsdagsholdet", *Arm.labels):
            assert str(hidden) not in text
        assert str(RULES[rule][0]) not in text
        pages.append(text.split("<section")[1].split("<form")[0])
    assert pages[0] == pages[1]


def test_what_is_kept_of_a_reply_leads_to_no_line_of_the_read_log(trial_and_group) -> None:
    trial, group = trial_and_group
    person = ready(group)
    query = asked_about(person, trial)
    site = signed_in("interviewer", person.site)
    site.get(reverse("trial:query", args=[query.pk]))
    site.post(reverse("trial:query", args=[query.pk]), {"reply": WORDS})
    read = ReadEvent.objects.get(page="query")
    query.refresh_from_db()
    assert (query.replied_as, query.replied_week.isoweekday()) == ("interviewer", 1)
    values = [str(value) for value in vars(query).values()]
    assert not any(read.reader in value for value in values)


def test_nobody_elsewhere_and_nobody_with_another_role_comes_in(trial_and_group) -> None:
    trial, group = trial_and_group
    query = asked_about(ready(group), trial)
    address = reverse("trial:query", args=[query.pk])
    assert signed_in("interviewer", SiteFactory()).get(address).status_code == 404
    for role in ("researcher", "national", "municipal", "editor"):
        assert signed_in(role).get(address).status_code == 403
    for role in ("coordinator", "interviewer"):
        client = signed_in(role, group.period.site)
        assert client.get(reverse("reporting:queries", args=[trial.code])).status_code == 403


def test_it_stands_on_the_work_list_until_there_is_a_reply(trial_and_group) -> None:
    trial, group = trial_and_group
    person = ready(group, chosen_name="Solvej")
    query = asked_about(person, trial)

    def urgency(days: int) -> list[str]:
        lines = build_work_list(person.site, NOW + timedelta(days=days)).waiting
        return [line.urgency for line in lines if line.url.endswith(f"/spoergsmaal/{query.pk}/")]

    assert (urgency(0), urgency(6), urgency(7)) == (["calm"], ["calm"], ["soon"])
    reply_to_query(query, WORDS, role="coordinator", now=NOW)
    assert urgency(7) == []


def test_an_empty_or_late_reply_is_refused_and_changes_nothing(trial_and_group) -> None:
    trial, group = trial_and_group
    query = asked_about(ready(group), trial)
    with pytest.raises(QueryRefused, match="få ord"):
        reply_to_query(query, "  ", role="coordinator", now=NOW)
    note_quality(query.respondent, trial.code, query.rule, "Set", actor="user:1", now=NOW)
    with pytest.raises(QueryRefused, match="lukket"):
        reply_to_query(query, WORDS, role="coordinator", now=NOW)
    query.refresh_from_db()
    assert (query.reply, query.replied_week) == ("", None)


def test_asking_twice_is_asking_once(trial_and_group) -> None:
    trial, group = trial_and_group
    person = ready(group)
    assert asked_about(person, trial) == asked_about(person, trial)
    note_quality(
        participation_of(person, trial).key, trial.code, "all_alike", "Set", actor="a", now=NOW
    )
    assert asked_about(person, trial).closed_on is None
    assert DataQuery.objects.count() == 2


@pytest.mark.parametrize("remove_answers", [True, False])
def test_someone_who_leaves_is_not_asked_about_any_more(trial_and_group, remove_answers) -> None:
    trial, group = trial_and_group
    person = ready(group)
    query = asked_about(person, trial)
    leave_research(person, trial=trial, remove_answers=remove_answers, actor="test", now=NOW)
    left = DataQuery.objects.filter(pk=query.pk).first()
    assert (left is None) if remove_answers else (left.closed_by == "left")
    assert (
        signed_in("interviewer", person.site)
        .get(reverse("trial:query", args=[query.pk]))
        .status_code
        == 404
    )


def values(number: int) -> dict[str, dict[str, int | None]]:
    return {"demo-hope": {str(item): number for item in range(1, 7)}}


def test_a_rule_about_paper_asks_by_itself_from_the_next_day(trial_and_group) -> None:
    trial, group = trial_and_group
    person = joined(group)
    assessment = Assessment.objects.get(respondent=participation_of(person, trial).key)
    enter_paper(assessment, values(1), clerk="a", now=NOW)
    enter_paper(assessment, values(2), clerk="b", now=NOW)
    run_timer(NOW)
    assert not DataQuery.objects.exists()
    later = NOW + timedelta(days=1)
    for _turn in range(2):
        run_timer(later)
    query = DataQuery.objects.get()
    assert (query.rule, query.raised_by) == ("paper_differs", "rule")
    site = signed_in("interviewer", person.site)
    assert (
        reverse("trial:interview_paper", args=[person.pk])
        in site.get(reverse("trial:query", args=[query.pk])).content.decode()
    )
    enter_paper(assessment, values(1), clerk="b", now=later)
    query.refresh_from_db()
    assert (query.closed_by, query.closed_on) == ("rule", later.date())
    run_timer(later + timedelta(days=1))
    assert DataQuery.objects.count() == 1
