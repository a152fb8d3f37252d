"""Forms of the joining pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peervej.apps.people.contacts import normalise_contact, normalise_email, normalise_phone
from peervej.apps.people.models import Channel
from peervej.apps.programmes.enums import StopReason
from peervej.apps.trial.models import TellingWay


class NewLinkForm(forms.Form):
    """The phone number or e-mail someone signed up with."""

    contact = forms.CharField(
        label=_("Your phone number or e-mail"),
        help_text=_("The one you gave when you signed up."),
        max_length=120,
    )

    def clean_contact(self) -> str:
        return normalise_contact(self.cleaned_data["contact"])


class JoinForm(forms.Form):
    """Yes to taking part, and in a trial period yes to the draw and the questions."""

    service = forms.BooleanField(
        label=_("Yes, keep my name and my contact while I take part"),
        error_messages={"required": _("Say yes here to take part, or wait.")},
    )
    research = forms.BooleanField(
        label=_("Yes, I take part in the draw and answer questions twice"),
        error_messages={
            "required": _("Say yes here to be in the draw, or see what else there is.")
        },
    )
    telling = forms.ChoiceField(
        label=_("How do you want to hear what the draw gave?"),
        choices=TellingWay.choices,
        initial=TellingWay.CALL,
        widget=forms.RadioSelect,
    )
    wants_companionship = forms.BooleanField(
        label=_("I would like someone to go along with me, to the group or elsewhere"),
        required=False,
    )

    def __init__(self, *args: Any, in_trial: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not in_trial:
            del self.fields["research"], self.fields["telling"]


class ChannelForm(forms.Form):
    """Another way to be reached."""

    channel = forms.ChoiceField(
        label=_("How may we reach you?"), choices=Channel.choices, widget=forms.RadioSelect
    )
    contact = forms.CharField(label=_("Phone number or e-mail"), required=False, max_length=120)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        channel, contact = cleaned.get("channel"), cleaned.get("contact", "")
        try:
            if channel == Channel.SMS:
                cleaned["contact"] = normalise_phone(contact)
            elif channel == Channel.EMAIL:
                cleaned["contact"] = normalise_email(contact)
        except forms.ValidationError as error:
            self.add_error("contact", error)
        return cleaned


class StopForm(forms.Form):
    """A reason only if the person wants to give one."""

    reason = forms.ChoiceField(
        label=_("Will you tell us why? You need not."),
        choices=[("", _("I would rather not say")), *StopReason.choices],
        required=False,
        widget=forms.RadioSelect,
    )
