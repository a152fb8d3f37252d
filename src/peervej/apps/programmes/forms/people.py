"""Forms in which a person, or the coordinator at their own call, says who is coming."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from peervej.apps.people.contacts import channel_of, normalise_contact
from peervej.apps.programmes.enums import HeardFrom, StopReason

QUIET = {"autocomplete": "off"}


class WhoForm(forms.Form):
    """A name to be called by and one way to be reached; which kind it is can be seen."""

    chosen_name = forms.CharField(
        label=_("What shall we call you?"),
        help_text=_("A nickname is fine."),
        max_length=60,
        error_messages={"required": _("Write what we shall call you. A nickname is fine.")},
        widget=forms.TextInput(QUIET),
    )
    contact = forms.CharField(
        label=_("How can we reach you?"),
        help_text=_("Your mobile number or your e-mail. One is enough."),
        max_length=120,
        required=False,
        widget=forms.TextInput(QUIET),
    )
    access_needs = forms.CharField(
        label=_("Is there anything that makes it easier for you to come?"),
        help_text=_("For example a lift, an interpreter, or that someone meets you at the door."),
        max_length=240,
        required=False,
        widget=forms.TextInput(QUIET),
    )
    key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def clean_contact(self) -> str:
        """The number or address in its normal form; "" when none was written."""
        value = str(self.cleaned_data["contact"]).strip()
        if not value:
            return ""
        return normalise_contact(value)

    def person_fields(self) -> dict[str, Any]:
        """What the operations want to know of the person."""
        contact = self.cleaned_data["contact"]
        return {
            "chosen_name": self.cleaned_data["chosen_name"],
            "channel": channel_of(contact),
            "contact": contact,
            "access_needs": self.cleaned_data["access_needs"],
        }


class SignUpForm(WhoForm):
    """The citizen's own sign-up."""

    heard_from = forms.ChoiceField(
        label=_("How did you hear about us?"),
        help_text=_("We only count the answers. They are not kept with your name."),
        choices=[("", _("I would rather not say")), *HeardFrom.choices],
        required=False,
    )
    is_adult = forms.BooleanField(
        label=_("I have turned 18"),
        error_messages={
            "required": _(
                "The meetings are for people who have turned 18. Are you younger, then call us,"
                " and we will help you on."
            )
        },
    )

    field_order = ["chosen_name", "contact", "access_needs", "heard_from", "is_adult", "key"]

    def __init__(self, *args: Any, online: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if online:
            contact = self.fields["contact"]
            contact.required = True
            contact.error_messages["required"] = _(
                "This meeting is online. Write a number or an e-mail, so we can send the link."
            )


class DeskPersonForm(WhoForm):
    """Typed in at the desk: at the person's own call, at the door, or after a talk."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen_name"].label = _("What shall we call them?")
        self.fields["chosen_name"].help_text = _("The name they choose themselves.")
        self.fields["chosen_name"].error_messages["required"] = _("Write a name.")
        self.fields["contact"].label = _("Mobile number or e-mail")
        self.fields["contact"].help_text = _("Only if they want messages.")
        self.fields["access_needs"].label = _("Anything about getting in")
        self.fields["access_needs"].help_text = ""


class CallerForm(DeskPersonForm):
    """Someone who called; asked about their age on the telephone."""

    is_adult = forms.BooleanField(
        label=_("They called themselves, and have turned 18"),
        error_messages={"required": _("Only the person themselves can sign up, from 18 years.")},
    )

    field_order = ["chosen_name", "contact", "access_needs", "is_adult", "key"]


class StopForm(forms.Form):
    """Why someone stopped, only if they want to say."""

    reason = forms.ChoiceField(
        label=_("Reason, if they gave one"),
        choices=[("", _("None given")), *StopReason.choices],
        required=False,
    )


class ReachForm(forms.Form):
    """A way to be reached, given later."""

    contact = WhoForm.base_fields["contact"]

    def clean_contact(self) -> str:
        value = str(self.cleaned_data["contact"]).strip()
        if not value:
            raise ValidationError(_("Write a number or an e-mail."))
        return normalise_contact(value)
