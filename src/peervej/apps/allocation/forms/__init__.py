"""Forms around the draw."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ContributionForm(forms.Form):
    """An observer's words."""

    text = forms.CharField(
        label=_("Write a line that nobody could guess"),
        help_text=_("A sentence, a row of dice, anything. It is published when the trial is over."),
        max_length=200,
    )

    def clean_text(self) -> str:
        text = " ".join(self.cleaned_data["text"].split())
        if len(text) < 8:
            raise forms.ValidationError(_("Write at least eight characters."))
        return text


class ObserverForm(forms.Form):
    """Who is asked to observe."""

    name = forms.CharField(label=_("Name or office"), max_length=80)
    email = forms.EmailField(label=_("E-mail"))


class ReasonForm(forms.Form):
    """Why a sealed trial is changed."""

    reason = forms.CharField(
        label=_("What is changed, and why?"),
        help_text=_("It is published in the ledger with today's date. Write no names."),
        max_length=200,
    )


class DefinitionForm(ReasonForm):
    """A trial's definition as text, and why it is changed."""

    definition = forms.CharField(
        label=_("Definition (TOML)"),
        help_text=_("Arms, method, sites, questions, windows and the primary outcome."),
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false"}),
        max_length=40_000,
        strip=False,
    )
    field_order = ("definition", "reason")

    def __init__(self, *args: Any, asks_why: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_why:
            del self.fields["reason"]


class CorrectionForm(forms.Form):
    """Which line of the ledger was wrong, and how."""

    line = forms.IntegerField(label=_("Line in the ledger"), min_value=1)
    reason = forms.CharField(
        label=_("What was wrong with it?"),
        help_text=_("It is published beside the line, which stays. Write no names."),
        max_length=200,
    )
