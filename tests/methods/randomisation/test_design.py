"""Designs and the file they are read from."""

from typing import Any

import pytest

from peervej.methods.errors import UnusableInput
from peervej.methods.randomisation import Design, DesignUnusable, Kind, read_design

ARMS = (("intervention", 1), ("control", 1))
FILE = """
[trial]
id = "vejen"
[arms]
control = 1
intervention = 2
[method]
kind = "permuted_blocks"
block_sizes = [3, 6]
[strata]
site = ["Fredericia", "A\u030arhus"]
age = ["18-29", "30 or more"]
"""


def test_a_file_is_read() -> None:
    design = read_design(FILE.encode())
    assert design == Design(
        trial="vejen",
        arms=(("intervention", 2), ("control", 1)),
        kind=Kind.PERMUTED_BLOCKS,
        sizes=(3, 6),
        strata=(("site", ("Fredericia", "Århus")), ("age", ("18-29", "30 or more"))),
    )
    assert design.total_weight == 3


def test_strata_are_the_cross_product_in_the_order_of_the_file() -> None:
    assert read_design(FILE).stratum_labels == (
        "Fredericia / 18-29",
        "Fredericia / 30 or more",
        "Århus / 18-29",
        "Århus / 30 or more",
    )


def test_a_stratum_is_named_by_its_levels() -> None:
    design = read_design(FILE)
    assert design.stratum_label({"age": "18-29", "site": "Århus"}) == "Århus / 18-29"
    with pytest.raises(DesignUnusable, match="no stratum 'Odense / 18-29'"):
        design.stratum_label({"age": "18-29", "site": "Odense"})


def test_without_strata_there_is_one() -> None:
    design = Design("t", ARMS, Kind.SIMPLE)
    assert design.stratum_labels == ("all",)
    assert design.stratum_label({}) == "all"


@pytest.mark.parametrize("kind", ["simple", "batch", "permuted_blocks"])
def test_sizes_of_other_kinds_may_stand_in_the_file(kind: str) -> None:
    text = FILE.replace("[3, 6]", "[3, 6]\nbatch_sizes = [20]").replace("permuted_blocks", kind)
    sizes = {"simple": (), "batch": (20,), "permuted_blocks": (3, 6)}
    assert read_design(text).sizes == sizes[kind]


def test_a_design_survives_the_ledger() -> None:
    design = read_design(FILE)
    assert Design.from_payload(design.as_payload()) == design


@pytest.mark.parametrize(
    "change",
    [
        {"arms": None},
        {"arms": [["a"]]},
        {"method": {"kind": "lottery", "sizes": []}},
        {"method": {}},
        {"strata": 3},
        {"trial": 7},
        {"strata": [["site", [1, 2]]]},
    ],
)
def test_a_design_that_is_none_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(UnusableInput):
        Design.from_payload({**read_design(FILE).as_payload(), **change})


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('id = "vejen"', "", "lacks 'id'"),
        ('id = "vejen"', 'id = "  "', "empty"),
        ('id = "vejen"', 'id = "a\\u0007"', "control characters"),
        ('id = "vejen"', "id = 7", "text"),
        ("[trial]", "[trail]", "trial"),
        ("[3, 6]", "[3, 4]", "use multiples of 3"),
        ("[3, 6]", "[]", "block_sizes must be a list"),
        ("[3, 6]", "[3, 3]", "names a size twice"),
        ("[3, 6]", "[0]", "from 1 to 1000"),
        ("[3, 6]", "[true]", "whole number"),
        ("[3, 6]", "[3.0]", "whole number"),
        ("[3, 6]", "[3000000]", "from 1 to 1000"),
        ("block_sizes", "block_size", "block_size"),
        ('"permuted_blocks"', '"coin"', "must be one of"),
        ('"permuted_blocks"', '"batch"', "batch_sizes must be a list"),
        ("control = 1", "control = 0", "control must be a whole number"),
        ("control = 1", "control = -1", "control must be a whole number"),
        ("control = 1", "control = 1.5", "whole number"),
        ("control = 1", "", "2 to 20 different arms"),
        ('["Fredericia", "A\u030arhus"]', "[]", "site is empty"),
        ('["Fredericia", "A\u030arhus"]', '["Århus", "A\u030arhus"]', "names a level twice"),
        ('"18-29", "30 or more"', str([str(n) for n in range(9999)])[1:-1], "more than 10000"),
        ("age =", '"site " =', "names a factor twice"),
    ],
)
def test_an_unclear_file_is_refused_with_its_key(old: str, new: str, complaint: str) -> None:
    assert old in FILE
    with pytest.raises(UnusableInput, match=complaint) as error:
        read_design(FILE.replace(old, new))
    assert "\n" not in str(error.value)


def test_levels_must_not_make_two_strata_of_one_name() -> None:
    strata = (("a", ("x", "x /")), ("b", ("/ y", "y")))
    with pytest.raises(DesignUnusable, match="same name"):
        Design("t", ARMS, Kind.SIMPLE, (), strata)


@pytest.mark.parametrize(
    "data", [b"", b"  \n", b"\xff\xfe", b"[", b"%PDF-1.7\n\x00", b"a" * 2_000_000]
)
def test_what_is_no_design_is_refused(data: bytes) -> None:
    with pytest.raises(UnusableInput) as error:
        read_design(data)
    assert "\n" not in str(error.value)


def test_designs_made_by_hand_are_checked_too() -> None:
    with pytest.raises(DesignUnusable, match="simple draw has no sizes"):
        Design("t", ARMS, Kind.SIMPLE, (4,))
    with pytest.raises(DesignUnusable, match="must stand first"):
        Design("t", ARMS[::-1], Kind.SIMPLE)
    with pytest.raises(DesignUnusable, match="blanks"):
        Design(" t", ARMS, Kind.SIMPLE)
