"""Forms of the researcher's pages."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from peervej.apps.design.fields import DanishNumberField
from peervej.apps.reporting.enums import NoteKind
from peervej.apps.reporting.operations.calculating import CalculationRefused
from peervej.methods.power.plan import LARGEST_EFFECT
from peervej.report.consort import ITEMS as CONSORT_ITEMS


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


class NoteForm(forms.Form):
    """One note of the authors."""

    kind = forms.ChoiceField(
        label=_("What is it about?"), choices=NoteKind.choices, widget=forms.RadioSelect
    )
    item = forms.ChoiceField(
        label=_("Item of the checklist"),
        help_text=_("Only for the checklist. A new text takes the place of the last one."),
        required=False,
    )
    what = forms.CharField(
        label=_("Text"),
        help_text=_("Whole sentences, as they are to stand. Write no names."),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    why = forms.CharField(
        label=_("Why?"),
        help_text=_("Only where something was done otherwise than planned."),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        place = 1 if (get_language() or "da").startswith("da") else 2
        items = [(one[0], f"{one[0]} {one[place]}") for one in CONSORT_ITEMS]
        self.fields["item"].choices = [("", _("None")), *items]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A deviation has a reason, a note on the checklist an item."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("kind") == NoteKind.DEVIATION and not values.get("why"):
            self.add_error("why", _("Write why it was done otherwise."))
        if values.get("kind") == NoteKind.CONSORT and not values.get("item"):
            self.add_error("item", _("Choose the item the text answers."))
        return values


class TooMuchToSimulate(CalculationRefused):
    """So many trials of so many people would hold up everybody."""


SIMULATIONS = [(1000, "1.000"), (10_000, "10.000"), (100_000, "100.000")]
MOST_PEOPLE_SIMULATED = 200_000_000
METHODS = [
    ("partially_nested", _("One arm meets in groups")),
    ("t", _("Two arms of single people")),
    ("normal", _("Two arms of single people, by the normal distribution")),
]


def whole_field(label: Any, least: int, most: int, **given: Any) -> forms.IntegerField:
    """A whole number typed as text."""
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        widget=forms.TextInput({"inputmode": "numeric"}),
        **given,
    )


class PowerForm(forms.Form):
    """What is assumed and wanted, in the numbers of an application."""

    method = forms.ChoiceField(label=_("The trial"), choices=METHODS, initial="partially_nested")
    difference = DanishNumberField(
        label=_("Difference the trial should find, in points"),
        min_value=-(10**6), max_value=10**6, initial=4,
    )  # fmt: skip
    sd = DanishNumberField(
        label=_("Standard deviation, in points"),
        min_value=Decimal("0.001"), max_value=10**6, initial=12,
    )  # fmt: skip
    baseline_correlation = DanishNumberField(
        label=_("Correlation of first and last score"),
        min_value=0, max_value=Decimal("0.99"), initial=Decimal("0.5"),
    )  # fmt: skip
    size = DanishNumberField(
        label=_("People in a group"), min_value=1, max_value=1000, initial=10,
    )  # fmt: skip
    icc = DanishNumberField(
        label=_("How alike people of one group are (ICC)"),
        help_text=_("0 is no more alike than others. 0,05 is common."),
        min_value=0, max_value=Decimal("0.9"), initial=Decimal("0.05"),
    )  # fmt: skip
    dropout = DanishNumberField(
        label=_("How many will not answer at the end, in percent"),
        min_value=0, max_value=90, initial=15,
    )  # fmt: skip
    power = DanishNumberField(
        label=_("Chance of finding the difference, in percent"),
        min_value=50, max_value=Decimal("99.9"), initial=80,
    )  # fmt: skip
    alpha = DanishNumberField(
        label=_("Level, in percent"),
        min_value=Decimal("0.1"), max_value=20, initial=5,
    )  # fmt: skip
    n_intervention = whole_field(
        _("People in groups, if that is settled"), 2, 100_000, required=False
    )
    n_control = whole_field(
        _("People with usual support, if that is settled"), 2, 100_000, required=False
    )
    simulations = forms.TypedChoiceField(
        label=_("Simulated trials"), choices=SIMULATIONS, coerce=int, initial=10_000
    )
    seed = whole_field(_("Seed"), 0, 999_999, initial=1,
                       help_text=_("The same number gives the same result."))  # fmt: skip

    @classmethod
    def example(cls) -> str:
        """The plan of the values the form begins with."""
        initial = {name: field.initial for name, field in cls.base_fields.items()}
        return plan_text(initial)

    def clean(self) -> dict[str, Any]:
        """Refuse what contradicts itself, where it was typed."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("difference") == 0:
            self.add_error("difference", _("Write a difference other than 0."))
        difference, sd = values.get("difference"), values.get("sd")
        if difference and sd and abs(difference) > LARGEST_EFFECT * sd:
            self.add_error(
                "difference",
                _("That is more than 100 standard deviations. Write both in points."),
            )
        if (values.get("n_control") is None) != (values.get("n_intervention") is None):
            self.add_error("n_control", _("Fill in both numbers of people, or none of them."))
        icc, r = values.get("icc"), values.get("baseline_correlation")
        nested = values.get("method") == "partially_nested"
        if nested and icc is not None and r is not None and r * r >= 1 - icc:
            self.add_error(
                "baseline_correlation",
                _("The two do not go together: the correlation is too high for so high an ICC."),
            )
        return values

    def refuse_too_large(self, people: int) -> None:
        """Raises TooMuchToSimulate."""
        if people * self.cleaned_data["simulations"] > MOST_PEOPLE_SIMULATED:
            raise TooMuchToSimulate(_("That is too much to simulate here. Choose fewer trials."))

    def as_toml(self) -> str:
        """The same plan as `peervej power` reads it."""
        return plan_text(self.cleaned_data)


def plan_text(values: Mapping[str, Any]) -> str:
    """A power plan as TOML."""
    nested = values["method"] == "partially_nested"
    lines = [
        "[design]",
        f'method = "{values["method"]}"',
        f"alpha = {_number(Decimal(values['alpha']) / 100)}",
        f"power = {_number(Decimal(values['power']) / 100)}",
    ]
    if values.get("n_control") is not None:
        lines += [
            f"n_control = {values['n_control']}",
            f"n_intervention = {values['n_intervention']}",
        ]
    lines += [
        "",
        "[outcome]",
        f"difference = {_number(values['difference'])}",
        f"sd = {_number(values['sd'])}",
        f"baseline_correlation = {_number(values['baseline_correlation'])}",
    ]
    if nested:
        lines += ["", "[groups]", f"size = {_number(values['size'])}",
                  f"icc = {_number(values['icc'])}"]  # fmt: skip
    return "\n".join(
        [*lines, "", "[dropout]", f"rate = {_number(Decimal(values['dropout']) / 100)}", ""]
    )


def _number(value: Any) -> str:
    """As TOML has it: no exponent, no end of noughts."""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
