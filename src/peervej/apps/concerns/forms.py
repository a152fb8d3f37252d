"""Forms for telling, closing and the rota."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from peervej.apps.accounts.models import User
from peervej.apps.concerns.enums import Gravity, PersonKnows
from peervej.apps.concerns.models import OnCallHours, Weekday
from peervej.apps.concerns.queries import staff_of
from peervej.apps.design.fields import DanishDateField
from peervej.apps.people.contacts import normalise_phone
from peervej.apps.places.models import Site
from peervej.methods.errors import UnusableInput
from peervej.methods.scheduling import at_wall_time


class ConcernForm(forms.Form):
    """A few words, and whether the person knows."""

    person_knows = forms.ChoiceField(
        label=_("Does the person know that you are telling us?"),
        choices=PersonKnows.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the answer that fits best. All are fine.")},
    )
    words = forms.CharField(
        label=_("What worries you?"),
        help_text=_("A few words are enough. Use the chosen name, no more."),
        max_length=1000,
        widget=forms.Textarea({"rows": 4, "autocomplete": "off"}),
        error_messages={"required": _("Write a few words, so that we know what it is about.")},
    )
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ClosingForm(forms.Form):
    """How it went."""

    gravity = forms.ChoiceField(
        label=_("How did it go?"), choices=Gravity.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("A few words"),
        help_text=_("Erased with the rest 30 days from now."),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


def clock_field(label: Any, *, required: bool = True) -> forms.TimeField:
    """A time on the clock, written 15.00 or 15:00."""
    return forms.TimeField(
        label=label,
        required=required,
        input_formats=["%H.%M", "%H:%M", "%H"],
        widget=forms.TimeInput({"inputmode": "numeric"}, format="%H.%M"),
        error_messages={
            "required": _("Write the time, for example 15.00."),
            "invalid": _("Write the time as hours and minutes, for example 15.00."),
        },
    )


class ShiftForm(forms.Form):
    """Who, from when, until when."""

    user = forms.ModelChoiceField(label=_("Who is on call?"), queryset=User.objects.none())
    first_day = DanishDateField(label=_("From which day?"))
    first_time = clock_field(_("From what time?"))
    last_day = DanishDateField(label=_("Until which day?"))
    last_time = clock_field(_("Until what time?"))

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = staff_of(site)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Join day and time; refuse the hour the clocks skip or double."""
        cleaned = super().clean() or {}
        for end in ("first", "last"):
            day, clock = cleaned.get(f"{end}_day"), cleaned.get(f"{end}_time")
            if day and clock is not None:
                cleaned[f"{end}_moment"] = self._moment(day, clock)
        return cleaned

    def _moment(self, day: Any, clock: time) -> datetime:
        try:
            return at_wall_time(day, clock)
        except UnusableInput as error:
            raise ValidationError(
                _("The clock is changed that night, so this time does not exist. Choose another.")
            ) from error


class MobileForm(forms.Form):
    """Where one is texted when on call."""

    number = forms.CharField(
        label=_("Your mobile number"),
        help_text=_("Used only for calls while you are on call. Leave it empty to take it away."),
        max_length=30,
        required=False,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel"}),
    )

    def clean_number(self) -> str:
        """The number in its normal form."""
        number = str(self.cleaned_data["number"]).strip()
        return normalise_phone(number) if number else ""


class NumberForm(forms.Form):
    """A number of the site's region."""

    label = forms.CharField(label=_("Who answers?"), max_length=120)
    number = forms.CharField(
        label=_("Number"), max_length=20, widget=forms.TextInput({"inputmode": "tel"})
    )


class HoursForm(forms.Form):
    """From and until for each weekday; empty means nobody is on call that day."""

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        stated = {row.weekday: row for row in OnCallHours.objects.filter(site=site)}
        super().__init__(*args, **kwargs)
        for weekday in Weekday:
            row = stated.get(weekday.value)
            for name, label in (
                ("opens", _("%(day)s from")),
                ("closes", _("%(day)s until")),
            ):
                field = clock_field(
                    label % {"day": str(weekday.label).capitalize()}, required=False
                )
                field.initial = getattr(row, name) if row else None
                self.fields[f"{name}_{weekday.value}"] = field

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for weekday in Weekday:
            opens, closes = self._pair(cleaned, weekday.value)
            if (opens is None) != (closes is None):
                self.add_error(f"opens_{weekday.value}", _("Write both times, or neither."))
        return cleaned

    def hours(self) -> dict[int, tuple[time, time]]:
        """The stated hours by weekday."""
        found = {day.value: self._pair(self.cleaned_data, day.value) for day in Weekday}
        return {
            day: (opens, closes)
            for day, (opens, closes) in found.items()
            if opens is not None and closes is not None
        }

    @staticmethod
    def _pair(cleaned: dict[str, Any], weekday: int) -> tuple[time | None, time | None]:
        return cleaned.get(f"opens_{weekday}"), cleaned.get(f"closes_{weekday}")
