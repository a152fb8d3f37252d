"""Company: suggested by filters, answered in private, ended in time."""

import re
from datetime import date, timedelta

import pytest

from peervej.apps.accounts.enums import Role
from peervej.apps.audit.models import AuditEvent
from peervej.apps.messaging.kinds import write_letter
from peervej.apps.messaging.models import Message, MessageState
from peervej.apps.volunteers.enums import MatchState, RequestState, Side
from peervej.apps.volunteers.models import MatchAnswer
from peervej.apps.volunteers.operations.along import (
    answer_midway,
    pause_match,
    plan_end,
    record_visit,
    resume_match,
)
from peervej.apps.volunteers.operations.companionship import (
    MatchRefused,
    answer_match,
    ask_companionship,
    call_off_match,
    end_match,
    propose_match,
)
from peervej.apps.volunteers.queries.companionship import midway_talks_wanted, suggestions_for
from peervej.apps.volunteers.tasks import run_timer
from tests.factories.accounts import browser_of
from tests.factories.moments import NOW
from tests.factories.people import PersonFactory
from tests.factories.volunteers import VolunteerFactory, companion

pytestmark = pytest.mark.django_db
BY = {"actor": "user:1", "now": NOW}
TODAY = NOW.date()
MEETS = NOW + timedelta(days=3)


def ask(site, person=None, **fields):
    return ask_companionship(
        person or PersonFactory(site=site, chosen_name="Sol", sms="21345678"),
        **{
            "enrolled_on": date(2026, 8, 31),
            "purposes": ["doctor"],
            "languages": ["da"],
            "times": ["2-evening", "3-morning"],
            **BY,
            **fields,
        },
    )


def met(site, **fields):
    """A first meeting that took place three days from now."""
    volunteer = companion(site, person__sms="31345678", **fields)
    return propose_match(ask(site), volunteer, meets_at=MEETS, **BY)


def answer(match, side, says_yes, days=1):
    now = MEETS + timedelta(days=days)
    return answer_match(match, side, says_yes, actor="participant:1", now=now)


def test_suggestions_keep_every_filter_and_order_by_what_is_shared(site):
    plain = companion(site, offers=["woman"])
    shares = companion(site, offers=["woman"], interests=["nature"])
    companion(site)
    companion(site, offers=["woman"], languages=["en"])
    companion(site, offers=["woman"], times=["6-morning"])
    companion(site, offers=["woman"], room=0)
    companion(site, offers=["woman"], paused=True)
    companion(PersonFactory().site, offers=["woman"])
    VolunteerFactory(site=site, times=["2-evening"], offers=["woman"])
    request = ask(site, needs=["woman"], wishes=["nature"])
    found = suggestions_for(request, TODAY)
    assert [volunteer for volunteer, _why in found] == [shares, plain]
    assert found[0][1].shared == ("nature",)


def test_nobody_is_proposed_to_themselves(site):
    mette = companion(site)
    request = ask(site, mette.person)
    assert suggestions_for(request, TODAY) == []
    with pytest.raises(MatchRefused, match=r"own company|eget"):
        propose_match(request, mette, meets_at=MEETS, **BY)


def test_a_filter_cannot_be_bent_by_hand(site):
    with pytest.raises(MatchRefused):
        propose_match(ask(site, needs=["woman"]), companion(site), meets_at=MEETS, **BY)


def test_two_yes_begin_and_end_six_months_from_the_enrolment(site):
    match = met(site)
    with pytest.raises(MatchRefused):
        answer(match, Side.PERSON, True, days=0)
    answer(match, Side.PERSON, True)
    match = answer(match, Side.VOLUNTEER, True)
    assert (match.state, match.planned_end) == (MatchState.ACTIVE, date(2027, 2, 28))
    assert not MatchAnswer.objects.exists()
    end = {"actor": "user:1", "now": MEETS + timedelta(days=2)}
    with pytest.raises(MatchRefused):
        plan_end(match, date(2027, 3, 1), **end)
    run_timer(NOW.replace(year=2027, month=2, day=28))
    match.refresh_from_db()
    assert match.state == MatchState.CLOSING
    end_match(match, **end)
    with pytest.raises(MatchRefused):
        end_match(match, **end)
    match.request.refresh_from_db()
    assert match.request.state == RequestState.CLOSED


def trace(site, answers):
    """All that anybody but the two hearts can see: rows, messages, letters, events, times."""
    match = met(site)
    for side, says_yes, days in answers:
        answer(match, side, says_yes, days)
    between = match.state, Message.objects.filter(kind="volunteers.match_not_begun").count()
    settled = MEETS + timedelta(days=4)
    run_timer(settled)
    match.refresh_from_db()
    messages = Message.objects.filter(kind="volunteers.match_not_begun").order_by("key")
    letters = {
        write_letter(message, settled).text.replace(name, "")
        for message, name in zip(messages, ["Sol", match.volunteer.display_name], strict=True)
    }
    events = AuditEvent.objects.exclude(verb="answer_match").order_by("pk")
    return (
        between,
        match.state,
        match.request.state,
        [message.due_at for message in messages],
        len(letters),
        list(events.filter(subject_kind="volunteers.Match").values_list("verb", "at", "detail")),
        MatchAnswer.objects.count(),
    )


