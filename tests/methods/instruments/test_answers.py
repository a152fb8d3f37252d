"""Tables of answers, as people and programs write them."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peervej.data.instruments import load_instrument
from peervej.methods.errors import UnusableInput
from peervej.methods.instruments import UnusableAnswers, read_answers

WHO = load_instrument("who-5")
EQ = load_instrument("eq-5d-5l")


def rows(text, instrument=WHO):
    return [(row.id, row.answers) for row in read_answers(text, instrument, what="a.csv")]


@pytest.mark.parametrize(
    "text",
    [
        "id,1,2,3,4,5\na,0,1,2,3,4\n",
        "id,q1,q2,q3,q4,q5\na,0,1,2,3,4\n",
        "id;item_01;item_02;item_03;item_04;item_05\na;0;1;2;3;4",
        "ID\twho5_1\twho5_2\twho5_3\twho5_4\twho5_5\r\na\t0\t1\t2\t3\t4\r\n",
        "q5,q4,q3,q2,q1,id\n4,3,2,1,0,a\n",
        "visit,record_id,Q1,Q2,Q3,Q4,Q5,note\nbase,a,0,1.0,2,3,4,hello\n",
        "\ufeffid;q1;q2;q3;q4;q5\na;0;1,0;2;3;4\n\n",
        'id,"q1","q2","q3","q4","q5"\n"a","0","1","2","3","4"\n',
        "barn,q1,q2,q3,q4,q5\na,0,1,2,3,4\n",
    ],
)
def test_tables_people_write(text):
    assert rows(text) == [("a", (0, 1, 2, 3, 4))]


def test_marks_for_missing_answers():
    text = "id,q1,q2,q3,q4,q5\na,,NA,.,NaN,5\n"
    assert rows(text) == [("a", (None, None, None, None, 5))]


def test_named_items():
    text = "id,Mobility,Self-care,usual activities,PAIN,anxiety\na,1,1,1,2,3\n"
    assert rows(text, EQ) == [("a", (1, 1, 1, 2, 3))]
    assert rows("id,AD,PD,UA,SC,MO\na,3,2,1,1,1\n", EQ) == [("a", (1, 1, 1, 2, 3))]
    with pytest.raises(UnusableAnswers, match="two columns named mo"):
        rows("id,mobility,mo,sc,ua,pd,ad\na,1,1,1,1,2,3\n", EQ)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "a.csv is empty"),
        ("\n\n", "a.csv is empty"),
        ("id,q1,q2,q3,q4,q5\n", "no rows"),
        ("id,q1,q2,q3,q4\na,1,1,1,1\n", "one column for each of the 5 items"),
        ("id,a,b,c,d,e\n1,1,1,1,1,1\n", "one column for each of the 5 items"),
        ("q1,q2,q3,q4,q5\n1,1,1,1,1\n", "no column with ids"),
        ("id,q1,q2,q3,q4,q5\na,1,1,1,1\n", "line 2 has 5 cells where the heading has 6"),
        ("id,q1,q2,q3,q4,q5\na,1,1,1,1,1,1\n", "line 2 has 7 cells"),
        ("id,q1,q2,q3,q4,q5\na,6,1,1,1,1\n", "line 2: item 1 .* from 0 to 5, not '6'"),
        ("id,q1,q2,q3,q4,q5\na,1,1,1,1,-99\n", "not '-99'"),
        ("id,q1,q2,q3,q4,q5\na,1,1,1,1,2.5\n", "not '2.5'"),
        ("id,q1,q2,q3,q4,q5\na,1,1,1,1,tit\n", "not 'tit'"),
        ("id,q1,q2,q3,q4,q5\na,1,1,1,1,٣\n", "whole number"),
        ("id,q1,q2,q3,q4,q5\n,1,1,1,1,1\n", "line 2 has no id"),
        ("id,q1,q2,q3,q4,q5,q05\na,1,1,1,1,1,2\n", "two columns for number 0?5"),
        ("id,1,1,2,3,4,5\na,1,1,1,1,1,1\n", "two columns named 1"),
        ("id,q1,q2,q3,q4,q5,p1,p2,p3,p4,p5\na,1,1,1,1,1,1,1,1,1,1\n", "one column for each"),
        ('id,q1,q2,q3,q4,q5\n"a,1,1,1,1,1\n', "line 2"),
        ("{}", "one column for each"),
    ],
)
def test_what_is_no_table_of_answers_is_refused(text, words):
    with pytest.raises(UnusableAnswers, match=words) as caught:
        rows(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        "id,q1,q2,q3,q4,q5\nå,1,1,1,1,1\n".encode("latin-1"),
        "id,q1,q2,q3,q4,q5\na,1,1,1,1,1\n".encode("utf-16"),
        b"PK\x03\x04\x14\x00\x00\x00",
        b"id,q1,q2,q3,q4,q5\n" + b"a" * 60_000_000,
        b'id,q1,q2,q3,q4,q5\n"' + b"a" * 200_000,
    ],
    ids=["latin-1", "utf-16", "zip", "huge", "huge cell"],
)
def test_what_is_no_text_is_refused(data):
    with pytest.raises(UnusableInput):
        read_answers(data, WHO, what="a.csv")


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300)))
def test_garbage_raises_nothing_else(data):
    with pytest.raises(UnusableInput):
        read_answers(data, WHO)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=100))
def test_garbage_under_a_good_heading_raises_nothing_else(text):
    with suppress(UnusableInput):
        read_answers("id,q1,q2,q3,q4,q5\n" + text, WHO)


def test_a_table_cut_anywhere_is_read_short_or_refused():
    text = "id,q1,q2,q3,q4,q5\na,1,1,1,1,1\nb,2,2,2,2,2\n"
    for length in range(len(text)):
        try:
            found = rows(text[:length])
        except UnusableInput:
            continue
        whole = {("a", (1,) * 5), ("b", (2,) * 5)}
        assert set(found) <= whole | {("a", (1, 1, 1, 1, None)), ("b", (2, 2, 2, 2, None))}
