"""Asking, with a person's agreement, that they be called."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peervej.apps.people.contacts import channel_of, normalise_contact
from peervej.apps.volunteers.enums import ContactBy

QUIET = {"autocomplete": "off"}


class ContactForm(forms.Form):
    """A name and a number. There is no field for words: nobody's health is told here."""

    made_by = forms.ChoiceField(
        label=_("Who are you?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who you are to the person.")},
    )
    chosen_name = forms.CharField(
        label=_("What is the person to be called?"),
        help_text=_("The name they have chosen. A first name is enough."),
        max_length=60,
        widget=forms.TextInput(QUIET),
        error_messages={"required": _("Write what the person is to be called.")},
    )
    contact = forms.CharField(
        label=_("The person's mobile number or e-mail"),
        help_text=_("We write to the person, not to you."),
        max_length=120,
        widget=forms.TextInput(QUIET),
        error_messages={"required": _("Write the person's mobile number or e-mail.")},
    )
    has_agreed = forms.BooleanField(
        label=_("The person knows, and has said yes to being called"),
        error_messages={"required": _("Ask the person first. They must have said yes.")},
    )
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, allowed: list[ContactBy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        made_by = self.fields["made_by"]
        made_by.choices = [(by.value, by.label) for by in allowed]  # type: ignore[attr-defined]

    def clean_contact(self) -> str:
        """The number or address in its normal form."""
        return normalise_contact(self.cleaned_data["contact"])

    def contact_fields(self) -> dict[str, Any]:
        """What the operation wants to know."""
        fields = dict(self.cleaned_data)
        fields["channel"] = channel_of(fields["contact"])
        return fields
