"""A trial's definition as fields: for whoever would rather fill in than write TOML."""

import re
from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peervej.apps.allocation.forms.eligibility import EligibilitySet, questions_of, shown
from peervej.apps.places.models import Site
from peervej.data.instruments import list_instruments, load_instrument
from peervej.data.trials import TrialDefinition
from peervej.methods.randomisation import Kind
from peervej.methods.toml_text import dump_toml

IN_ANALYSIS = (
    "df",
    "boundary",
    "alpha",
    "heteroscedastic",
    "imputations",
    "by_site",
    "took_part_from",
)
NUMBERS = re.compile(r"\d+(?:\s*,\s*\d+)*")


class NumbersField(forms.CharField):
    """Whole numbers with commas between; may be empty."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if text and not NUMBERS.fullmatch(text):
            raise forms.ValidationError(_("Write whole numbers with commas between, like 4, 6."))
        return [int(part) for part in text.split(",")] if text else []

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value


class OutlineForm(forms.Form):
    """What a trial decides beforehand, one field for each decision."""

    code = forms.SlugField(
        label=_("Short name"), help_text=_("Small letters, such as vejen-effekt."), max_length=40
    )
    name = forms.CharField(label=_("Name"), max_length=160)
    target = forms.IntegerField(label=_("People wanted"), min_value=2, max_value=100_000)
    sites = forms.MultipleChoiceField(
        label=_("Sites in the trial"), widget=forms.CheckboxSelectMultiple
    )
    intervention = forms.IntegerField(
        label=_("Parts to the group"),
        help_text=_("1 and 1 is half to each."),
        min_value=1,
        max_value=100,
    )
    control = forms.IntegerField(label=_("Parts to usual support"), min_value=1, max_value=100)
    kind = forms.ChoiceField(
        label=_("How people are drawn"),
        choices=[
            (Kind.BATCH.value, _("Everyone who is ready, at once")),
            (Kind.PERMUTED_BLOCKS.value, _("One at a time, in blocks")),
            (Kind.SIMPLE.value, _("One at a time, each by itself")),
        ],
        widget=forms.RadioSelect,
    )
    sizes = NumbersField(
        label=_("Sizes"),
        help_text=_("The most in a batch, or the sizes of blocks."),
        required=False,
    )
    service = forms.CharField(label=_("Version of the consent to take part"), max_length=20)
    research = forms.CharField(label=_("Version of the consent to research"), max_length=20)
    first = forms.MultipleChoiceField(
        label=_("Questionnaires asked first"), widget=forms.CheckboxSelectMultiple
    )
    max_days = forms.IntegerField(
        label=_("At most so many days before the draw"), min_value=0, max_value=365
    )
    last = forms.MultipleChoiceField(
        label=_("Questionnaires asked last"), widget=forms.CheckboxSelectMultiple
    )
    offset_weeks = forms.IntegerField(
        label=_("Weeks after the first meeting"), min_value=0, max_value=520
    )
    before_days = forms.IntegerField(
        label=_("Open so many days before"), min_value=0, max_value=365
    )
    after_days = forms.IntegerField(label=_("Open so many days after"), min_value=1, max_value=365)
    reminder_days = NumbersField(
        label=_("Reminders on these days"),
        help_text=_("Days after the questions opened."),
        required=False,
    )
    instrument = forms.ChoiceField(label=_("Questionnaire of the primary outcome"))
    outcome = forms.CharField(label=_("Primary outcome"), max_length=120)
    important = forms.IntegerField(
        label=_("Important difference, in points"), help_text=_("0 if none is known."), min_value=0
    )
    within_days = forms.IntegerField(
        label=_("Everyone is told within so many days"), min_value=0, max_value=14
    )
    may_join_later = forms.BooleanField(
        label=_("Those with usual support may join a group later"), required=False
    )
    df = forms.ChoiceField(
        label=_("Degrees of freedom"),
        choices=[("satterthwaite", "Satterthwaite"), ("kenward_roger", "Kenward–Roger")],
    )
    boundary = forms.ChoiceField(
        label=_("If the groups do not differ at all"),
        choices=[("drop", _("Leave the group term out")), ("keep", _("Keep the group term"))],
    )
    alpha = forms.FloatField(
        label=_("Level of significance"), min_value=0.001, max_value=0.2, localize=True
    )
    model = forms.ChoiceField(
        label=_("Model"),
        choices=[
            ("partially_nested", _("Groups in one arm only (partially nested)")),
            ("ancova", _("No groups at all (analysis of covariance)")),
        ],
    )
    heteroscedastic = forms.BooleanField(
        label=_("Each arm has a spread of its own"), required=False
    )
    imputations = forms.IntegerField(
        label=_("Times missing answers are imputed"),
        help_text=_("0 for not at all."),
        min_value=0,
        max_value=1000,
    )
    by_site = forms.BooleanField(label=_("Sites are compared"), required=False)
    took_part_from = forms.IntegerField(
        label=_("Has taken part from so many meetings on"),
        help_text=_("0 for no analysis of those who took part."),
        min_value=0,
        max_value=100,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = EligibilitySet(
            self.data if self.is_bound else None,
            initial=self.initial.get("eligibility", []),
            prefix="before",
        )
        names = [(name, load_instrument(name).name) for name in list_instruments()]
        sites = list(Site.objects.order_by("name").values_list("slug", "name"))
        for field, choices in (
            ("sites", sites),
            ("first", names),
            ("last", names),
            ("instrument", names),
        ):
            self.fields[field].choices = choices  # type: ignore[attr-defined]

    def is_valid(self) -> bool:
        """The fields and every question."""
        return all([super().is_valid(), self.questions.is_valid()])

    def clean(self) -> dict[str, Any]:
        """What does not fit together is said beside the field where it is mended."""
        given = super().clean() or self.cleaned_data
        kind, sizes = given.get("kind"), given.get("sizes")
        total = (given.get("intervention") or 0) + (given.get("control") or 0)
        if sizes == [] and kind in (Kind.BATCH, Kind.PERMUTED_BLOCKS):
            self.add_error("sizes", _("Write at least one size, such as 20 or 4, 6."))
        elif kind == Kind.PERMUTED_BLOCKS and any(size % total for size in sizes or ()):
            self.add_error(
                "sizes",
                _("A block must be %(total)s people or a multiple of it.") % {"total": total},
            )
        if given.get("instrument") and given["instrument"] not in given.get("last", ()):
            self.add_error(
                "instrument", _("Choose one that is asked last too, or ask this one last.")
            )
        return given

    def definition(self, before: TrialDefinition | None) -> str:
        """The filled-in form as TOML; what it has no field for is kept from `before`."""
        given = self.cleaned_data
        kind = Kind(given["kind"])
        sizes = {Kind.BATCH: "batch_sizes", Kind.PERMUTED_BLOCKS: "block_sizes"}
        # Versions keep the order of sites, which is the order of strata.
        order = [*(before.sites if before else ()), *given["sites"]]
        sites = [slug for slug in dict.fromkeys(order) if slug in given["sites"]]
        table: dict[str, Any] = {
            "code": given["code"],
            "name": given["name"],
            "target": given["target"],
            "sites": sites,
            "sources": list(before.sources) if before else [],
            "arms": {"intervention": given["intervention"], "control": given["control"]},
            "method": {"kind": kind.value}
            | ({sizes[kind]: given["sizes"]} if kind in sizes else {}),
            "consent": {"service": given["service"], "research": given["research"]},
            "baseline": {"instruments": given["first"], "max_days_before_draw": given["max_days"]},
            "follow_up": {"instruments": given["last"]}
            | {
                name: given[name]
                for name in ("offset_weeks", "before_days", "after_days", "reminder_days")
            },
            "primary": {
                "instrument": given["instrument"],
                "name": given["outcome"],
                "important_difference": given["important"],
            },
            "telling": {
                "within_days": given["within_days"],
                "controls_may_join_later": given["may_join_later"],
            },
            "analysis": (asdict(before.analysis) if before else {})
            | {name: given[name] for name in IN_ANALYSIS}
            | {"kind": given["model"]},
            "eligibility": questions_of(self.questions),
        }
        return dump_toml({name: value for name, value in table.items() if value != []})


def outline_of(definition: TrialDefinition) -> dict[str, Any]:
    """A definition as what the form's fields hold."""
    method, later = definition.method, definition.follow_up
    return {
        "code": definition.code,
        "name": definition.name,
        "target": definition.target,
        "sites": list(definition.sites),
        "intervention": definition.arms["intervention"],
        "control": definition.arms["control"],
        "kind": method.kind.value,
        "sizes": list(method.batch_sizes or method.block_sizes),
        "service": definition.consent.service,
        "research": definition.consent.research,
        "first": list(definition.baseline.instruments),
        "max_days": definition.baseline.max_days_before_draw,
        "last": list(later.instruments),
        "offset_weeks": later.offset_weeks,
        "before_days": later.before_days,
        "after_days": later.after_days,
        "reminder_days": list(later.reminder_days),
        "instrument": definition.primary.instrument,
        "outcome": definition.primary.name,
        "important": definition.primary.important_difference,
        "within_days": definition.telling.within_days,
        "may_join_later": definition.telling.controls_may_join_later,
        "model": definition.analysis.kind,
        **{name: getattr(definition.analysis, name) for name in IN_ANALYSIS},
        "eligibility": shown(definition.eligibility),
    }
