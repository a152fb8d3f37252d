"""Hours, expenses, a break, the questions before the talk, open meetings."""

from datetime import date, timedelta

import pytest
from django.test import Client

from peervej.apps.accounts.enums import Role
from peervej.apps.audit.models import AuditEvent
from peervej.apps.messaging.kinds import write_letter
from peervej.apps.messaging.models import Message
from peervej.apps.volunteers.enums import VolunteerState
from peervej.apps.volunteers.models import Application, Expense, InfoMeeting, TrainingWeekend
from peervej.apps.volunteers.operations.care import claim_expense, note_hours, pay_expense
from peervej.apps.volunteers.operations.info import count_info_meeting, plan_info_meeting
from peervej.apps.volunteers.operations.questions import reply_to_questions, send_questions
from peervej.apps.volunteers.operations.refusals import StepInFuture, VolunteerRefused
from peervej.apps.volunteers.operations.training import book_training
from peervej.apps.volunteers.operations.way_in import apply_as_volunteer, record_step
from peervej.apps.volunteers.queries.figures import figures_of
from tests.factories.accounts import browser_of
from tests.factories.moments import NOW
from tests.factories.volunteers import VolunteerFactory

pytestmark = pytest.mark.django_db
BY = {"actor": "user:1", "now": NOW}
TODAY = NOW.date()


def text_of(answer):
    return answer.content.decode()


def applicant(site):
    return apply_as_volunteer(
        site, display_name="Mette", channel="email", contact="mette@example.dk",
        words="Jeg vil gerne", key="k1", **BY,
    )  # fmt: skip


def test_the_questions_are_answered_by_link_read_at_the_desk_and_encrypted(site, desk, clock):
    mette = applicant(site)
    own = f"/desk/frivillige/{mette.pk}/"
    assert "Send spørgsmålene" in text_of(desk.get(own))
    phone = browser_of(Role.VOLUNTEER, mette.pk, NOW)
    assert phone.get("/frivillig/spoergsmaal/").status_code == 404
    desk.post(f"{own}goer/", {"what": "questions"})
    letter = write_letter(Message.objects.get(kind="volunteers.questions"), NOW)
    assert "/l/" in letter.text
    assert "frivillig" not in (letter.subject + letter.text).lower()
    assert phone.post("/frivillig/spoergsmaal/", {"own": " "}).status_code == 200
    phone.post("/frivillig/spoergsmaal/", {"own": "Hemmelig erfaring"})
    assert "Hemmelig erfaring" in text_of(phone.get("/frivillig/spoergsmaal/"))
    assert "Hemmelig erfaring" in text_of(desk.get(own))
    assert b"Hemmelig" not in bytes(Application.objects.get().replies)
    assert "Hemmelig" not in str(list(AuditEvent.objects.values()))
    mette.refresh_from_db()
    record_step(mette, "talk", "passed", held_on=TODAY, **BY)
    mette.refresh_from_db()
    with pytest.raises(VolunteerRefused):
        reply_to_questions(mette, {"own": "mere"}, **BY)
    with pytest.raises(VolunteerRefused):
        send_questions(mette, **BY)


def test_an_open_meeting_stands_on_the_public_page_and_heads_are_counted(site, desk, clock):
    sent = {"day": "10/9/2026", "time": "17.00", "place": "Biblioteket"}
    assert desk.post("/desk/frivillige/moeder/", sent).status_code == 302
    past = {**sent, "day": "1/9/2026"}
    assert "kommer" in text_of(desk.post("/desk/frivillige/moeder/", past))
    meeting = InfoMeeting.objects.get()
    page = text_of(Client().get("/bliv-frivillig/"))
    assert "Biblioteket" in page
    assert "Bare mød op" in page
    with pytest.raises(StepInFuture):
        count_info_meeting(meeting, 4, **BY)
    clock(NOW + timedelta(days=4))
    desk.post(f"/desk/frivillige/moeder/{meeting.pk}/", {"what": "count", "came": "x"})
    desk.post(f"/desk/frivillige/moeder/{meeting.pk}/", {"what": "count", "came": "4"})
    counted = {row.key: row.number for row in figures_of(site, TODAY, date(2026, 9, 30))}
    assert counted["info"] == 4
    assert "Biblioteket" not in text_of(Client().get("/bliv-frivillig/"))


