"""Figures against a notebook; benchmarks/volunteers.py does it for two hundred histories."""

from datetime import date

import pytest

from peervej.apps.volunteers.queries.figures import figures_of
from tests.apps.volunteers.histories import History, recount
from tests.factories.places import SiteFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(4))
def test_every_figure_is_what_a_recount_finds(site, seed):
    told = History(site, seed).play()
    History(SiteFactory(), seed + 1000).play(turns=6)
    for first, until in (
        (date(2026, 9, 1), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2026, 12, 31)),
    ):
        counted = {row.key: row.number for row in figures_of(site, first, until)}
        by_hand = recount(told, first, until)
        assert {key: counted[key] for key in by_hand} == by_hand
        assert set(counted) == {*by_hand, "leading"}


def test_every_figure_says_what_it_counts(site):
    for figure in figures_of(site, date(2026, 9, 1), date(2026, 9, 30)):
        assert figure.name
        assert figure.definition.endswith(".")
        assert figure.value in ("0", "–")
