"""Forms about a site: what it says of itself, its periods, its closed weeks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peervej.apps.design.fields import DanishDateField
from peervej.apps.places.models import Site
from peervej.apps.programmes.enums import PeriodKind
from peervej.apps.programmes.models import Programme
from peervej.apps.trial.models import Trial, TrialState


class SiteForm(forms.ModelForm):  # type: ignore[type-arg]
    """What people read about a site, and how long it lets anyone wait."""

    class Meta:
        model = Site
        fields = (
            "address",
            "access",
            "phone",
            "coordinator_name",
            "partner",
            "maximum_wait_weeks",
        )
        help_texts = {
            "access": _("For example: lift, the door opens by itself, bus 3A."),
            "coordinator_name": _("As people know you. It stands on the public page."),
            "maximum_wait_weeks": _("After that the person stands on your list, and you must act."),
        }


class PeriodForm(forms.Form):
    """A new period: ordinary, or with the draw of a trial that has been sealed."""

    programme = forms.ModelChoiceField(label=_("Programme"), queryset=Programme.objects.none())
    kind = forms.ChoiceField(label=_("How is it run?"), widget=forms.RadioSelect)
    starts_on = DanishDateField(label=_("First day"))
    ends_on = DanishDateField(
        label=_("Last day"), help_text=_("Leave it empty if it runs on."), required=False
    )

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programmes = Programme.objects.filter(kind="course").order_by("title")
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]
        self.fields["programme"].initial = (
            programmes.filter(periods__site=site).first() or programmes.first()
        )
        sealed = Trial.objects.filter(sites=site, state=TrialState.SEALED).order_by("name")
        drawn = [
            (trial.code, _("With a draw: %(name)s") % {"name": trial.name}) for trial in sealed
        ]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (PeriodKind.ORDINARY.value, _("Ordinary: a place at once, or a place in line")),
            *drawn,
        ]
        self.fields["kind"].initial = PeriodKind.ORDINARY.value

    def period_fields(self) -> dict[str, Any]:
        """What the operation wants to know."""
        fields = self.cleaned_data
        is_ordinary = fields["kind"] == PeriodKind.ORDINARY
        return {
            "programme": fields["programme"],
            "kind": PeriodKind.ORDINARY if is_ordinary else PeriodKind.TRIAL,
            "trial_code": "" if is_ordinary else fields["kind"],
            "starts_on": fields["starts_on"],
            "ends_on": fields["ends_on"],
        }


class EndForm(forms.Form):
    """The last day of a period; empty when it runs on."""

    ends_on = DanishDateField(
        label=_("Last day"), help_text=_("Leave it empty if it runs on."), required=False
    )


class WeekForm(forms.Form):
    """A week without meetings."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    week = forms.IntegerField(label=_("Week"), min_value=1, max_value=53)
