"""What the coordinator plans and whoever was on duty counts."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peervej.apps.occasions.kinds import categories_of, has_hosts, needed_for
from peervej.apps.occasions.models import Occasion, SiteProgramme
from peervej.apps.occasions.operations import MOST_COUNTED, MOST_REPEATS
from peervej.apps.places.models import Site
from peervej.apps.programmes.forms.meetings import ClockField, MomentForm
from peervej.apps.volunteers.enums import VolunteerState
from peervej.apps.volunteers.models import Volunteer
from peervej.data.programmes import ProgrammeDefinition
from peervej.methods.errors import UnusableInput
from peervej.methods.scheduling import at_wall_time

EVERYBODY = "alle"


class BeginForm(forms.Form):
    """Which programme the site begins to run."""

    programme = forms.ChoiceField(label=_("What will you run?"))

    def __init__(
        self, *args: Any, programmes: Iterable[ProgrammeDefinition], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["programme"]
        field.choices = [(row.id, row.title) for row in programmes]  # type: ignore[attr-defined]


class PlanForm(MomentForm):
    """One occasion, or the same time for some weeks in a row."""

    until = ClockField(label=_("When does it end?"))
    place = forms.CharField(label=_("Where?"), max_length=160, required=False)
    host = forms.CharField(
        label=_("Who is visited?"),
        help_text=_("The ward, house or association. No names of people."),
        max_length=120,
        required=False,
    )
    weeks = forms.IntegerField(
        label=_("For how many weeks?"),
        help_text=_("1 is just this once."),
        min_value=1,
        max_value=MOST_REPEATS,
        initial=1,
    )

    def __init__(self, *args: Any, run: SiteProgramme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_hosts(run.definition):
            del self.fields["weeks"]
        else:
            del self.fields["host"]

    def plan(self) -> dict[str, Any]:
        """What the operation wants to know; an end before the start is on the next day."""
        fields = self.cleaned_data
        return {
            "starts_at": fields["starts_at"],
            "ends_at": fields["ends_at"],
            "place": fields["place"],
            "host": fields.get("host", "").strip(),
            "weeks": fields.get("weeks", 1),
        }

    def clean(self) -> dict[str, Any]:
        """Find the moment it ends."""
        cleaned = super().clean()
        starts_at, until = cleaned.get("starts_at"), cleaned.get("until")
        if isinstance(starts_at, datetime) and until is not None:
            day = cleaned["day"] + timedelta(days=until <= cleaned["time"])
            try:
                cleaned["ends_at"] = at_wall_time(day, until)
            except UnusableInput:
                self.add_error("until", _("The clock is changed at that time. Choose another."))
        return cleaned


class DutyForm(forms.Form):
    """Who is on duty, as what."""

    volunteer = forms.ModelChoiceField(label=_("Who?"), queryset=Volunteer.objects.none())
    role = forms.ChoiceField(label=_("As what?"))

    def __init__(self, *args: Any, occasion: Occasion, site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Volunteer.objects.filter(site=site, state=VolunteerState.ACTIVE)
        self.fields["volunteer"].queryset = rows  # type: ignore[attr-defined]
        needed = needed_for(occasion.run.definition)
        choices = [(need.role, need.title) for need in needed]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["role"].initial = choices[0][0]


class CountForm(forms.Form):
    """A number for each line; nothing about who they were."""

    def __init__(self, *args: Any, occasion: Occasion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.categories = categories_of(occasion.run.definition)
        noted = {tally.category: tally.count for tally in occasion.tallies.all()}
        for number, category in enumerate(self.categories):
            self.fields[f"n{number}"] = forms.IntegerField(
                label=_("How many came?") if category == EVERYBODY else category.capitalize(),
                min_value=0,
                max_value=MOST_COUNTED,
                initial=noted.get(category, 0),
                widget=forms.NumberInput({"inputmode": "numeric"}),
                error_messages={"required": _("Write a number. 0 is fine.")},
            )

    def counts(self) -> dict[str, int]:
        """How many, by category."""
        return {
            category: self.cleaned_data[f"n{number}"]
            for number, category in enumerate(self.categories)
        }
