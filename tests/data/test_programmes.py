"""The programmes that come with Peervej, and what a definition may not say."""

import re
from datetime import time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peervej.data.geography import load_municipalities
from peervej.data.programmes import (
    Kind,
    Step,
    Terms,
    UnknownProgramme,
    UnusableProgramme,
    list_programmes,
    load_programme,
    load_programmes,
    parse_programme,
)
from peervej.methods.danish.readability import lix
from peervej.methods.errors import UnusableInput

VEJEN = load_programme("vejen-til-hverdagslivet")


def test_the_peer_group_programme_is_run_by_its_rules():
    course = VEJEN.rules
    assert (VEJEN.kind, VEJEN.slug) == (Kind.COURSE, "vejen-til-hverdagslivet")
    assert (VEJEN.session_count, VEJEN.session_duration) == (10, timedelta(hours=2))
    assert (course.starts_at, course.facilitators, course.capacity) == (time(15), 2, 10)
    assert VEJEN.last_intake_session == 2
    assert (course.intro.required, VEJEN.intro_duration) == (True, timedelta(hours=2))
    assert (course.intro.without_signup, course.intro.talk_instead) == (True, True)
    assert (VEJEN.entry.min_age, VEJEN.entry.free, VEJEN.entry.chosen_name) == (18, True, True)
    assert not VEJEN.entry.professional_may_sign_up
    assert not VEJEN.entry.contact_by_professional
    assert not VEJEN.entry.contact_by_relative
    assert not VEJEN.conduct.reports_to_municipality
    assert not VEJEN.conduct.replaces_other_support
    assert VEJEN.conduct.periods == ("ordinary", "trial")
    assert (VEJEN.companionship.max_months, VEJEN.companionship.counted_from) == (6, "enrolment")
    assert "bisidder" in VEJEN.companionship.not_a
    assert course.coordinator_steps_in
    assert VEJEN.readiness("coordinator").requires_roles == ("facilitator",)


def test_every_rule_of_the_sources_is_carried_once():
    rules = [fact.rule for fact in VEJEN.facts]
    assert sorted(rules) == sorted([f"P{n}" for n in range(1, 17)] + ["F1", "F2"])
    assert all(fact.settings and fact.sources for fact in VEJEN.facts)


def test_ten_themes_of_two_sentences_with_an_outline_each():
    assert [theme.number for theme in VEJEN.themes] == list(range(1, 11))
    assert len({theme.title for theme in VEJEN.themes}) == 10
    for theme in VEJEN.themes:
        assert len(re.findall(r"[.?](?:\s|$)", theme.text)) == 2
        assert 4 <= len(theme.manual.steps) <= 5
        assert theme.manual.minutes == 120


def test_places_are_municipalities_that_exist():
    names = {place.code: place.name for place in load_municipalities()}
    assert len(VEJEN.places) == 5
    assert all(names[place.municipality] == place.name for place in VEJEN.places)


def test_there_is_one_programme_of_every_kind():
    kinds = [programme.kind for programme in load_programmes()]
    assert set(kinds) == set(Kind)
    assert len(list_programmes()) == 10


def test_an_instructor_is_guided_before_and_again():
    rule = load_programme("laer-at-tackle-angst-og-depression").readiness("instructor")
    assert (rule.training_days, rule.courses_under_guidance, rule.guidance_visits) == (4, 2, 3)
    assert (rule.valid_months, rule.renewal_visits) == (24, 1)


def test_what_the_other_kinds_settle():
    pilots = load_programme("trivselspiloter")
    assert pilots.entry.contact_by_professional
    assert (pilots.match.max_months, pilots.match.chemistry_private) == (6, True)
    assert load_programme("laps-bisidderservice").assignment.national_pool
    assert load_programme("netvaerksstedet-thorvaldsen").activity.keys
    assert load_programme("din-gode-udskrivning").workshop.max_visits_per_host == 3
    assert load_programme("sinds-virtuelle-peer-stoette").shift.advisers == 2
    post = load_programme("recovery-mentorer")
    assert (post.post.min_hours, post.post.max_hours) == (20, 37)
    assert post.role("mentor").terms == (Terms.ORDINARY,)
    assert Step.APPRENTICESHIP in post.readiness("mentor").steps
    assert len(load_programme("ressourcer-i-spil").exchange.strands) == 4
    with pytest.raises(UnusableProgramme, match="no course but of the kind match"):
        _ = pilots.session_count
    with pytest.raises(UnusableProgramme, match="no role"):
        pilots.role("king")
    with pytest.raises(UnusableProgramme, match="no intro meeting"):
        _ = load_programme("laer-at-tackle-angst-og-depression").intro_duration