ANSWERS = {
    "person no": [(Side.PERSON, False, 1), (Side.VOLUNTEER, True, 1)],
    "volunteer no": [(Side.PERSON, True, 1), (Side.VOLUNTEER, False, 1)],
    "both no": [(Side.VOLUNTEER, False, 2), (Side.PERSON, False, 3)],
    "one silent": [(Side.PERSON, True, 1)],
    "changed": [(Side.PERSON, True, 1), (Side.PERSON, False, 2), (Side.VOLUNTEER, True, 3)],
}
EXPECTED = (
    (MatchState.PROPOSED, 0),
    MatchState.NOT_BEGUN,
    RequestState.OPEN,
    [MEETS + timedelta(days=4)] * 2,
    1,
)


@pytest.mark.parametrize("answers", ANSWERS.values(), ids=ANSWERS)
def test_whoever_declines_the_trace_is_the_same(site, answers):
    found = trace(site, answers)
    assert found[:5] == EXPECTED
    assert [verb for verb, _at, _detail in found[5]] == ["propose_match", "match_not_begun"]
    assert found[6] == 0


def test_the_event_of_an_answer_says_neither_who_nor_what(site):
    match = met(site)
    answer(match, Side.VOLUNTEER, False)
    event = AuditEvent.objects.get(verb="answer_match")
    assert (event.actor, event.detail) == ("one of two", {})


def test_declined_once_never_comes_again(site):
    match = met(site)
    call_off_match(match, **BY)
    assert suggestions_for(match.request, TODAY) == []
    ask_letters = Message.objects.filter(kind="volunteers.match_ask")
    assert {message.state for message in ask_letters} == {MessageState.NOT_NEEDED}


def test_letters_are_neutral_and_go_to_both(site):
    met(site)
    letters = [
        write_letter(row, NOW) for row in Message.objects.filter(kind="volunteers.match_meeting")
    ]
    assert len(letters) == 2
    said = " ".join(letter.subject + letter.text for letter in letters).lower()
    assert not any(word in said for word in ("følge", "frivillig", "peer", "psyk"))


@pytest.mark.parametrize(
    "fields",
    [
        {"enrolled_on": date(2026, 3, 1)},
        {"enrolled_on": date(2026, 9, 8)},
        {"languages": []},
        {"times": []},
    ],
    ids=["too late", "future", "no language", "no time"],
)
def test_wishes_that_cannot_be_met_are_refused(site, fields):
    with pytest.raises(MatchRefused):
        ask(site, **fields)


def test_one_wish_at_a_time(site):
    request = ask(site)
    with pytest.raises(MatchRefused):
        ask(site, request.person)


def test_visits_are_kind_and_length_only(site):
    match = met(site)
    answer(match, Side.PERSON, True)
    match = answer(match, Side.VOLUNTEER, True)
    now = MEETS + timedelta(days=5)
    visit = record_visit(
        match, held_on=now.date(), kind="walk", minutes=45, actor="volunteer:1", now=now
    )
    assert {field.name for field in visit._meta.fields} == {
        "id", "match", "held_on", "kind", "minutes",
    }  # fmt: skip
    with pytest.raises(MatchRefused):
        record_visit(match, held_on=TODAY, kind="walk", minutes=45, actor="volunteer:1", now=now)


def test_ended_early_another_can_be_found(site):
    match = met(site)
    answer(match, Side.PERSON, True)
    match = answer(match, Side.VOLUNTEER, True)
    end_match(match, look_again=True, actor="user:1", now=MEETS + timedelta(days=9))
    match.request.refresh_from_db()
    assert match.request.state == RequestState.OPEN


def begun(site):
    match = met(site)
    answer(match, Side.PERSON, True)
    return answer(match, Side.VOLUNTEER, True)


def test_a_break_of_the_two_moves_no_last_day(site):
    match = begun(site)
    later = {"actor": "user:1", "now": MEETS + timedelta(days=5)}
    pause_match(match, **later)
    with pytest.raises(MatchRefused):
        pause_match(match, **later)
    match.refresh_from_db()
    assert (match.state, match.planned_end) == (MatchState.PAUSED, date(2027, 2, 28))
    resume_match(match, **later)
    with pytest.raises(MatchRefused):
        resume_match(match, **later)
    pause_match(match, **later)
    run_timer(NOW.replace(year=2027, month=2, day=28))
    match.refresh_from_db()
    assert match.state == MatchState.CLOSING


def test_half_way_each_answers_and_only_the_coordinator_hears(site, desk, clock):
    match = begun(site)
    early = {"actor": "participant:1", "now": MEETS + timedelta(days=9)}
    with pytest.raises(MatchRefused):
        answer_midway(match, Side.PERSON, "talk", **early)
    middle = NOW.replace(month=12, day=10)
    clock(middle)
    sol = browser_of(Role.PARTICIPANT, match.request.person_id, middle)
    mette = browser_of(Role.VOLUNTEER, match.volunteer_id, middle)
    before = mette.get("/sammen/").content.decode()
    assert "I er halvvejs" in before
    sol.post(f"/sammen/{match.pk}/midtvejs/", {"says": "tal"})
    after = mette.get("/sammen/").content.decode()
    hide = re.compile(r'value="\w{64}"')
    assert hide.sub("", before) == hide.sub("", after)
    page = desk.get(f"/desk/foelgeskab/sammen/{match.pk}/").content.decode()
    assert "En af de to vil gerne tale" in page
    event = AuditEvent.objects.get(verb="answer_midway")
    assert (event.actor, event.detail) == ("one of two", {})
    assert list(midway_talks_wanted(site)) == [match]
    desk.post(f"/desk/foelgeskab/sammen/{match.pk}/goer/", {"what": "talked"})
    assert list(midway_talks_wanted(site)) == []
