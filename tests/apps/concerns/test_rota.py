"""Stated hours, duties, holes, and the nights the clocks change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from peervej.apps.concerns.operations.rota import (
    RotaRefused,
    add_shift,
    remove_shift,
    state_hours,
)
from peervej.apps.concerns.queries import on_call_now, rota_holes
from peervej.methods.scheduling import COPENHAGEN, at_wall_time
from tests.factories.accounts import UserFactory
from tests.factories.concerns import ShiftFactory
from tests.factories.moments import NOW

pytestmark = pytest.mark.django_db
BY = {"actor": "user", "now": NOW}


def local(holes):
    return [
        (hole.starts_at.astimezone(COPENHAGEN), hole.ends_at.astimezone(COPENHAGEN))
        for hole in holes
    ]


def test_a_hole_is_seen_a_week_ahead(site, karen):
    state_hours(site, {3: (time(9), time(17))}, **BY)
    thursday = datetime(2026, 9, 10, tzinfo=COPENHAGEN)
    add_shift(
        site, karen, starts_at=thursday.replace(hour=9), ends_at=thursday.replace(hour=12), **BY
    )
    add_shift(
        site, karen, starts_at=thursday.replace(hour=14), ends_at=thursday.replace(hour=20), **BY
    )
    assert local(rota_holes(site, NOW)) == [(thursday.replace(hour=12), thursday.replace(hour=14))]
    assert rota_holes(site, NOW, ahead=timedelta(days=2)) == []


def test_without_stated_hours_nothing_is_promised_and_nothing_is_a_hole(site):
    assert rota_holes(site, NOW) == []


def test_midnight_as_end_is_the_end_of_the_day(site):
    state_hours(site, {1: (time(20), time(0))}, **BY)
    start = datetime(2026, 9, 8, 20, tzinfo=COPENHAGEN)
    assert local(rota_holes(site, NOW)) == [(start, start + timedelta(hours=4))]


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 10, 24), 13), (date(2027, 3, 27), 11), (date(2026, 9, 5), 12)]
)
def test_a_night_duty_is_as_long_as_the_night(site, karen, day, hours):
    now = datetime.combine(day, time(8), tzinfo=COPENHAGEN)
    shift = add_shift(
        site,
        karen,
        starts_at=at_wall_time(day, time(20)),
        ends_at=at_wall_time(day + timedelta(days=1), time(8)),
        actor="user",
        now=now,
    )
    shift.refresh_from_db()
    assert shift.ends_at - shift.starts_at == timedelta(hours=hours)
    last = shift.ends_at.astimezone(UTC) - timedelta(seconds=1)
    assert [row.user for row in on_call_now(site, last)] == [karen]
    assert on_call_now(site, shift.ends_at) == []


def test_holes_are_exact_the_night_the_clocks_go_back(site, karen):
    """On 25 October 2026 the hours from 0 to 6 last seven hours."""
    state_hours(site, {6: (time(0), time(6))}, **BY)
    now = datetime(2026, 10, 24, 12, tzinfo=COPENHAGEN)
    (hole,) = rota_holes(site, now)
    assert hole.ends_at - hole.starts_at == timedelta(hours=7)


@pytest.mark.parametrize(
    ("starts", "ends"),
    [(2, 2), (3, 2), (-5, -1), (1, 24 * 9)],
    ids=["no length", "backwards", "over already", "too long"],
)
def test_impossible_duties_are_refused(site, karen, starts, ends):
    with pytest.raises(RotaRefused):
        add_shift(
            site,
            karen,
            starts_at=NOW + timedelta(hours=starts),
            ends_at=NOW + timedelta(hours=ends),
            **BY,
        )


def test_only_the_sites_coordinators_and_never_twice_at_once(site, karen):
    times = {"starts_at": NOW + timedelta(hours=1), "ends_at": NOW + timedelta(hours=3)}
    with pytest.raises(RotaRefused, match=r"coordinator|koordinator"):
        add_shift(site, UserFactory(), **times, **BY)
    add_shift(site, karen, **times, **BY)
    with pytest.raises(RotaRefused):
        add_shift(site, karen, **times, **BY)


def test_a_served_duty_stays(site, karen):
    shift = ShiftFactory(site=site, user=karen, ends_at=NOW - timedelta(minutes=1))
    with pytest.raises(RotaRefused):
        remove_shift(shift, **BY)
