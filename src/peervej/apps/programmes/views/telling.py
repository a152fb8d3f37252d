"""What is told to many is shown as it will arrive before it is sent."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django import forms
from django.http import HttpRequest

from peervej.apps.audit.middleware import now_of
from peervej.apps.design.carrying_out import carry_out
from peervej.apps.messaging.operations import Preview, preview_messages
from peervej.apps.people.models import Person
from peervej.apps.programmes.models import Group
from peervej.apps.programmes.operations.refusals import PlanRefused
from peervej.apps.programmes.operations.telling import people_to_tell


class Told(NamedTuple):
    """Whether it is done, or what would be sent if it were."""

    is_done: bool
    preview: Preview | None = None


def tell_after_preview(
    request: HttpRequest, form: forms.Form, act: Callable[[], object], people: Iterable[Person]
) -> Told:
    """Show what `people` would be sent first; carry out when it was seen, or nobody is told."""
    everyone = list(people)
    if everyone and "confirm" not in request.POST:
        shown: list[Preview] = []

        def look() -> None:
            shown.append(preview_messages(act, people=everyone, now=now_of(request)))

        return Told(False, shown[0] if carry_out(form, look, PlanRefused) else None)
    return Told(carry_out(form, act, PlanRefused))


def is_elsewhere(form: forms.Form) -> bool:
    """Whether the form changes where the meeting is, which is told."""
    return bool({"place", "online_url"} & set(form.changed_data))


def told_in(group: Group) -> list[Person]:
    """Those of a group who are told of its dates and place."""
    return [enrolment.person for enrolment in people_to_tell(group)]
