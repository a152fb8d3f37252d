"""The strict reader refuses what a schema does not name, and says where."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peervej.methods.errors import UnusableInput
from peervej.methods.strict_toml import UnusableDefinition, build, parse_toml


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Leaf:
    name: str
    price: Decimal = Decimal(0)


@dataclass(frozen=True)
class Tree:
    title: str
    leaves: tuple[Leaf, ...] = ()
    colour: Colour = Colour.RED
    planted: date | None = None
    at: time | None = None
    ratio: float = 1.0
    tall: bool = False
    marks: Mapping[str, int] | None = None

    def __post_init__(self):
        if len(self.leaves) > 3:
            raise UnusableInput("too many leaves; keep three.")


def read(text):
    return build(Tree, parse_toml(text, what="tree.toml"), where="tree.toml")


def test_values_come_with_their_types():
    tree = read(
        'title = "Bøg"\ncolour = "blue"\nplanted = 2026-01-13\nat = 15:00:00\nratio = 2\n'
        'tall = true\nmarks = {a = 1}\n[[leaves]]\nname = "x"\nprice = 0.1\n[[leaves]]\nname = "y"'
    )
    assert tree == Tree(
        "Bøg",
        (Leaf("x", Decimal("0.1")), Leaf("y")),
        Colour.BLUE,
        date(2026, 1, 13),
        time(15),
        2.0,
        True,
        {"a": 1},
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('titel = "x"', "unknown key 'titel'; did you mean 'title'"),
        ('title = "x"\nzzz = 1', "known are title, leaves"),
        ("tall = true", "lacks 'title'"),
        ("title = 3", "tree.toml.title must be a text, not int"),
        ('title = " "', "title is empty"),
        ('title = "x"\ncolour = "green"', "colour is 'green'; it must be one of red, blue"),
        ('title = "x"\nleaves = 1', "leaves must be a list"),
        ('title = "x"\nleaves = [1]', r"leaves\[1\] must be a table"),
        ('title = "x"\nleaves = [{name = "a", cost = 1}]', r"leaves\[1\] has the unknown key"),
        ('title = "x"\nleaves = [{name = "a", price = nan}]', "not a number that can be reckoned"),
        ('title = "x"\nleaves = [{name = "a", price = 1e99}]', "not a number that can be reckoned"),
        ('title = "x"\nleaves = [{name = "a", price = true}]', "must be a number, not bool"),
        ('title = "x"\ntall = 1', "tall must be a bool"),
        ('title = "x"\nratio = inf', "ratio must be a number"),
        ('title = "x"\nplanted = 2026-01-13T10:00:00', "must be a date"),
        ('title = "x"\nmarks = 1', "marks must be a table"),
        ('title = "x"\nleaves = [{name="a"},{name="a"},{name="a"},{name="a"}]', "keep three"),
        ("title = ", "not valid TOML"),
        ('title = "x"\ntitle = "y"', "not valid TOML"),
        ("a = " + "[" * 5000, "not valid TOML"),
        ("title = " + "9" * 5000, "not valid TOML"),
    ],
)
def test_what_the_schema_does_not_know_is_refused(text, words):
    with pytest.raises(UnusableDefinition, match=words) as caught:
        read(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("title = 'Bøg'".encode("latin-1"), "not UTF-8"),
        ("title = 'x'".encode("utf-16"), "not UTF-8"),
        (b"title = 'x'\x00", "zero bytes"),
        (b"x" * 1_000_001, "larger than 1000000 bytes"),
        (b"%PDF-1.7\n%\xe2\xe3", "not UTF-8"),
    ],
)
def test_what_is_not_text_is_refused(data, words):
    with pytest.raises(UnusableDefinition, match=words):
        read(data)


def test_a_byte_order_mark_is_no_fault():
    assert read("\ufefftitle = 'x'".encode()).title == "x"
    assert read("\ufefftitle = 'x'").title == "x"


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=200)))
def test_garbage_raises_nothing_else(data):
    with pytest.raises(UnusableDefinition):
        read(data)


def test_truncation_at_any_byte_is_read_or_refused():
    whole = 'title = "Bøg"\n[[leaves]]\nname = "x"\nprice = 0.1\n'.encode()
    for length in range(len(whole)):
        try:
            read(whole[:length])
        except UnusableDefinition:
            continue
