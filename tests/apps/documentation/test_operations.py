"""Opening, answering and closing: what is kept, what is refused, what is gone afterwards."""

from datetime import timedelta

import pytest

from peervej.apps.audit.models import AuditEvent
from peervej.apps.audit.retention import run_retention
from peervej.apps.documentation.enums import Asking
from peervej.apps.documentation.models import Kit, Sheet
from peervej.apps.documentation.operations import (
    KitClosed,
    KitRefused,
    NothingAnswered,
    SheetRefused,
    TooManySheets,
    answering,
    close_kit,
    close_overdue,
    extend_kit,
    open_kit,
    renew_address,
    take_sheet,
)
from peervej.apps.documentation.queries import count_roughly, replies_of
from tests.apps.documentation.conftest import sheet_of

pytestmark = pytest.mark.django_db


def test_a_code_is_kept_as_a_keyed_hash_of_its_kit(make_kit, now):
    one, other = make_kit(), make_kit()
    first = sheet_of(one, now, code="MA 14", ticket="1")
    later = sheet_of(one, now, code="ma-14", later=True, ticket="2")
    elsewhere = sheet_of(other, now, code="MA14", ticket="3")
    assert first.code_hash == later.code_hash != elsewhere.code_hash
    assert len(first.code_hash) == 64
    stored = " ".join(str(row) for row in Sheet.objects.values_list())
    assert "ma14" not in stored.casefold().replace(" ", "").replace("-", "")


def test_two_presses_are_one_sheet(make_kit, now):
    kit = make_kit()
    assert sheet_of(kit, now).pk == sheet_of(kit, now).pk
    assert Sheet.objects.count() == 1


def test_only_linked_kits_keep_codes_and_only_rounds_a_round(make_kit, now):
    assert sheet_of(make_kit(Asking.ROUNDS), now, code="MA14").code_hash == ""
    assert sheet_of(make_kit(Asking.ONCE), now, later=True).is_later is False


def test_what_is_no_sheet_is_refused(make_kit, now):
    kit = make_kit()
    with pytest.raises(SheetRefused):
        sheet_of(kit, now, value=5)
    with pytest.raises(SheetRefused):
        sheet_of(kit, now, code="a-")
    with pytest.raises(NothingAnswered):
        take_sheet(kit, {"who-5": {"1": 3}}, ticket="t", is_later=False, code="", now=now)
    with pytest.raises(KitClosed):
        sheet_of(kit, now + timedelta(weeks=13))
    assert Sheet.objects.count() == 0


def test_a_machine_is_stopped_and_people_come_in_again_next_hour(make_kit, now, monkeypatch):
    monkeypatch.setattr(answering, "MOST_IN_AN_HOUR", 3)
    kit = make_kit()
    for number in range(3):
        sheet_of(kit, now, ticket=str(number))
    with pytest.raises(TooManySheets):
        sheet_of(kit, now, ticket="x")
    sheet_of(kit, now + timedelta(hours=1), ticket="y")
    monkeypatch.setattr(answering, "MOST_SHEETS", 4)
    with pytest.raises(TooManySheets):
        sheet_of(kit, now + timedelta(hours=2), ticket="z")


def test_nobody_sees_the_count_grow_by_one(make_kit, now):
    kit = make_kit()
    seen = []
    for number in range(11):
        sheet_of(kit, now, ticket=str(number))
        seen.append(count_roughly(kit))
    assert seen == [0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10]


def test_closing_counts_once_and_erases(make_kit, now):
    kit = make_kit(reliability={"demo-hope": (0.8, "en kilde")})
    for number in range(6):
        sheet_of(kit, now, code=f"kode{number}", value=number % 3, ticket=f"a{number}")
        sheet_of(
            kit, now + timedelta(days=40), code=f"kode{number}", value=3 - number % 2, later=True,
            ticket=f"b{number}",
        )  # fmt: skip
    assert {reply.scores["demo-hope"] for reply in replies_of(kit)} == {0, 6, 12, 18}
    at = now + timedelta(days=50)
    figures = close_kit(kit, actor="test", now=at).figures
    assert (figures["basis"], figures["instruments"][0]["change"]["points"]) == ("linked", 9)
    assert Sheet.objects.count() == 0
    assert close_kit(kit, actor="test", now=at + timedelta(days=1)).closed_at == at
    with pytest.raises(KitClosed):
        sheet_of(kit, at)
    for act in (
        lambda: renew_address(kit, actor="t", now=at),
        lambda: extend_kit(kit, at.date() + timedelta(days=9), actor="t", now=at),
    ):
        with pytest.raises(KitRefused):
            act()


def test_the_timer_closes_what_is_over(make_kit, now):
    kit, longer = make_kit(weeks=2), make_kit(weeks=6)
    assert close_overdue(now + timedelta(weeks=2)) == 0
    assert close_overdue(now + timedelta(weeks=2, days=1)) == 1
    assert set(Kit.objects.filter(closed_at=None)) == {longer}
    kit.refresh_from_db()
    assert kit.figures["basis"] == "none"


def test_a_new_address_closes_the_old_one(make_kit, now):
    kit = make_kit()
    old = kit.key
    renew_address(kit, actor="test", now=now)
    assert not Kit.objects.filter(key=old).exists()


def test_what_cannot_be_opened(entry, make_kit, now):
    def attempt(**changes):
        given = {
            "place_name": "Huset", "asking": "once", "instruments": ["demo-hope"],
            "closes_on": now.date() + timedelta(weeks=2), "actor": "test", "now": now,
        }  # fmt: skip
        return open_kit(entry, **(given | changes))

    for changes in (
        {"instruments": []},
        {"instruments": ["demo-hope", "demo-hope"]},
        {"instruments": ["who-5"]},
        {"closes_on": now.date()},
        {"closes_on": now.date() + timedelta(days=367)},
    ):
        with pytest.raises(KitRefused):
            attempt(**changes)
    for _turn in range(3):
        attempt()
    with pytest.raises(KitRefused):
        attempt()


def test_the_trail_names_no_sheet_and_no_hour(make_kit, now):
    kit = make_kit()
    sheet_of(kit, now.replace(hour=13, minute=37))
    event = AuditEvent.objects.get(verb="take_sheet")
    assert (event.subject_id, event.at.astimezone(now.tzinfo).hour, event.detail) == ("", 0, {})
    assert [e.verb for e in AuditEvent.objects.order_by("pk")] == ["open_kit", "take_sheet"]


def test_what_a_crash_left_is_erased(make_kit, now):
    kit, still_open = make_kit(), make_kit()
    sheet_of(kit, now)
    kept = sheet_of(still_open, now)
    Kit.objects.filter(pk=kit.pk).update(closed_at=now)
    run_retention(now)
    assert list(Sheet.objects.all()) == [kept]
