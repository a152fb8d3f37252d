"""Helsingør at noon, with a coordinator's browser and one from another town."""

from tests.apps.volunteers.conftest import clock, desk, karen, other_desk, site

__all__ = ["clock", "desk", "karen", "other_desk", "site"]
