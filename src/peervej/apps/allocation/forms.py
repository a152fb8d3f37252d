"""Forms around the draw."""

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
