"""Forms of the researcher's pages."""

from django import forms
from django.utils.translation import gettext_lazy as _


class QualityNoteForm(forms.Form):
    """What came of looking into a finding."""

    rule = forms.SlugField(widget=forms.HiddenInput)
    record = forms.CharField(max_length=12, widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("What came of it?"),
        help_text=_("Write no names and no answers."),
        max_length=200,
    )


class TwinForm(forms.Form):
    """Which twin is made: the same number makes the same one."""

    seed = forms.IntegerField(
        label=_("The twin's number"),
        help_text=_("The same number makes the same twin."),
        min_value=1,
        max_value=999_999,
        initial=1,
    )
