"""Claims and owners, corrections, not to be listed, saved searches."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from peervej.apps.audit.retention import run_retention
from peervej.apps.design.middleware import FORM
from peervej.apps.directory.enums import OwnerState
from peervej.apps.directory.models import Initiative, Owner
from peervej.apps.directory.operations import (
    ask_to_own,
    end_owner,
    verify_owner,
)
from peervej.apps.directory.operations.searches import (
    confirm_search,
    end_search,
    save_search,
    send_saved_searches,
)
from peervej.apps.directory.queries.filters import Filters
from peervej.apps.directory.search_links import sign_search
from peervej.apps.messaging.kinds import write_letter
from peervej.apps.messaging.models import Addressee, Message
from tests.factories.directory import InitiativeFactory, OwnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(places: None, now: datetime) -> Initiative:
    return InitiativeFactory(
        slug="holdet",
        sections={1: "Vi mødes.", 2: "To leder."},
        confirmed_at=now,
        facts_confirmed_at=now,
        confirm_months=3,
    )


def test_a_claim_opens_nothing_before_it_is_verified(
    entry: Initiative, now: datetime, client: Client, at: Callable[[datetime], None]
) -> None:
    at(now)
    Initiative.objects.update(website="https://www.holdet.dk/om")
    client.post("/find/holdet/overtag/", {"email": "Anna@Holdet.dk"})
    owner = Owner.objects.get()
    assert (owner.state, owner.same_domain) == (OwnerState.ASKED, True)
    assert not Message.objects.exists()
    verify_owner(owner, actor="user:1", now=now)
    assert Message.objects.get().kind == "directory.owner_link"


def test_a_foreign_mailbox_is_not_marked_as_theirs(entry: Initiative, now: datetime) -> None:
    entry.website = "https://holdet.dk/"
    owner = ask_to_own(entry, email="a@ikkeholdet.dk", actor="public", now=now)
    assert not owner.same_domain


def test_an_ended_owner_is_shut_out_at_once(
    entry: Initiative,
    now: datetime,
    owner_client: Callable[[Initiative, datetime], Client],
    at: Callable[[datetime], None],
) -> None:
    at(now)
    owner = OwnerFactory(initiative=entry)
    browser = owner_client(entry, now)
    assert browser.get("/mit-tilbud/").status_code == 200
    end_owner(owner, actor="user:1", now=now)
    assert browser.get("/mit-tilbud/").status_code == 403


def test_an_owner_sees_their_own_entry_alone(
    entry: Initiative,
    now: datetime,
    owner_client: Callable[[Initiative, datetime], Client],
    at: Callable[[datetime], None],
) -> None:
    at(now)
    other = InitiativeFactory(name="Et andet sted", sections={1: "Andres ord."})
    OwnerFactory(initiative=entry)
    OwnerFactory(initiative=other, email="anden@example.dk")
    browser = owner_client(entry, now)
    browser.post("/mit-tilbud/1/", {"text": "Mine ord.", "edition": "0"})
    page = browser.get("/mit-tilbud/").content.decode()
    assert "Mine ord." in page
    assert "Et andet sted" not in page
    assert not other.drafts.exists()
    assert browser.get("/redaktion/").status_code == 302


def test_a_clash_on_the_page_shows_both_texts(
    entry: Initiative,
    now: datetime,
    owner_client: Callable[[Initiative, datetime], Client],
    at: Callable[[datetime], None],
) -> None:
    at(now)
    OwnerFactory(initiative=entry)
    anna, bo = owner_client(entry, now), owner_client(entry, now)
    anna.post("/mit-tilbud/1/", {"text": "Annas ord.", "edition": "0"})
    answer = bo.post("/mit-tilbud/1/", {"text": "Bos ord.", "edition": "0"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Annas ord." in page
    assert "Bos ord." in page
    bo.post("/mit-tilbud/1/", {"text": "Begges ord.", "edition": "1"})
    assert "Begges ord." in anna.get("/mit-tilbud/").content.decode()


def test_writing_on_while_the_editor_reads_says_that_it_must_be_sent_again(
    entry: Initiative,
    now: datetime,
    owner_client: Callable[[Initiative, datetime], Client],
    at: Callable[[datetime], None],
) -> None:
    at(now)
    OwnerFactory(initiative=entry)
    client = owner_client(entry, now)
    said = "Send ændringerne igen, når du er færdig."
    first = client.post("/mit-tilbud/1/", {"text": "Mine ord.", "edition": "0"}, follow=True)
    assert said not in first.content.decode()
    entry.drafts.update(state="submitted", submitted_at=now)
    assert "venter på at blive læst" in client.get("/mit-tilbud/1/").content.decode()
    more = client.post("/mit-tilbud/1/", {"text": "Flere ord.", "edition": "1"}, follow=True)
    assert said in more.content.decode()
    assert "venter på at blive læst" not in client.get("/mit-tilbud/1/").content.decode()


def test_words_are_saved_by_themselves_with_the_time_and_never_over_anothers(
    entry: Initiative,
    now: datetime,
    owner_client: Callable[[Initiative, datetime], Client],
    at: Callable[[datetime], None],
) -> None:
    at(now)
    OwnerFactory(initiative=entry)
    anna, bo = owner_client(entry, now), owner_client(entry, now)

    def write(who: Client, text: str, edition: int) -> Any:
        form = {"text": text, "edition": edition}
        return who.post("/mit-tilbud/1/", form, headers={"X-Saves-By-Itself": "1"})

    saved = write(anna, "Annas ord.", 0)
    assert saved.json() == {"edition": 1, "said": "Gemt kl. 13.00."}
    assert write(anna, "Annas ord. Flere.", 1).json()["edition"] == 2
    met = write(bo, "Bos ord.", 0)
    assert (met.status_code, "En anden har gemt" in met.json()["said"]) == (409, True)
    long = write(anna, "ord " * 6000, 2)
    assert (long.status_code, "for lang" in long.json()["said"]) == (422, True)
    section = entry.drafts.get().sections.get(number=1)
    assert section.text == "Annas ord. Flere."
    write(bo, "Bos ord.", 0)
    assert [row.text for row in section.saves.filter(set_aside=True)] == ["Bos ord."]
    end_owner(entry.owners.get(), actor="user:1", now=now)
    assert write(anna, "For sent.", 2).status_code == 403


def test_an_answer_of_megabytes_comes_back_whole_and_a_larger_one_is_said(
    entry: Initiative,
    now: datetime,
    owner_client: Callable[[Initiative, datetime], Client],
    at: Callable[[datetime], None],
    settings: Any,
) -> None:
    at(now)
    OwnerFactory(initiative=entry)
    browser = owner_client(entry, now)

    def send(text: str) -> Any:
        form = urlencode({"text": text, "edition": "0"})
        return browser.post("/mit-tilbud/1/", form, content_type=FORM)

    for size in (2_000_000, 4_000_000):
        words = "et ord mere " * (size // 12)
        answer = send(words)
        assert answer.status_code == 200
        assert "Teksten er for lang" in answer.content.decode()
        assert words in answer.content.decode()
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100_000
    refused = send("ord " * 50_000)
    assert refused.status_code == 413
    assert "Det er ikke gemt" in refused.content.decode()
    assert not entry.drafts.filter(sections__text__contains="ord ord").exists()


def test_not_to_be_listed_works_at_once(
    entry: Initiative,
    now: datetime,
    client: Client,
    owner_client: Callable[[Initiative, datetime], Client],
    at: Callable[[datetime], None],
) -> None:
    at(now)
    OwnerFactory(initiative=entry)
    browser = owner_client(entry, now)
    browser.post("/mit-tilbud/afmeld/")
    assert client.get("/find/holdet/").status_code == 404
    assert browser.get("/mit-tilbud/").status_code == 404


def test_a_saved_search_writes_only_after_a_yes_and_only_when_new(
    entry: Initiative, now: datetime, client: Client
) -> None:
    search = save_search(Filters(kind="course"), email="a@example.dk", actor="public", now=now)
    later = now + timedelta(days=8)
    assert send_saved_searches(now=later) == 0
    confirm_search(search, actor="public", now=now)
    assert send_saved_searches(now=later) == 0
    InitiativeFactory(facts={"kind": "course"}, published_at=now + timedelta(days=1))
    assert send_saved_searches(now=later) == 1
    letter = write_letter(Message.objects.get(kind="directory.search_news"), later)
    assert letter is not None
    assert "course" not in letter.text  # the words of a search tell what it is about
    assert "?form=course" in client.get(f"/find/svar/{sign_search(search)}/").content.decode()
    assert send_saved_searches(now=later + timedelta(days=8)) == 0
    client.post(f"/find/svar/{sign_search(search)}/", {"choice": "no"})
    assert client.get(f"/find/svar/{sign_search(search)}/").status_code == 410


def test_an_altered_answer_link_opens_nothing(client: Client, entry: Initiative) -> None:
    assert client.get("/find/svar/MQ:abc:def/").status_code == 410


def test_the_desk_is_for_editors(
    editor: Client, client: Client, entry: Initiative, now: datetime, at: Callable[[datetime], None]
) -> None:
    at(now)
    owner = OwnerFactory(initiative=entry, asked=True, email="ny@example.dk")
    assert client.get("/redaktion/").status_code == 302
    assert editor.get("/redaktion/").status_code == 200
    page = editor.get("/redaktion/tilbud/holdet/").content.decode()
    assert "ny@example.dk" in page
    editor.post(f"/redaktion/ejer/{owner.pk}/", {"choice": "verify"})
    owner.refresh_from_db()
    assert owner.state == OwnerState.VERIFIED


def test_mailboxes_go_when_nothing_needs_them(entry: Initiative, now: datetime) -> None:
    kept = OwnerFactory(initiative=entry, email="bliver@example.dk")
    ended = OwnerFactory(initiative=entry, email="slut@example.dk")
    OwnerFactory(initiative=entry, asked=True, email="spurgte@example.dk", asked_at=now)
    for email in ("bliver@example.dk", "aldrig@example.dk"):
        save_search(Filters(kind="course"), email=email, actor="public", now=now)
    end_owner(ended, actor="user:1", now=now)
    run_retention(now + timedelta(days=15))
    assert Owner.objects.count() == 2
    assert Addressee.objects.count() == 2
    run_retention(now + timedelta(days=91))
    assert list(Addressee.objects.all()) == [kept.addressee]


def test_stopping_the_letters_forgets_the_mailbox(entry: Initiative, now: datetime) -> None:
    search = save_search(Filters(), email="a@example.dk", actor="public", now=now)
    end_search(search, actor="public", now=now)
    assert not Addressee.objects.exists()
