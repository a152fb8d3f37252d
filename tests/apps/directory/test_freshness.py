"""Confirming, few reminders that end, marks and silence, walked day by day."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from peervej.apps.directory.enums import Listing, OwnerState
from peervej.apps.directory.models import Initiative
from peervej.apps.directory.operations import (
    choose_interval,
    confirm_parts,
    end_owner,
    hide_faded,
    invite_owner,
    remind_owners,
)
from peervej.apps.directory.queries.drafts import editor_queue
from peervej.apps.directory.queries.freshness import due_on, freshness_of
from peervej.apps.directory.tasks import run_timer
from peervej.apps.messaging.models import Message
from peervej.apps.messaging.operations import deliver_due
from tests.factories.directory import InitiativeFactory, OwnerFactory

pytestmark = pytest.mark.django_db
HOME = ZoneInfo("Europe/Copenhagen")
PARTS = (0, 1, 2)


def at_noon(day: str | date) -> datetime:
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return datetime.combine(day, time(12), HOME)


def days(first: str, last: str) -> list[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [start + timedelta(days=number) for number in range((end - start).days + 1)]


def make_entry(
    slug: str, confirmed: datetime | None, months: int = 3, *, owner: bool = True, **fields: object
) -> Initiative:
    """An entry all of which was confirmed at one moment, with an owner let in that day."""
    entry = InitiativeFactory(
        slug=slug,
        sections={1: "Vi mødes.", 2: "To leder."},
        confirmed_at=confirmed,
        facts_confirmed_at=confirmed,
        confirm_months=months,
        **fields,
    )
    entry.sections.update(confirmed_at=confirmed)
    if owner:
        let_in = confirmed or at_noon("2027-08-01")
        OwnerFactory(initiative=entry, email=f"{slug}@example.dk", verified_at=let_in)
    return entry


def walk(through: Iterable[date]) -> dict[str, list[str]]:
    """Let the timer run twice on each day; when owners of each entry were asked.

    Every letter must have stood in the outbox for the daytime of the same day.
    """
    asked: dict[str, list[str]] = {}
    for day in through:
        before = Message.objects.count()
        for _again in range(2):
            remind_owners(now=at_noon(day))
        hide_faded(now=at_noon(day))
        if Message.objects.count() == before:
            continue
        for message in Message.objects.order_by("pk")[before:]:
            slug = Initiative.objects.get(pk=message.reference).slug
            asked.setdefault(slug, []).append(day.isoformat())
            assert message.due_at.astimezone(HOME).date() == day
    return asked


def test_every_situation_through_a_year_and_over_the_ends_of_months() -> None:
    three = at_noon("2027-08-31")
    make_entry("confirmed", three)
    make_entry("leap-day", at_noon("2027-11-30"))
    make_entry("half-year", three, 6)
    make_entry("year-from-leap-day", at_noon("2028-02-29"), 12)
    make_entry("clocks-forward", at_noon("2027-12-26"))
    make_entry("clocks-back", datetime(2027, 7, 31, 23, 30, tzinfo=HOME))
    make_entry("after-midnight-here", datetime(2027, 9, 1, 0, 30, tzinfo=HOME))
    make_entry("unconfirmed", None)
    partly = make_entry("partly", None)
    make_entry("orphan", three, owner=False)
    make_entry("hidden", three, listing=Listing.HIDDEN)
    make_entry("do-not-list-us", three, listing=Listing.UNLISTED)
    rejected = make_entry("claim-rejected", three, owner=False)
    OwnerFactory(initiative=rejected, email="nej@example.dk", state=OwnerState.ENDED)
    OwnerFactory(initiative=rejected, email="venter@example.dk", asked=True)
    asked = walk(days("2027-08-31", "2027-10-14"))
    confirm_parts(partly, [1], actor="owner:1", now=at_noon("2027-10-14"))
    silence = days("2028-05-20", "2029-02-15")[::7]
    asked |= walk([*days("2027-10-15", "2028-05-19"), *silence, *days("2029-02-16", "2029-04-20")])
    assert asked == {
        "confirmed": ["2027-11-30", "2027-12-14", "2027-12-28", "2028-01-11"],
        "leap-day": ["2028-02-29", "2028-03-14", "2028-03-28", "2028-04-11"],
        "half-year": ["2028-02-29", "2028-03-14", "2028-03-28", "2028-04-11"],
        "year-from-leap-day": ["2029-02-28", "2029-03-14", "2029-03-28", "2029-04-11"],
        "clocks-forward": ["2028-03-26", "2028-04-09", "2028-04-23", "2028-05-07"],
        "clocks-back": ["2027-10-31", "2027-11-14", "2027-11-28", "2027-12-12"],
        "after-midnight-here": ["2027-12-01", "2027-12-15", "2027-12-29", "2028-01-12"],
        "unconfirmed": ["2027-11-01", "2027-11-15", "2027-11-29", "2027-12-13"],
        "partly": ["2027-11-01", "2027-11-15", "2027-11-29", "2027-12-13"],
    }
    # By now the first ones have left the list, and with it the editor's queue.
    silent = {row.slug for row in editor_queue().silent}
    assert silent == {"year-from-leap-day", "unconfirmed", "partly"}


def test_marks_and_list_on_each_side_of_every_date(
    places: None, client: Client, at: Callable[[datetime], None]
) -> None:
    entry = make_entry("holdet", at_noon("2027-08-31"), status="running")
    orphan = make_entry("ingen-ejer", None, owner=False)
    marks, shown = {}, {}
    # Each answer keeps the date it was confirmed; what the whole entry says follows the day.
    for day in ("2027-11-29", "2027-11-30", "2028-11-29", "2028-11-30"):
        run_timer(at_noon(day))
        at(at_noon(day))
        entry.refresh_from_db()
        marks[day] = freshness_of(entry, at_noon(day))
        page = client.get("/find/holdet/").content.decode()
        said = ("Bekræftet 31. august 2027", "det er noget tid siden", "ikke længere på listen")
        shown[day] = (
            [words in page for words in said],
            "/find/holdet/" in client.get("/find/").content.decode(),
        )
    assert marks == {
        "2027-11-29": "confirmed",
        "2027-11-30": "ageing",
        "2028-11-29": "ageing",
        "2028-11-30": "faded",
    }
    assert shown == {
        "2027-11-29": ([True, False, False], True),
        "2027-11-30": ([True, True, False], True),
        "2028-11-29": ([True, True, False], True),
        "2028-11-30": ([True, True, True], False),
    }
    orphan.refresh_from_db()
    assert orphan.listing == Listing.PUBLIC


@pytest.mark.parametrize(
    ("off", "expected"),
    [
        (("2027-11-25", "2027-12-04"), ["2027-12-05", "2027-12-19", "2028-01-02", "2028-01-16"]),
        (("2027-12-10", "2027-12-19"), ["2027-11-30", "2027-12-20", "2028-01-03", "2028-01-17"]),
        (("2027-11-25", "2028-03-01"), ["2028-03-02", "2028-03-16", "2028-03-30", "2028-04-13"]),
    ],
)
def test_a_timer_that_stood_still_sends_no_burst(off: tuple[str, str], expected: list[str]) -> None:
    make_entry("holdet", at_noon("2027-08-31"))
    still = set(days(*off))
    running = [day for day in days("2027-11-20", "2028-06-01") if day not in still]
    assert walk(running) == {"holdet": expected}


def test_no_day_is_due_early_and_no_interval_drifts() -> None:
    for day in days("2027-01-01", "2028-12-31"):
        late = datetime.combine(day, time(23, 59), HOME)
        for months in (3, 6, 12):
            due = due_on(late, months)
            assert due == due_on(datetime.combine(day, time(0), HOME), months)
            assert (due.year * 12 + due.month) - (day.year * 12 + day.month) == months
            assert due.day == day.day or (due + timedelta(days=1)).day == 1


def test_an_entry_is_confirmed_when_every_part_is(places: None, now: datetime) -> None:
    entry = make_entry("holdet", None)
    for part, expected in ((1, None), (0, None), (2, now)):
        confirm_parts(entry, [part], actor="owner:1", now=now)
        entry.refresh_from_db()
        assert entry.confirmed_at == expected


def test_confirming_does_not_count_as_editing(now: datetime) -> None:
    entry = make_entry("holdet", now)
    before = entry.modified_at
    confirm_parts(entry, [1], actor="owner:1", now=now + timedelta(days=1))
    entry.refresh_from_db()
    assert entry.modified_at == before


def test_after_the_last_reminder_it_stands_in_the_editors_queue() -> None:
    entry = make_entry("holdet", at_noon("2027-08-31"))
    walk(days("2027-11-30", "2028-01-10"))
    assert list(editor_queue().silent) == []
    walk(days("2028-01-11", "2028-01-11"))
    assert list(editor_queue().silent) == [entry]


def test_a_confirmation_ends_the_reminders_and_one_part_alone_does_not() -> None:
    entry = make_entry("holdet", at_noon("2027-08-31"))
    walk(days("2027-11-30", "2027-11-30"))
    confirm_parts(entry, [1], actor="owner:1", now=at_noon("2027-12-01"))
    assert walk(days("2027-12-01", "2027-12-20")) == {"holdet": ["2027-12-14"]}
    confirm_parts(entry, PARTS, actor="owner:1", now=at_noon("2027-12-20"))
    assert deliver_due(at_noon("2027-12-21")) == 0
    assert walk(days("2027-12-21", "2028-03-20")) == {"holdet": ["2028-03-20"]}


def test_a_longer_interval_begins_anew_and_a_shorter_asks_at_once_and_once() -> None:
    entry = make_entry("holdet", at_noon("2027-08-31"))
    walk(days("2027-11-30", "2027-12-15"))
    choose_interval(entry, 6, actor="owner:1", now=at_noon("2027-12-15"))
    later = walk(days("2027-12-16", "2028-05-01"))
    assert later == {"holdet": ["2028-02-29", "2028-03-14", "2028-03-28", "2028-04-11"]}
    other = make_entry("andet", at_noon("2027-08-31"), 12)
    choose_interval(other, 3, actor="owner:1", now=at_noon("2028-05-02"))
    assert walk(days("2028-05-02", "2028-05-20")) == {"andet": ["2028-05-02", "2028-05-16"]}


def test_a_new_owner_of_a_silent_entry_has_two_weeks_and_is_then_asked() -> None:
    entry = make_entry("holdet", at_noon("2027-08-31"))
    walk(days("2027-11-30", "2028-01-11"))
    end_owner(entry.owners.get(), actor="user:1", now=at_noon("2028-01-20"))
    assert walk(days("2028-01-20", "2028-01-31")) == {}
    invite_owner(entry, email="ny@example.dk", actor="user:1", now=at_noon("2028-02-01"))
    Message.objects.all().delete()
    assert walk(days("2028-02-01", "2028-02-29")) == {"holdet": ["2028-02-15", "2028-02-29"]}


def test_a_hidden_entry_comes_back_when_all_of_it_is_confirmed() -> None:
    entry = make_entry("holdet", at_noon("2027-08-31"))
    late = at_noon("2028-12-01")
    assert hide_faded(now=late) == 1
    listed = []
    for parts in ([1], PARTS):
        confirm_parts(entry, parts, actor="owner:1", now=late)
        hide_faded(now=late)
        entry.refresh_from_db()
        listed.append(entry.listing)
    assert listed == [Listing.HIDDEN, Listing.PUBLIC]