def test_an_open_meeting_is_called_off_before_it_begins(site, desk):
    meeting = plan_info_meeting(site, starts_at=NOW + timedelta(days=2), place="X", **BY)
    desk.post(f"/desk/frivillige/moeder/{meeting.pk}/", {"what": "cancel"})
    assert not InfoMeeting.objects.exists()


def test_hours_and_expenses_are_noted_on_the_phone_and_paid_at_the_desk(site, desk, clock):
    mette = VolunteerFactory(site=site, display_name="Mette")
    phone = browser_of(Role.VOLUNTEER, mette.pk, NOW)
    hours = {"hours-worked_on": "7/9/2026", "hours-minutes": "90", "hours-kind": "preparing"}
    assert phone.post("/frivillig/timer/", {"what": "hours", **hours}).status_code == 302
    money = {"expense-spent_on": "7/9/2026", "expense-amount": "48,50", "expense-kind": "food"}
    assert phone.post("/frivillig/timer/", {"what": "expense", **money}).status_code == 302
    expense = Expense.objects.get()
    assert expense.amount == 4850
    page = text_of(phone.get("/frivillig/timer/"))
    assert "48,50 kr." in page
    assert "90 minutter" in page
    assert "48,50 kr." in text_of(desk.get("/desk/udveksling/"))
    desk.post(f"/desk/udlaeg/{expense.pk}/")
    assert "betalt 7. september 2026" in text_of(phone.get("/frivillig/timer/"))
    counted = {row.key: row.number for row in figures_of(site, TODAY, TODAY)}
    assert counted["hours"] == 1.5


def test_an_expense_is_of_its_own_site_only(site, other_desk):
    mette = VolunteerFactory(site=site)
    expense = claim_expense(mette, spent_on=TODAY, amount=100, kind="food", **BY)
    assert other_desk.post(f"/desk/udlaeg/{expense.pk}/").status_code == 404
    pay_expense(expense, **BY)
    paid = pay_expense(expense, actor="user:1", now=NOW + timedelta(days=2))
    assert paid.paid_on == TODAY


@pytest.mark.parametrize(
    ("day", "minutes"), [(TODAY + timedelta(days=1), 5), (TODAY, 0), (date(2025, 1, 1), 5)]
)
def test_impossible_hours_are_refused(site, day, minutes):
    with pytest.raises(VolunteerRefused):
        note_hours(VolunteerFactory(site=site), worked_on=day, minutes=minutes, kind="care", **BY)


def test_a_break_and_goodbye_on_the_phone_without_a_word_of_why(site, clock):
    mette = VolunteerFactory(site=site)
    phone = browser_of(Role.VOLUNTEER, mette.pk, NOW)
    phone.post("/frivillig/bliver/", {"what": "pause"})
    mette.refresh_from_db()
    assert mette.state == VolunteerState.PAUSED
    assert "Jeg er tilbage" in text_of(phone.get("/frivillig/aftale/"))
    assert phone.get("/frivillig/").status_code == 200
    phone.post("/frivillig/bliver/", {"what": "resume"})
    phone.post("/frivillig/bliver/", {"what": "stop"})
    mette.refresh_from_db()
    assert (mette.state, mette.leaving_reason) == (VolunteerState.STOPPED, "other")
    assert phone.get("/frivillig/aftale/").status_code == 403


def test_a_place_at_a_training_is_told_in_neutral_words(site):
    weekend = TrainingWeekend.objects.create(
        site=site, title="Frivilligweekend", starts_on=TODAY + timedelta(days=9), days=2,
        place="Huset", capacity=3,
    )  # fmt: skip
    mette = VolunteerFactory(site=site, state="in_training", person__sms="21345678")
    book_training(weekend, mette, **BY)
    letter = write_letter(Message.objects.get(kind="volunteers.training"), NOW)
    assert "16. september 2026, Huset" in letter.text
    assert "frivillig" not in (letter.subject + letter.text).lower()
