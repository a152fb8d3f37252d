"""Forms of the directory; they check shape, the operations check the rest."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from peervej.apps.directory.enums import Kind, Status, TargetGroup
from peervej.apps.places.models import Municipality

PARTIAL_DATE = re.compile(r"(?:(?:(\d{1,2})[./ -])?(\d{1,2})[./ -])?(\d{4})")


class PartialDateField(forms.CharField):
    """A year, a month and year, or a whole date, as much as is known."""

    def to_python(self, value: object) -> str:
        text = str(value or "").strip()
        if not text:
            return ""
        found = PARTIAL_DATE.fullmatch(text)
        if found is None:
            raise ValidationError(_("Write a year, for example 2014, or 9 2014, or 1 9 2014."))
        day, month, year = found.groups()
        try:
            date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            raise ValidationError(
                _("There is no such date. Check the day and the month.")
            ) from None
        parts = [year, *(f"{int(part):02d}" for part in (month, day) if part)]
        return "-".join(parts)


class PartForm(forms.Form):
    """One part of a draft; the text may be long, the operation says when it is too long."""

    text = forms.CharField(required=False, strip=False, widget=forms.Textarea(attrs={"rows": 10}))
    edition = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class FactsForm(forms.Form):
    """What an owner may propose about the facts; empty means unchanged."""

    status = forms.ChoiceField(
        label=_("Is it running?"),
        required=False,
        choices=[("", _("Unchanged")), *Status.choices],
    )
    since = PartialDateField(label=_("Since when?"), required=False)
    until = PartialDateField(label=_("Until when?"), required=False)
    municipality = forms.ChoiceField(label=_("Also in this municipality"), required=False)
    kind = forms.ChoiceField(
        label=_("Form"), required=False, choices=[("", _("Unchanged")), *Kind.choices]
    )
    target_group = forms.ChoiceField(
        label=_("Also for"), required=False, choices=[("", _("Unchanged")), *TargetGroup.choices]
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        names = Municipality.objects.values_list("slug", "name")
        self.fields["municipality"].choices = [("", _("Unchanged")), *names]  # type: ignore[attr-defined]


class CorrectionForm(forms.Form):
    """What is wrong, in the reader's words. The second field is for robots only."""

    text = forms.CharField(
        label=_("What is wrong?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what is wrong.")},
    )
    homepage = forms.CharField(required=False, widget=forms.HiddenInput)


class EmailForm(forms.Form):
    """A mailbox a link is sent to."""

    email = forms.CharField(
        label=_("E-mail"),
        max_length=200,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Write your e-mail address.")},
    )


class SuggestForm(EmailForm):
    """A new entry to be written by whoever runs it."""

    name = forms.CharField(
        label=_("What is it called?"),
        max_length=160,
        error_messages={"required": _("Write the name.")},
    )
    kind = forms.ChoiceField(label=_("Form"), choices=Kind.choices)
    target_group = forms.ChoiceField(label=_("For whom"), choices=TargetGroup.choices)
    municipality = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=Municipality.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=_("All of Denmark"),
    )
    field_order = ["name", "kind", "target_group", "municipality", "email"]


class MappingFileForm(forms.Form):
    """A document with answers to the eight questions: a whole mapping or one initiative's."""

    file = forms.FileField(
        label=_("The document"),
        help_text=_("Word, PDF with text, or plain text. At most 20 MB."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose the one with the answers."),
        },
    )
    title = forms.CharField(
        label=_("What is the document called?"),
        max_length=200,
        help_text=_("It is named as the source of every fact."),
        error_messages={"required": _("Write what it is called.")},
    )
    dated = PartialDateField(label=_("When was it written?"), required=False)


class ReasonForm(forms.Form):
    """Why a draft goes back."""

    reason = forms.CharField(
        label=_("What should they look at again?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the reason. They are sent it.")},
    )


class KnowledgeForm(forms.Form):
    """A knowledge page with its sources, one on each line."""

    title = forms.CharField(label=_("Title"), max_length=120)
    lead = forms.CharField(label=_("In short"), widget=forms.Textarea(attrs={"rows": 3}))
    body = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 16}))
    sources = forms.CharField(
        label=_("Sources, one on each line: title; year; address"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput)
