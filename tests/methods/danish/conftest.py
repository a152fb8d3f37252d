"""The analyser with the shipped word lists, made once."""

import pytest

from peervej.data.search.documents import load_analyser
from peervej.data.search.places import load_place_names
from peervej.methods.danish.analyser import Analyser
from peervej.methods.danish.places import PlaceNames


@pytest.fixture(scope="session")
def analyser() -> Analyser:
    return load_analyser()


@pytest.fixture(scope="session")
def places() -> PlaceNames:
    return load_place_names()
