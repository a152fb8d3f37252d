"""The form of a session: who came, how many, how it went. A minute on a phone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peervej.apps.programmes.enums import Presence, SessionChange
from peervej.apps.programmes.models import Attendance, Enrolment, Session
from peervej.apps.programmes.queries import seated_in

PRESENT_PREFIX = "present_"
AS_PLANNED, CHANGED = "yes", "no"


class SessionForm(forms.Form):
    """One tick per person; untouched means that they did not come."""

    headcount = forms.IntegerField(
        label=_("How many were you?"),
        help_text=_("Count yourselves too. It is also right when someone is not on the list."),
        min_value=0,
        max_value=60,
        widget=forms.NumberInput({"inputmode": "numeric"}),
        error_messages={
            "required": _("Write how many you were."),
            "invalid": _("Write the number with digits, for example 8."),
        },
    )
    as_planned = forms.ChoiceField(
        label=_("Did the meeting go as planned?"),
        choices=[(AS_PLANNED, _("Yes")), (CHANGED, _("We changed something"))],
        initial=AS_PLANNED,
        widget=forms.RadioSelect,
    )
    changes = forms.MultipleChoiceField(
        label=_("What was different?"),
        choices=SessionChange.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    wants_talk = forms.BooleanField(
        label=_("I would like to talk with the coordinator"), required=False
    )
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        said = dict(Attendance.objects.filter(session=session).values_list("enrolment", "presence"))
        self.people: list[Enrolment] = list(
            seated_in(session.group).order_by("person__chosen_name")
        )
        for enrolment in self.people:
            word = said.get(enrolment.pk, "")
            self.fields[f"{PRESENT_PREFIX}{enrolment.pk}"] = forms.BooleanField(
                label=enrolment.person.chosen_name,
                required=False,
                initial=word == Presence.PRESENT,
                help_text=_("Said they could not come") if word == Presence.EXCUSED else "",
            )
        self.order_fields(
            [*(f"{PRESENT_PREFIX}{enrolment.pk}" for enrolment in self.people), "headcount"]
        )
        if session.headcount is not None:
            self.fields["headcount"].initial = session.headcount
            self.fields["as_planned"].initial = AS_PLANNED if session.as_planned else CHANGED
            self.fields["changes"].initial = session.changes
            self.fields["wants_talk"].initial = session.wants_talk

    def presence_fields(self) -> list[forms.BoundField]:
        """The ticks, one per person."""
        return [self[f"{PRESENT_PREFIX}{enrolment.pk}"] for enrolment in self.people]

    def record(self) -> dict[str, Any]:
        """What the operation wants to know."""
        cleaned = self.cleaned_data
        return {
            "presence": {
                enrolment.pk: Presence.PRESENT
                if cleaned[f"{PRESENT_PREFIX}{enrolment.pk}"]
                else Presence.ABSENT
                for enrolment in self.people
            },
            "headcount": cleaned["headcount"],
            "as_planned": cleaned["as_planned"] == AS_PLANNED and not cleaned["changes"],
            "changes": cleaned["changes"],
            "wants_talk": cleaned["wants_talk"],
            "key": cleaned["key"],
        }
