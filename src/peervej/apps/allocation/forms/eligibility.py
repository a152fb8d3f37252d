"""What is asked before someone joins a trial, one line for each question."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peervej.data.trials import Eligibility

YES, NO = "yes", "no"
MOST = 20


class EligibilityForm(forms.Form):
    """A question that is answered yes or no, and the answer that lets someone in."""

    id = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    da = forms.CharField(label=_("The question in Danish"), max_length=300)
    en = forms.CharField(
        label=_("The question in English"),
        help_text=_("Empty: those who read English see the Danish one."),
        max_length=300,
        required=False,
    )
    needed = forms.ChoiceField(
        label=_("Who answers this can join"),
        choices=[(YES, _("Yes")), (NO, _("No"))],
        initial=YES,
    )


EligibilitySet = forms.formset_factory(
    EligibilityForm,
    extra=2,
    can_delete=True,
    max_num=MOST,
    absolute_max=MOST + 10,
    validate_max=True,
)


def shown(questions: Iterable[Eligibility]) -> list[dict[str, Any]]:
    """Questions as the lines of the form."""
    return [
        {"id": one.id, "da": one.da, "en": one.en, "needed": YES if one.needed else NO}
        for one in questions
    ]


def questions_of(lines: Any) -> list[dict[str, Any]]:
    """The filled lines of a valid set as a definition writes them; a new one gets an id."""
    kept = [
        form.cleaned_data
        for form in lines.forms
        if form.cleaned_data.get("da") and not form.cleaned_data.get("DELETE")
    ]
    taken = {line["id"] for line in kept if line["id"]}
    return [
        {
            "id": line["id"] or _new_id(taken),
            "da": line["da"],
            "en": line["en"] or line["da"],
            "needed": line["needed"] == YES,
        }
        for line in kept
    ]


def _new_id(taken: set[str]) -> str:
    """The lowest number no question has yet."""
    names: Sequence[str] = [f"q{number}" for number in range(1, MOST + 11)]
    name = next(name for name in names if name not in taken)
    taken.add(name)
    return name
