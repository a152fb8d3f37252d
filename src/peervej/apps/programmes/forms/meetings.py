"""Forms with which the coordinator plans and moves meetings."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from peervej.apps.design.fields import DanishDateField
from peervej.apps.places.models import Site
from peervej.apps.programmes.enums import Following
from peervej.apps.programmes.models import Period, Programme
from peervej.apps.programmes.queries import definition_of, local_day
from peervej.apps.programmes.queries.approvals import leading_readiness
from peervej.apps.volunteers.enums import VolunteerState
from peervej.apps.volunteers.models import Volunteer
from peervej.apps.volunteers.wording import say_readiness
from peervej.methods.errors import UnusableInput
from peervej.methods.scheduling import at_wall_time


class ClockField(forms.TimeField):
    """A time on the clock, written 15.00 or 15:00."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=["%H:%M", "%H.%M", "%H"],
            widget=forms.TimeInput({"inputmode": "numeric"}, format="%H.%M"),
            error_messages={
                "required": _("Write the time, for example 15.00."),
                "invalid": _("Write the time as hours and minutes, for example 15.00."),
            },
            **kwargs,
        )


class LeadersField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """The active volunteers of a site, each with how they stand towards leading."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Volunteer.objects.none(),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )
        self.said: dict[int, str] = {}

    def offer(self, site: Site, programme: Programme | None, now: datetime) -> None:
        """Take the site's volunteers in; without a programme, the first that the site runs."""
        here = Volunteer.objects.filter(site=site, state=VolunteerState.ACTIVE)
        programme = programme or programmes_run_at(site).first()
        if programme is not None:
            ready = leading_readiness(here, programme, local_day(now))
            self.said = {pk: say_readiness(one) for pk, one in ready.items()}
        self.queryset = here

    def label_from_instance(self, volunteer: Volunteer) -> str:
        """ "Mette · Approved until 3 November 2027"."""
        said = self.said.get(volunteer.pk)
        return f"{volunteer.display_name} · {said}" if said else volunteer.display_name


class MomentForm(forms.Form):
    """A day and a time that exist in Copenhagen."""

    day = DanishDateField(label=_("Which day?"))
    time = ClockField(label=_("When does it begin?"))

    def clean(self) -> dict[str, Any]:
        """Join the two; refuse the hour that is skipped or doubled when the clock is changed."""
        cleaned = super().clean() or {}
        if cleaned.get("day") and cleaned.get("time") is not None:
            try:
                cleaned["starts_at"] = at_wall_time(cleaned["day"], cleaned["time"])
            except UnusableInput as error:
                raise ValidationError(
                    _(
                        "The clock is changed that night, so this time does not exist."
                        " Choose another."
                    )
                ) from error
        return cleaned

    @property
    def starts_at(self) -> datetime:
        moment: datetime = self.cleaned_data["starts_at"]
        return moment


class ChangeIntroForm(forms.Form):
    """Where an intro meeting is, and the line about it."""

    place = forms.CharField(label=_("Where?"), max_length=160, required=False)
    online_url = forms.URLField(
        label=_("Link for meeting online"), required=False, assume_scheme="https"
    )
    note = forms.CharField(
        label=_("A line for those who come"),
        help_text=_("It stands on the public list, for example: coffee from 14.45."),
        max_length=160,
        required=False,
    )


class IntroForm(MomentForm, ChangeIntroForm):
    """A new intro meeting."""

    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    leaders = LeadersField(
        label=_("Who leads it with you?"),
    )

    def __init__(self, *args: Any, site: Site, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].initial = site.address
        self.fields["leaders"].offer(site, None, now)  # type: ignore[attr-defined]

    def meeting_fields(self) -> dict[str, Any]:
        """What the operation wants to know."""
        named = ("starts_at", "place", "online_url", "note", "leaders")
        return {name: self.cleaned_data[name] for name in named}


class GroupForm(forms.Form):
    """A new group: ten dates follow from the first."""

    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Name"), help_text=_("For example Thursday 15–17."), max_length=80
    )
    starts_on = DanishDateField(label=_("First meeting"))
    start_time = ClockField(label=_("When does it begin?"))
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=30)
    place = forms.CharField(label=_("Where?"), max_length=160)
    online_url = forms.URLField(
        label=_("Link for meeting online"), required=False, assume_scheme="https"
    )
    facilitators = LeadersField(
        label=_("Who leads it?"),
        help_text=_("Choose two. You are the one who steps in."),
    )

    def __init__(self, *args: Any, period: Period, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = definition_of(period.programme).rules
        self.fields["capacity"].initial = rules.capacity
        self.fields["start_time"].initial = rules.starts_at
        self.fields["place"].initial = period.site.address
        self.fields["facilitators"].offer(  # type: ignore[attr-defined]
            period.site, period.programme, now
        )


class ChangeGroupForm(forms.Form):
    """What can be changed of a group besides its dates."""

    name = forms.CharField(label=_("Name"), max_length=80)
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=30)
    place = forms.CharField(label=_("Where?"), max_length=160)
    online_url = forms.URLField(
        label=_("Link for meeting online"), required=False, assume_scheme="https"
    )


class LeadersForm(forms.Form):
    """Who leads a group or an intro meeting."""

    leaders = LeadersField(
        label=_("Who leads it?"),
    )

    def __init__(
        self,
        *args: Any,
        site: Site,
        now: datetime,
        programme: Programme | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leaders"].offer(site, programme, now)  # type: ignore[attr-defined]


class MoveSessionForm(MomentForm):
    """Another time for a session, and what the later ones do."""

    following = forms.ChoiceField(
        label=_("And the later meetings?"),
        choices=[(Following.SHIFT, Following.SHIFT.label), (Following.KEEP, Following.KEEP.label)],
        initial=Following.SHIFT,
        widget=forms.RadioSelect,
    )


class CancelSessionForm(forms.Form):
    """A session that is not held on its day is held later."""

    append = forms.TypedChoiceField(
        label=_("When is it held instead?"),
        choices=[
            ("0", _("A week later, and the rest move along")),
            ("1", _("At the end, and the rest stay")),
        ],
        coerce=lambda value: value == "1",
        initial="0",
        widget=forms.RadioSelect,
    )


def programmes_run_at(site: Site) -> Any:
    """The programmes a site runs, in any period."""
    return Programme.objects.filter(periods__site=site).distinct()
