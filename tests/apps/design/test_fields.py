"""A date asked for as three fields."""

import datetime as dt

import pytest
from django import forms
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from peervej.apps.design.fields import DanishDateField


class DateForm(forms.Form):
    start = DanishDateField()


class OptionalForm(forms.Form):
    start = DanishDateField(required=False)


def three(day, month, year):
    return {"start_day": day, "start_month": month, "start_year": year}


@settings(max_examples=40)
@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_any_date_survives_the_three_fields(date):
    form = DateForm(three(str(date.day), str(date.month), str(date.year)))
    assert form.is_valid()
    assert form.cleaned_data["start"] == date


@pytest.mark.parametrize(
    "data",
    [
        three(" 3 ", "12", "2026"),
        three("03", "12", "2026"),
        three("3/12/2026", "", ""),
        {"start": "3.12.2026"},
        {"start": "03-12-2026"},
        {"start": "2026-12-03"},
        {"start": "3 12 2026"},
    ],
)
def test_ways_of_writing_the_same_date(data):
    form = DateForm(data)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["start"] == dt.date(2026, 12, 3)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Write the date."),
        (three("3", "", "2026"), "Write both day, month and year."),
        (three("3", "12", "26"), "Write the year with four digits, for example 2026."),
        (three("31", "2", "2026"), "There is no such date. Check the day and the month."),
        (three("0", "12", "2026"), "There is no such date. Check the day and the month."),
        (three("3", "dec", "2026"), "Write the date with numbers, for example 3 12 2026."),
        (three("³", "12", "2026"), "Write the date with numbers, for example 3 12 2026."),
        ({"start": "next week"}, "Write the date with numbers, for example 3 12 2026."),
        ({"start": "3/12/26"}, "Write the year with four digits, for example 2026."),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(data, words):
    with override("en"):
        assert DateForm(data).errors["start"] == [words]


def test_a_date_that_may_be_left_out_is_none():
    form = OptionalForm({})
    assert form.is_valid()
    assert form.cleaned_data["start"] is None


def test_a_known_date_stands_in_the_fields():
    html = str(DateForm(initial={"start": dt.date(2026, 12, 3)})["start"])
    assert [f'value="{part}"' in html for part in (3, 12, 2026)] == [True, True, True]


def test_what_was_written_wrongly_is_shown_again():
    html = str(DateForm(three("31", "2", "2026"))["start"])
    assert 'value="31"' in html
    assert 'value="2"' in html


@pytest.mark.parametrize(
    ("data", "changed"),
    [
        (three("3", "12", "2026"), False),
        (three("4", "12", "2026"), True),
        (three("x", "", ""), True),
    ],
)
def test_only_another_date_is_a_change(data, changed):
    form = DateForm(data, initial={"start": dt.date(2026, 12, 3)})
    assert form.has_changed() is changed


def test_a_moment_is_read_as_its_date():
    assert DanishDateField().clean(dt.datetime(2026, 12, 3, 15, tzinfo=dt.UTC)) == dt.date(
        2026, 12, 3
    )
