"""Drafts: the public version stays, two writers lose nothing, the editor decides."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client

from peervej.apps.directory.enums import FactState, Listing, Part
from peervej.apps.directory.models import Draft, Fact, Initiative, SavedWords, Version
from peervej.apps.directory.operations import (
    accept_draft,
    decide_fact,
    drop_draft,
    move_section,
    open_draft,
    propose_facts,
    return_draft,
    save_section,
    submit_draft,
)
from peervej.apps.directory.operations.drafting import (
    LONGEST_ANSWER,
    DraftClosed,
    DraftIncomplete,
    SaveOutcome,
    TooLong,
)
from peervej.apps.directory.operations.moderation import (
    AlreadyDecided,
    DraftChanged,
    ReasonMissing,
)
from peervej.apps.directory.operations.upkeep import UnusableFact
from peervej.apps.directory.queries.drafts import compare_words, differences
from peervej.apps.messaging.models import Message
from peervej.apps.messaging.operations import deliver_due
from peervej.apps.places.models import Municipality
from peervej.apps.places.operations import load_places
from tests.factories.directory import InitiativeFactory, OwnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(places: None) -> Initiative:
    return InitiativeFactory(
        slug="holdet",
        name="Holdet",
        places=[Municipality.objects.get(slug="vejle")],
        facts={"kind": "course", "target_group": "mental-difficulties", "since": "2014"},
        sections={1: "Vi mødes.", 2: "To peers leder.", 4: "Alle."},
    )


@pytest.fixture
def draft(entry: Initiative, now: datetime) -> Draft:
    return open_draft(entry, actor="owner:1", now=now)


def save(
    draft: Draft, number: int, text: str, edition: int, now: datetime, by: str = "a"
) -> SaveOutcome:
    return save_section(draft, number, text, edition=edition, actor=f"owner:{by}", now=now)


def test_opening_twice_gives_the_same_draft_with_public_words(
    entry: Initiative, draft: Draft, now: datetime
) -> None:
    assert open_draft(entry, actor="owner:2", now=now) == draft
    assert draft.sections.get(number=1).text == "Vi mødes."
    assert draft.sections.get(number=Part.SUMMARY).text == entry.summary


def test_the_public_sees_the_approved_words_while_changes_wait(
    client: Client, entry: Initiative, draft: Draft, now: datetime
) -> None:
    save(draft, 1, "Nye ord.", 0, now)
    submit_draft(draft, actor="owner:1", now=now)
    page = client.get("/find/holdet/").content.decode()
    assert "Vi mødes." in page
    assert "Nye ord." not in page


def test_two_writers_lose_nothing(draft: Draft, now: datetime) -> None:
    first = save(draft, 1, "Annas ord.", 0, now, by="anna")
    second = save(draft, 1, "Bos ord.", 0, now, by="bo")
    assert first.saved
    assert second.met == "Annas ord."
    joined = save(draft, 1, "Annas ord. Bos ord.", second.edition, now, by="bo")
    assert joined.saved
    kept = set(SavedWords.objects.values_list("text", flat=True))
    assert kept == {"Vi mødes.", "Annas ord.", "Bos ord.", "Annas ord. Bos ord."}
    assert draft.sections.get(number=1).text == "Annas ord. Bos ord."


def test_the_same_words_twice_are_no_clash(draft: Draft, now: datetime) -> None:
    save(draft, 1, "Ord.", 0, now)
    again = save(draft, 1, "Ord.", 0, now)
    assert again.saved


def test_two_parts_of_one_draft_do_not_meet(draft: Draft, now: datetime) -> None:
    assert save(draft, 1, "Et.", 0, now).saved
    assert save(draft, 2, "To.", 0, now).saved


def test_an_answer_of_two_megabytes_is_refused_whole(draft: Draft, now: datetime) -> None:
    with pytest.raises(TooLong):
        save(draft, 1, "ord " * 500_000, 0, now)
    assert draft.sections.get(number=1).text == "Vi mødes."
    assert save(draft, 1, "x" * LONGEST_ANSWER, 0, now).saved


def test_a_website_that_could_run_script_is_refused(draft: Draft, now: datetime) -> None:
    with pytest.raises(ValidationError):
        save(draft, Part.WEBSITE, "javascript:alert(1)", 0, now)


def test_an_answer_in_the_wrong_section_moves_and_joins(draft: Draft, now: datetime) -> None:
    save(draft, 5, "Om penge.", 0, now)
    save(draft, 7, "Kommunen betaler.", 0, now)
    move_section(draft, 5, 7, actor="owner:1", now=now)
    assert draft.sections.get(number=7).text == "Kommunen betaler.\n\nOm penge."
    assert draft.sections.get(number=5).text == ""
    assert "Om penge." in set(SavedWords.objects.values_list("text", flat=True))


def test_what_is_missing_is_listed(now: datetime, places: None) -> None:
    bare = InitiativeFactory(waiting=True, summary="", who_may_come="")
    draft = open_draft(bare, actor="owner:1", now=now)
    with pytest.raises(DraftIncomplete) as caught:
        submit_draft(draft, actor="owner:1", now=now)
    assert len(caught.value.missing) == 8


def test_accepting_publishes_confirms_and_tells(
    entry: Initiative, draft: Draft, now: datetime
) -> None:
    OwnerFactory(initiative=entry)
    save(draft, 1, "Nye ord.", 0, now)
    submit_draft(draft, actor="owner:1", now=now)
    draft.refresh_from_db()
    accept_draft(draft, seen_at=draft.changed_at, actor="user:1", now=now)
    entry.refresh_from_db()
    assert entry.sections.get(number=1).text == "Nye ord."
    assert entry.confirmed_at == now
    assert Version.objects.get().content["sections"]["1"] == "Nye ord."
    assert Message.objects.get().kind == "directory.approved"
    with pytest.raises(DraftClosed):
        save(draft, 1, "For sent.", 1, now)


def test_words_that_came_after_the_editor_looked_are_not_published_unseen(
    draft: Draft, now: datetime
) -> None:
    save(draft, 1, "Set.", 0, now)
    draft.refresh_from_db()
    seen = draft.changed_at
    save(draft, 1, "Ikke set.", 1, now + timedelta(minutes=1))
    with pytest.raises(DraftChanged):
        accept_draft(draft, seen_at=seen, actor="user:1", now=now)


def test_returning_needs_a_reason_which_the_owner_gets(
    entry: Initiative,
    draft: Draft,
    now: datetime,
    owner_client: Callable[[Initiative, datetime], Client],
    at: Callable[[datetime], None],
) -> None:
    OwnerFactory(initiative=entry)
    submit_draft(draft, actor="owner:1", now=now)
    with pytest.raises(ReasonMissing):
        return_draft(draft, reason="  ", actor="user:1", now=now)
    return_draft(draft, reason="Hvem kan komme?", actor="user:1", now=now)
    assert deliver_due(now) == 1
    at(now)
    page = owner_client(entry, now).get("/mit-tilbud/").content.decode()
    assert "Hvem kan komme?" in page


def test_a_draft_is_decided_once(draft: Draft, now: datetime) -> None:
    drop_draft(draft, actor="user:1", now=now)
    with pytest.raises(AlreadyDecided):
        accept_draft(draft, seen_at=draft.changed_at, actor="user:1", now=now)


def test_the_difference_gives_back_both_texts() -> None:
    before, after = "Vi mødes hver uge i huset.", "Vi mødes hver anden uge i det nye hus."
    runs = compare_words(before, after)
    assert "".join(run.text for run in runs if run.kind != "new") == before
    assert "".join(run.text for run in runs if run.kind != "gone") == after


def test_only_changed_parts_differ(draft: Draft, now: datetime) -> None:
    save(draft, 2, "Tre peers leder.", 0, now)
    assert [part.number for part in differences(draft)] == [2]


def test_contradictory_dates_and_unknown_places_are_refused(
    entry: Initiative, now: datetime
) -> None:
    with pytest.raises(UnusableFact):
        propose_facts(entry, until="2013", actor="owner:1", now=now)
    with pytest.raises(UnusableFact):
        propose_facts(entry, municipality="atlantis", actor="owner:1", now=now)
    assert not Fact.objects.filter(state=FactState.PROPOSED).exists()


def test_dates_that_wait_contradict_too_and_none_is_accepted_against_the_other(
    entry: Initiative, now: datetime, editor: Client
) -> None:
    (since,) = propose_facts(entry, since="2020", actor="owner:1", now=now)
    with pytest.raises(UnusableFact, match=r"2018.*2020"):
        propose_facts(entry, until="2018", actor="owner:1", now=now)
    until = Fact.objects.create(
        initiative=entry, key="until", value="2015", state=FactState.PROPOSED
    )
    page = editor.post(f"/redaktion/oplysning/{until.pk}/", {"choice": "accept"}, follow=True)
    assert "før det begyndte (2020)" in page.content.decode()
    until.refresh_from_db()
    assert until.state == FactState.PROPOSED
    decide_fact(since, accepted=False, actor="user:1", now=now)
    decide_fact(until, accepted=True, actor="user:1", now=now)
    entry.refresh_from_db()
    assert (entry.since, entry.until) == ("2014", "2015")


def test_the_editors_facts_hold_all_at_once_or_not_at_all(
    entry: Initiative, now: datetime, editor: Client
) -> None:
    Fact.objects.create(initiative=entry, key="since", value="2030", state=FactState.PROPOSED)
    form = {"kind": "post", "since": "2015", "until": "2017"}
    page = editor.post(f"/redaktion/tilbud/{entry.slug}/fakta/", form)
    assert "(2017), før det begyndte (2030)" in page.content.decode()
    assert 'value="2017"' in page.content.decode()
    entry.refresh_from_db()
    assert (entry.since, entry.until) == ("2014", "")
    Fact.objects.filter(value="2030").delete()
    editor.post(f"/redaktion/tilbud/{entry.slug}/fakta/", form)
    entry.refresh_from_db()
    assert (entry.kind, entry.since, entry.until) == ("post", "2015", "2017")


def test_both_dates_can_be_replaced_one_after_the_other(entry: Initiative, now: datetime) -> None:
    for since, until in (("2014", "2015"), ("2016-02", "2017")):
        for fact in propose_facts(entry, since=since, until=until, actor="owner:1", now=now):
            decide_fact(fact, accepted=True, actor="user:1", now=now)
    entry.refresh_from_db()
    assert (entry.since, entry.until) == ("2016-02", "2017")


def test_a_proposed_fact_waits_and_replaces_the_old_one(entry: Initiative, now: datetime) -> None:
    (fact,) = propose_facts(entry, since="2015-09", actor="owner:1", now=now)
    assert propose_facts(entry, since="2015-09", actor="owner:1", now=now) == [fact]
    entry.refresh_from_db()
    assert entry.since == "2014"
    decide_fact(fact, accepted=True, actor="user:1", now=now)
    entry.refresh_from_db()
    assert entry.since == "2015-09"
    assert entry.listing == Listing.PUBLIC


def test_a_private_fact_is_public_only_by_choice(entry: Initiative, now: datetime) -> None:
    def propose() -> Fact:
        return Fact.objects.create(
            initiative=entry, key="email", value="a@b.dk", private=True, state=FactState.PROPOSED
        )

    kept, shown = propose(), propose()
    decide_fact(kept, accepted=True, actor="user:1", now=now)
    decide_fact(shown, accepted=True, publish_private=True, actor="user:1", now=now)
    kept.refresh_from_db()
    shown.refresh_from_db()
    assert (kept.private, shown.private) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_ten_at_the_same_moment_lose_nothing(now: datetime) -> None:
    load_places(now=now)
    draft = open_draft(InitiativeFactory(), actor="owner:0", now=now)

    def write(number: int) -> bool:
        try:
            return save(draft, 1, f"Ord fra {number}.", 0, now, by=str(number)).saved
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        outcomes = list(pool.map(write, range(10)))
    assert sum(outcomes) == 1
    assert SavedWords.objects.filter(set_aside=True).count() == 9
    kept = set(SavedWords.objects.values_list("text", flat=True))
    assert kept == {f"Ord fra {number}." for number in range(10)}


def test_who_may_come_follows_the_owner_although_the_source_said_otherwise(
    entry: Initiative, draft: Draft, now: datetime
) -> None:
    Fact.objects.create(initiative=entry, key="who_may_come", value="Kun de unge.", as_of="2014")
    save_section(draft, Part.WHO_MAY_COME, "Alle over 18.", edition=0, actor="owner", now=now)
    draft.refresh_from_db()
    accept_draft(draft, seen_at=draft.changed_at, actor="editor", now=now)
    entry.refresh_from_db()
    assert entry.who_may_come == "Alle over 18."
    accepted = entry.facts.filter(key="who_may_come", state=FactState.ACCEPTED)
    assert [(fact.value, fact.as_of) for fact in accepted] == [("Alle over 18.", "2026-11")]


def test_facts_nobody_decided_on_are_not_enough_to_publish(places: None, now: datetime) -> None:
    entry = InitiativeFactory(waiting=True, sections={1: "A.", 2: "B.", 4: "C."})
    draft = open_draft(entry, actor="owner", now=now)
    asked = {"kind": "course", "target_group": "seniors", "municipality": "vejle"}
    facts = propose_facts(entry, **asked, actor="owner", now=now)
    submit_draft(draft, actor="owner", now=now)
    draft.refresh_from_db()
    with pytest.raises(DraftIncomplete):
        accept_draft(draft, seen_at=draft.changed_at, actor="editor", now=now)
    for fact in facts:
        decide_fact(fact, accepted=True, actor="editor", now=now)
    accept_draft(draft, seen_at=draft.changed_at, actor="editor", now=now)
    entry.refresh_from_db()
    assert (entry.kind, entry.listing) == ("course", Listing.PUBLIC)
