"""What somebody wants company for, the first meeting, and visits."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from peervej.apps.design.fields import DanishDateField
from peervej.apps.volunteers.enums import Interest, Need, Purpose, VisitKind
from peervej.apps.volunteers.forms.volunteers import CompanionFieldsMixin
from peervej.methods.errors import UnusableInput
from peervej.methods.scheduling import at_wall_time


class RequestForm(CompanionFieldsMixin):
    """The wish."""

    enrolled_on = DanishDateField(label=_("Enrolled in the programme on"))
    purposes = forms.MultipleChoiceField(
        label=_("What for?"), choices=Purpose.choices, widget=forms.CheckboxSelectMultiple
    )
    needs = forms.MultipleChoiceField(
        label=_("It must be"),
        help_text=_("This is never weighed against anything else."),
        choices=Need.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    wishes = forms.MultipleChoiceField(
        label=_("It would be nice to share"),
        choices=Interest.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    field_order = ["enrolled_on", "purposes", "languages", "times", "needs", "wishes"]

    def __init__(self, *args: Any, enrolled_on: date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if enrolled_on is not None:
            del self.fields["enrolled_on"]


class MeetingForm(forms.Form):
    """Time and place of the first meeting."""

    day = DanishDateField(label=_("Which day do they meet?"))
    time = forms.TimeField(
        label=_("What time?"),
        input_formats=["%H.%M", "%H:%M", "%H"],
        widget=forms.TimeInput({"inputmode": "numeric"}, format="%H.%M"),
        error_messages={
            "required": _("Write the time, for example 15.00."),
            "invalid": _("Write the time as hours and minutes, for example 15.00."),
        },
    )
    place = forms.CharField(label=_("Where?"), max_length=160, required=False)

    def clean(self) -> dict[str, Any]:
        """Join day and time; refuse the hour the clocks skip or double."""
        cleaned = super().clean() or {}
        day, clock = cleaned.get("day"), cleaned.get("time")
        if day and isinstance(clock, time):
            try:
                cleaned["meets_at"] = at_wall_time(day, clock)
            except UnusableInput as error:
                raise ValidationError(
                    _(
                        "The clock is changed that night, so this time does not exist."
                        " Choose another."
                    )
                ) from error
        return cleaned

    @property
    def meets_at(self) -> datetime:
        moment: datetime = self.cleaned_data["meets_at"]
        return moment


class InfoMeetingForm(MeetingForm):
    """An open meeting for those who think of volunteering."""

    field_order = ["day", "time", "place"]


class VisitForm(forms.Form):
    held_on = DanishDateField(label=_("Which day?"))
    kind = forms.ChoiceField(label=_("What did you do?"), choices=VisitKind.choices)
    minutes = forms.IntegerField(label=_("How many minutes?"), min_value=1, max_value=1440)


class EndForm(forms.Form):
    day = DanishDateField(label=_("Last day"))
