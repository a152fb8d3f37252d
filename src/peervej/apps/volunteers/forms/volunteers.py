"""Applying, and what the coordinator notes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peervej.apps.design.fields import DanishDateField
from peervej.apps.people.contacts import channel_of, normalise_contact
from peervej.apps.places.models import Site
from peervej.apps.volunteers.enums import (
    CareForm,
    Interest,
    Language,
    LeavingReason,
    Need,
    Outcome,
    PracticeKind,
    StepKind,
)
from peervej.apps.volunteers.models import Volunteer
from peervej.apps.volunteers.questions import QUESTIONS
from peervej.apps.volunteers.wording import time_choices

QUIET = {"autocomplete": "off"}


class ApplicationForm(forms.Form):
    """In one's own words; one way to be reached."""

    site = forms.ModelChoiceField(
        label=_("Where?"),
        queryset=Site.objects.all(),
        empty_label=_("Choose a town"),
        error_messages={"required": _("Choose the town you want to help in.")},
    )
    display_name = forms.CharField(
        label=_("What are you called?"),
        help_text=_("The others will know you by this name. A first name is enough."),
        max_length=60,
        widget=forms.TextInput(QUIET),
        error_messages={"required": _("Write what you are called.")},
    )
    contact = forms.CharField(
        label=_("How can we reach you?"),
        help_text=_("Your mobile number or your e-mail. One is enough."),
        max_length=120,
        widget=forms.TextInput(QUIET),
        error_messages={"required": _("Write a mobile number or an e-mail.")},
    )
    wants = forms.MultipleChoiceField(
        label=_("What would you like?"),
        choices=[
            ("groups", _("To lead groups together with another")),
            ("companionship", _("To go along with one person")),
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one. You can change it later.")},
    )
    words = forms.CharField(
        label=_("Tell a little in your own words"),
        help_text=_("Why would you like to? Write only what you want to share."),
        max_length=2000,
        widget=forms.Textarea({"rows": 6, **QUIET}),
        error_messages={"required": _("Write a few lines. It need not be long.")},
    )
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def clean_contact(self) -> str:
        """The number or address in its normal form."""
        return normalise_contact(self.cleaned_data["contact"])

    def fields_of_application(self) -> dict[str, Any]:
        """What the operation wants to know."""
        fields = dict(self.cleaned_data)
        wants = fields.pop("wants")
        fields["channel"] = channel_of(fields["contact"])
        fields["wants_groups"] = "groups" in wants
        fields["wants_companionship"] = "companionship" in wants
        return fields


class QuestionsForm(forms.Form):
    """The questions before the talk; every one of them may be left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, question in QUESTIONS.items():
            self.fields[key] = forms.CharField(
                label=question,
                max_length=1500,
                required=False,
                widget=forms.Textarea({"rows": 3, **QUIET}),
            )


class StepForm(forms.Form):
    kind = forms.ChoiceField(label=_("Which step?"), choices=StepKind.choices)
    outcome = forms.ChoiceField(
        label=_("What came of it?"), choices=Outcome.choices, widget=forms.RadioSelect
    )
    held_on = DanishDateField(label=_("Which day?"))


class PracticeForm(forms.Form):
    kind = forms.ChoiceField(label=_("What?"), choices=PracticeKind.choices)
    amount = forms.IntegerField(label=_("How many?"), min_value=1, max_value=200, initial=1)
    done_on = DanishDateField(label=_("Which day?"))


class StopForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why?"),
        help_text=_("We only count it. It is fine not to say."),
        choices=LeavingReason.choices,
        initial=LeavingReason.OTHER,
    )


class TrainingForm(forms.Form):
    title = forms.CharField(label=_("What is it called?"), max_length=80)
    starts_on = DanishDateField(label=_("First day"))
    days = forms.IntegerField(label=_("How many days?"), min_value=1, max_value=14, initial=2)
    place = forms.CharField(label=_("Where?"), max_length=160)
    capacity = forms.IntegerField(label=_("How many places?"), min_value=1, max_value=60)


class BookingForm(forms.Form):
    """Who gets a place."""

    volunteer = forms.ModelChoiceField(label=_("Who?"), queryset=Volunteer.objects.none())

    def __init__(self, *args: Any, volunteers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["volunteer"].queryset = volunteers  # type: ignore[attr-defined]


class CareGroupForm(forms.Form):
    """A new group with its rhythm."""

    name = forms.CharField(label=_("What is it called?"), max_length=80)
    form = forms.ChoiceField(label=_("What kind?"), choices=CareForm.choices)
    every_days = forms.TypedChoiceField(
        label=_("How often?"),
        choices=[(14, _("Every 14 days")), (21, _("Every three weeks")), (30, _("Monthly"))],
        coerce=int,
    )
    members = forms.ModelMultipleChoiceField(
        label=_("Who is in it?"),
        queryset=Volunteer.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, volunteers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = volunteers  # type: ignore[attr-defined]


class CareMeetingForm(forms.Form):
    held_on = DanishDateField(label=_("Which day?"))
    came = forms.IntegerField(label=_("How many came?"), min_value=0, max_value=99)


class CompanionFieldsMixin(forms.Form):
    """Languages and times, which both the volunteer and the one who asks have."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=Language.choices, widget=forms.CheckboxSelectMultiple
    )
    times = forms.MultipleChoiceField(
        label=_("When?"), choices=time_choices, widget=forms.CheckboxSelectMultiple, required=False
    )


class ProfileForm(CompanionFieldsMixin):
    """What a volunteer brings to companionship."""

    offers = forms.MultipleChoiceField(
        label=_("Meets these needs"),
        choices=Need.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    interests = forms.MultipleChoiceField(
        label=_("Likes"),
        choices=Interest.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    room = forms.IntegerField(
        label=_("How many people at a time?"), min_value=0, max_value=5, initial=1
    )
    introduction = forms.CharField(
        label=_("A few words on the page of the town"),
        help_text=_("The volunteer's own words. They stand on the public page."),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
