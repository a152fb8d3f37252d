"""The coordinator's work list: what cannot wait first, each with where it is solved.

A kind of line is a function of site and moment, named once in SOURCES. What is asked of the
database there is asked for all rows at once.
"""

from dataclasses import dataclass
from datetime import datetime

from peervej.apps.places.models import Site
from peervej.apps.portal.queries.aside import keys_set_aside
from peervej.apps.portal.queries.work_list import helpers, meetings, people, worries
from peervej.apps.portal.queries.work_list.lines import CALM, INFO, NOW, ORDER, SOON, Item, Source

__all__ = ["CALM", "INFO", "NOW", "SOON", "SOURCES", "Item", "WorkList", "build_work_list"]

# Within one urgency the lines stand in this order.
SOURCES: tuple[Source, ...] = (
    worries.worries,
    worries.holes_in_the_rota,
    worries.numbers_not_checked,
    meetings.shifts_short_of_people,
    meetings.occasions_not_counted,
    people.people_not_told,
    meetings.short_sessions,
    people.long_waits,
    meetings.wanted_talks,
    meetings.intros_without_marks,
    people.draws_coming,
    helpers.applications,
    helpers.people_to_call,
    helpers.companionship,
    helpers.approvals_running_out,
    helpers.leaders_without_approval,
    helpers.care_for_volunteers,
    people.left_waiting_at_closing,
    people.asked_by_researchers,
    people.silent_people,
    people.calls_to_make,
    meetings.unrecorded_sessions,
    people.troubled_messages,
)


@dataclass(frozen=True)
class WorkList:
    """What waits, and what was ticked off lately and can be put back."""

    waiting: list[Item]
    ticked_off: list[Item]


def build_work_list(site: Site, now: datetime) -> WorkList:
    """All lines of a site, the most urgent first; within one urgency in the order found."""
    items = [item for source in SOURCES for item in source(site, now)]
    items.sort(key=lambda item: ORDER[item.urgency])
    aside = keys_set_aside(site, now)
    return WorkList(
        [item for item in items if item.done_key not in aside],
        [item for item in items if item.done_key in aside],
    )