def texts(programme):
    yield programme.summary
    yield programme.entry.who
    yield " ".join(fact.says for fact in programme.facts)
    if programme.public:
        yield " ".join([programme.public.lead, *programme.public.practical])
        for part in (programme.public.kept, programme.public.draw):
            if part:
                yield " ".join(part)
        for passages in (programme.public.who_you_meet, programme.public.after):
            if passages:
                yield " ".join(passage.text for passage in passages)
        if programme.public.for_professionals:
            yield " ".join(programme.public.for_professionals)
    if programme.entry.criteria:
        yield " ".join(programme.entry.criteria)
    for role in programme.roles:
        care = [rhythm.text for rhythm in role.care if rhythm.text]
        if care or role.wanted:
            yield " ".join([*role.wanted, *care])
    for theme in programme.themes:
        yield theme.text
        yield " ".join([theme.manual.purpose, *(step.text for step in theme.manual.steps)])
    for message in programme.messages.values():
        yield message.text["da"]


@pytest.mark.parametrize("programme", load_programmes(), ids=lambda p: p.id)
def test_the_texts_are_plain(programme):
    for text in texts(programme):
        assert lix(text) <= 34, text
        assert "!" not in text
        assert not re.search(r"\b(bruger|brugere|klient|case|patient)", text, re.IGNORECASE), text
        assert not re.search(r"\banonym", text, re.IGNORECASE), text


def test_messages_are_neutral_in_both_languages():
    assert VEJEN.messages
    for message in VEJEN.messages.values():
        assert set(message.text) == set(message.subject) == {"da", "en"}
        for words in (*message.text.values(), *message.subject.values()):
            assert not re.search(
                r"peer|gruppe|group|hverdag|psyk|sårbar|forsøg|lod|trial|draw", words, re.IGNORECASE
            )
        for language in ("da", "en"):
            assert "{link}" in message.text[language]


def test_an_unknown_programme_is_refused():
    with pytest.raises(UnknownProgramme, match="There is no programme 'x'"):
        load_programme("x")
    with pytest.raises(UnknownProgramme):
        load_programme("../secrets")


SMALL = """
id = "x"
kind = "course"
title = "X"
organisation = "O"
summary = "S"
[entry]
who = "W"
min_age = 18
[course]
sessions = 2
duration_minutes = 60
facilitators = 2
capacity = 10
[[facts]]
rule = "r"
says = "s"
sources = ["o"]
settings = ["course.sessions"]
"""
ROLE = """
[[roles]]
id = "a"
title = "A"
terms = ["volunteer"]
[roles.readiness]
requires_roles = ["b"]
"""


