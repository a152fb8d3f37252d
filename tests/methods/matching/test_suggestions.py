"""Suggestions never bend a filter, and never point a person to themselves."""

from dataclasses import replace
from random import Random

import pytest

from peervej.methods.matching import (
    Filter,
    PartOfDay,
    Request,
    Slot,
    UnusableRequest,
    Volunteer,
    broken_filters,
    suggest_volunteers,
)
from tests.methods.matching.cases import faults_of, random_case

MONDAY = Slot(0, PartOfDay.AFTERNOON)
TUESDAY = Slot(1, PartOfDay.MORNING)
ASKS = Request(
    person="anna",
    site="fredericia",
    languages=frozenset({"da"}),
    times=frozenset({MONDAY, TUESDAY}),
    needs=frozenset({"woman"}),
    wishes=frozenset({"music", "walks"}),
    not_again=frozenset({"v9"}),
)
SUITS = Volunteer(
    id="v1",
    person="bente",
    sites=frozenset({"fredericia"}),
    languages=frozenset({"da", "en"}),
    times=frozenset({MONDAY}),
    offers=frozenset({"woman", "car"}),
    interests=frozenset({"music", "chess"}),
)


def test_a_suggestion_comes_with_its_reasons():
    (found,) = suggest_volunteers(ASKS, [SUITS])
    assert (found.volunteer, found.score) == ("v1", 1)
    assert found.languages == ("da",)
    assert found.times == (MONDAY,)
    assert found.needs_met == ("woman",)
    assert found.shared == ("music",)


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({"person": "anna"}, Filter.SAME_PERSON),
        ({"id": "v9"}, Filter.PROPOSED_BEFORE),
        ({"is_ready": False}, Filter.NOT_READY),
        ({"room": 0}, Filter.NO_ROOM),
        ({"sites": frozenset({"helsingør"})}, Filter.SITE),
        ({"languages": frozenset({"ar"})}, Filter.LANGUAGE),
        ({"times": frozenset({Slot(0, PartOfDay.EVENING)})}, Filter.AVAILABILITY),
        ({"times": frozenset()}, Filter.AVAILABILITY),
        ({"offers": frozenset({"car"})}, Filter.NEEDS),
    ],
)
def test_each_filter_alone_is_enough_to_leave_someone_out(change, broken):
    volunteer = replace(SUITS, **change)
    assert broken_filters(ASKS, volunteer) == (broken,)
    assert suggest_volunteers(ASKS, [volunteer]) == []


def test_the_order_is_wishes_then_times_then_who_has_waited():
    others = [
        replace(SUITS, id="b", interests=frozenset({"music", "walks"})),
        replace(SUITS, id="c", times=frozenset({MONDAY, TUESDAY})),
        replace(SUITS, id="d", since_last_days=10),
        replace(SUITS, id="e", since_last_days=90),
        replace(SUITS, id="f"),
    ]
    found = [s.volunteer for s in suggest_volunteers(ASKS, [SUITS, *others])]
    assert found == ["b", "c", "f", "v1", "e", "d"]
    assert [s.volunteer for s in suggest_volunteers(ASKS, others, limit=2)] == ["b", "c"]


CODES = ["a", "b", "c"]


def some(chance, values, least=0):
    return frozenset(chance.sample(values, chance.randint(least, len(values))))


def a_case(chance):
    slots = [Slot(day, part) for day in range(3) for part in PartOfDay]
    request = Request(
        person=chance.choice(["p1", "p2", "p3"]),
        site=chance.choice(CODES),
        languages=some(chance, CODES, least=1),
        times=some(chance, slots, least=1),
        needs=frozenset(chance.sample(CODES, chance.randint(0, 1))),
        wishes=some(chance, CODES),
        not_again=some(chance, ["0", "1"]),
    )
    volunteers = [
        Volunteer(
            id=str(number),
            person=chance.choice(["p1", "p2", "p3", "p4", "p5"]),
            sites=some(chance, CODES),
            languages=some(chance, CODES),
            times=some(chance, slots),
            offers=some(chance, CODES),
            interests=some(chance, CODES),
            is_ready=chance.random() < 0.8,
            room=chance.randint(0, 2),
            since_last_days=chance.choice([None, 3, 30, 300]),
        )
        for number in range(chance.randint(0, 12))
    ]
    return request, volunteers


def may_be_suggested(request, volunteer):
    if volunteer.person == request.person or volunteer.id in request.not_again:
        return False
    if not volunteer.is_ready or volunteer.room == 0 or request.site not in volunteer.sites:
        return False
    if request.languages.isdisjoint(volunteer.languages):
        return False
    if request.times.isdisjoint(volunteer.times):
        return False
    return all(need in volunteer.offers for need in request.needs)


def test_in_a_thousand_cases_no_filter_is_broken_and_nobody_who_suits_is_left_out():
    chance = Random(20260113)
    suggested = left_out = 0
    for _ in range(1000):
        request, volunteers = a_case(chance)
        found = suggest_volunteers(request, volunteers)
        by_id = {volunteer.id: volunteer for volunteer in volunteers}
        suits = {v.id for v in volunteers if may_be_suggested(request, v)}
        assert {s.volunteer for s in found} == suits
        assert [s.score for s in found] == sorted((s.score for s in found), reverse=True)
        for suggestion in found:
            interests = by_id[suggestion.volunteer].interests
            assert suggestion.languages
            assert suggestion.times
            assert set(suggestion.shared) == request.wishes & interests
        assert suggest_volunteers(request, reversed(volunteers)) == found
        suggested += len(found)
        left_out += len(volunteers) - len(found)
    assert suggested > 300
    assert left_out > 500


@pytest.mark.parametrize(
    "change", [{"person": ""}, {"site": ""}, {"languages": frozenset()}, {"times": frozenset()}]
)
def test_a_request_nobody_could_meet_is_refused(change):
    with pytest.raises(UnusableRequest):
        replace(ASKS, **change)
    with pytest.raises(UnusableRequest):
        suggest_volunteers(ASKS, [SUITS], limit=0)


def test_no_filter_is_broken_in_random_cases():
    """A hundred here, a thousand in benchmarks/volunteers.py, by a check written apart."""
    many = 0
    for seed in range(100):
        faults, suggested = faults_of(*random_case(Random(seed)))
        assert faults == [], seed
        many += suggested
    assert many > 0
