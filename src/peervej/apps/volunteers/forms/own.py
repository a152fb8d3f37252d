"""What a volunteer notes on the phone: hours and expenses."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peervej.apps.design.fields import DanishDateField
from peervej.apps.volunteers.enums import ExpenseKind, HoursKind


class HoursForm(forms.Form):
    worked_on = DanishDateField(label=_("Which day?"))
    minutes = forms.IntegerField(label=_("How many minutes?"), min_value=1, max_value=1440)
    kind = forms.ChoiceField(label=_("What on?"), choices=HoursKind.choices)


class ExpenseForm(forms.Form):
    """Kroner on the page, øre in the rows."""

    spent_on = DanishDateField(label=_("Which day?"))
    amount = forms.DecimalField(
        label=_("How much, in kroner?"),
        min_value=Decimal("0.01"),
        max_digits=8,
        decimal_places=2,
        localize=True,
    )
    kind = forms.ChoiceField(label=_("What for?"), choices=ExpenseKind.choices)

    def fields_of_expense(self) -> dict[str, Any]:
        """What the operation wants to know."""
        fields = dict(self.cleaned_data)
        fields["amount"] = int(fields["amount"] * 100)
        return fields