def test_a_small_definition_is_read():
    assert parse_programme(SMALL).session_count == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (SMALL.replace("kind = ", 'colour = "red"\nkind = '), "unknown key 'colour'"),
        (SMALL.replace("sessions = 2", "session = 2"), "did you mean 'sessions'"),
        (SMALL.replace('"course"\n', '"dance"\n'), "must be one of course, match"),
        (SMALL.replace('kind = "course"', 'kind = "match"'), "settings for .match. and for no"),
        (SMALL + "[match]\nmax_months = 6\n", "settings for .course. and for no other"),
        (SMALL.replace("[course]", "[courses]"), "unknown key 'courses'"),
        (SMALL.replace("sessions = 2", "sessions = 0"), "sessions is 0"),
        (SMALL.replace("sessions = 2", "sessions = 2\nintake_last_session = 3"), "between 1 and 2"),
        (SMALL.replace("min_age = 18", "min_age = 18\nmax_age = 17"), "leave nobody"),
        (SMALL.replace("course.sessions", "course.session"), "'course.session', which does not"),
        (SMALL.replace("course.sessions", "match.max_months"), "which does not exist"),
        (SMALL.replace('id = "x"', 'id = "X x"'), "small letters and digits"),
        (SMALL + ROLE, "requires the unknown role b"),
        (SMALL + ROLE + ROLE.replace('"b"', '"a"'), "two roles|Two roles"),
        (SMALL + ROLE.replace('"b"', '"a"'), "in a circle: a → a"),
        (
            SMALL
            + ROLE
            + ROLE.replace('"b"', '"c"').replace('"a"', '"b"')
            + ROLE.replace('"b"', '"z"').replace('"a"', '"c"').replace('"z"', '"a"'),
            "in a circle: a → b → c → a",
        ),
        (SMALL + ROLE.replace('["b"]', "[]\nrenewal_visits = 1"), "needs no renewal"),
        (SMALL + ROLE.replace('["b"]', "[]\nvalid_months = 0"), "at least a month"),
        (SMALL + ROLE.replace('["b"]', "[]\ntraining_days = -1"), "counts from 0"),
        (SMALL + ROLE.replace('["b"]', '[]\nsteps = ["talk", "talk"]'), "stands once"),
        (SMALL + ROLE.replace('["volunteer"]', "[]"), "names no terms"),
        (SMALL + ROLE.replace('["volunteer"]', '["slave"]'), "must be one of volunteer"),
        (
            SMALL + '[[themes]]\nnumber = 1\ntitle = "a"\ntext = "b"\n',
            "themes are numbered 1 to 2",
        ),
        (
            SMALL
            + '[[themes]]\nnumber = 1\ntitle = "a"\ntext = "b"\n'
            + '[[themes]]\nnumber = 2\ntitle = "a"\ntext = "b"\n[themes.manual]\npurpose = "p"\n'
            + '[[themes.manual.steps]]\nminutes = 59\ntitle = "t"\ntext = "x"\n',
            "session 2 take 59 minutes, but a session lasts 60",
        ),
        (
            SMALL + '[messages.m]\nsubject = {da = "a"}\ntext = {da = "{diagnosis}"}\n',
            "Nothing is put in for {diagnosis}",
        ),
        (SMALL + '[messages.m]\nsubject = {da = "a"}\ntext = {en = "b"}\n', "same languages"),
        (SMALL + '[messages.m]\nsubject = {da = "a"}\ntext = {da = "{name"}\n', "bracket"),
        (SMALL.replace("facilitators = 2", "facilitators = 2\nintro = {required = true}"), "lacks"),
        (
            SMALL.replace(
                "facilitators = 2",
                "facilitators = 2\n"
                "intro = {required = true, duration_minutes = 9, in_room = false}",
            ),
            "in a room, online, or both",
        ),
        (SMALL + '[conduct]\nperiods = ["secret"]\n', "ordinary, trial, or both"),
        (
            SMALL + '[companionship]\nmax_months = 6\ncounted_from = "birth"\n'
            "purposes = []\nnot_a = []\n",
            "counted_from is",
        ),
    ],
)
def test_a_definition_that_cannot_be_run_is_refused(text, words):
    with pytest.raises(UnusableInput, match=words) as caught:
        parse_programme(text, what="x.toml")
    assert str(caught.value).startswith("x.toml")


@pytest.mark.parametrize(
    ("kind", "table", "words"),
    [
        ("match", "max_months = 0", "at least 1"),
        ("assignment", "phases = []\noccasions = []", "at least one phase"),
        ("activity", "members = true\nuser_run = true\ncounts_only = false", "keeps no names"),
        (
            "activity",
            "members = true\nuser_run = true\n[[activity.hours]]\nday = 'monday'\n"
            "opens = 14:00:00\ncloses = 10:00:00",
            "closes before it opens",
        ),
        (
            "workshop",
            "min_minutes = 60\nmax_minutes = 30\nmax_visits_per_host = 1\nteachers = 1\n"
            "audiences = ['a']",
            "at least 60",
        ),
        (
            "shift",
            "advisers = 2\nbackground_supervisors = 1\nopen_only_when_staffed = true\ntopics = []",
            "names the topics",
        ),
        (
            "workshop",
            "min_minutes = 60\nmax_minutes = 90\nmax_visits_per_host = 1\nteachers = 1\n"
            "audiences = []",
            "names the audiences",
        ),
        ("post", "min_hours = 20\nmax_hours = 30\ntasks = []\nhost_leader = 'b'", "its tasks"),
        ("post", "min_hours = 20\nmax_hours = 40\ntasks = ['a']\nhost_leader = 'b'", "37 hours"),
        ("exchange", "strands = []", "names what is offered"),
    ],
)
def test_settings_of_every_kind_are_checked(kind, table, words):
    text = SMALL.replace('kind = "course"', f'kind = "{kind}"').replace("course.sessions", "title")
    text = re.sub(r"\[course\].*?(?=\[\[facts)", "", text, flags=re.DOTALL)
    with pytest.raises(UnusableInput, match=words):
        parse_programme(text + f"[{kind}]\n{table}\n")


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", b"%PDF", SMALL.encode("utf-16"), b"x" * 2_000_000, b"[" * 9000]
)
def test_what_is_no_definition_is_refused(data):
    with pytest.raises(UnusableInput):
        parse_programme(data)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SMALL)), st.text(max_size=3))
def test_a_cut_or_changed_definition_is_read_or_refused(place, put_in):
    for text in (SMALL[:place], SMALL[:place] + put_in + SMALL[place + 1 :]):
        try:
            parse_programme(text)
        except UnusableInput as error:
            assert str(error)
