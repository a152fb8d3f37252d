"""Setting up a kit, and the sheet people fill in."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from peervej.apps.audit.entropy import random_bytes
from peervej.apps.design.fields import DanishDateField, DanishNumberField
from peervej.apps.documentation.enums import Asking
from peervej.apps.documentation.models import Kit
from peervej.apps.documentation.operations.answering import LONGEST_CODE
from peervej.apps.documentation.queries import Question
from peervej.methods.instruments import Instrument

WEEKS = (2, 6, 12, 26, 52)
FIRST, LATER = "first", "later"
TICKETS = signing.Signer(salt="documentation.sheet")
SOURCE = "source_"
RELIABILITY = "reliability_"


class KitForm(forms.Form):
    """Everything on one page: what, how, and for how long."""

    place_name = forms.CharField(
        label=_("What do people call the place?"),
        max_length=80,
        help_text=_("It stands at the top of the questions and on the poster."),
    )
    instruments = forms.MultipleChoiceField(
        label=_("Which questions?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One is enough. At most two."),
        error_messages={"required": _("Choose one or two questionnaires.")},
    )
    asking = forms.ChoiceField(
        label=_("How do you want to ask?"),
        choices=Asking.choices,
        widget=forms.RadioSelect,
        initial=Asking.LINKED,
    )
    weeks = forms.TypedChoiceField(
        label=_("For how long?"),
        coerce=int,
        choices=[],
        initial=12,
        help_text=_("It opens today. You can make it longer later."),
    )

    def __init__(self, offered: Sequence[Instrument], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = list(offered)
        self.fields["instruments"].choices = [  # type: ignore[attr-defined]
            (one.id, say_instrument(one)) for one in self.offered
        ]
        if len(self.offered) == 1:
            self.fields["instruments"].initial = [self.offered[0].id]
        self.fields["weeks"].choices = [  # type: ignore[attr-defined]
            (n, ngettext("%(n)s week", "%(n)s weeks", n) % {"n": n}) for n in WEEKS
        ]
        for one in self.offered:
            self.fields[RELIABILITY + one.id] = DanishNumberField(
                label=_("Reliability of %(name)s") % {"name": one.name},
                required=False,
                min_value=0,
                max_value=0.99,
                help_text=_("A number from 0 to 0,99, from a study of people like yours."),
            )
            self.fields[SOURCE + one.id] = forms.CharField(
                label=_("Where that number is from"), required=False, max_length=160
            )

    def clean_instruments(self) -> list[str]:
        """Two at most: more is more than people will answer."""
        chosen: list[str] = self.cleaned_data["instruments"]
        if len(chosen) > 2:
            raise ValidationError(_("Choose one or two questionnaires."))
        return chosen

    def clean(self) -> dict[str, Any]:
        """A reliability comes with its source."""
        cleaned = super().clean() or {}
        for one in self.offered:
            number, source = cleaned.get(RELIABILITY + one.id), cleaned.get(SOURCE + one.id)
            if number is not None and not source:
                self.add_error(SOURCE + one.id, _("Say where the number is from."))
        return cleaned

    def reliability(self) -> dict[str, tuple[float, str]]:
        """{instrument: (coefficient, source)} of those chosen and given."""
        given = {}
        for name in self.cleaned_data["instruments"]:
            number = self.cleaned_data.get(RELIABILITY + name)
            if number is not None:
                given[name] = (float(number), self.cleaned_data[SOURCE + name])
        return given

    def closes_on(self, today: date) -> date:
        """The last day one can answer."""
        return today + timedelta(weeks=self.cleaned_data["weeks"])

    @property
    def expert(self) -> list[forms.BoundField]:
        """The fields few need, shown folded."""
        return [self[name] for name in self.fields if name.startswith((RELIABILITY, SOURCE))]

    @property
    def expert_is_wrong(self) -> bool:
        """Whether what is folded has something to mend."""
        return any(bound.errors for bound in self.expert)


def say_instrument(instrument: Instrument) -> str:
    """Name, what it is about, and how long it is."""
    number = len(instrument.items)
    return ngettext("%(name)s: %(number)s question", "%(name)s: %(number)s questions", number) % {
        "name": instrument.name,
        "number": number,
    }


class ExtendForm(forms.Form):
    """Another last day."""

    closes_on = DanishDateField(label=_("Last day people can answer"))


class SheetForm(forms.Form):
    """The whole sheet on one page, for a phone without script; any question may be skipped."""

    # A field people never see; machines fill in everything.
    address = forms.CharField(label=_("Leave this empty"), required=False, max_length=200)
    ticket = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    def __init__(self, kit: Kit, questions: Sequence[Question], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        self.fields["ticket"].initial = TICKETS.sign(random_bytes(16).hex())
        if kit.has_rounds:
            self.fields["round"] = forms.ChoiceField(
                label=_("Have you answered these questions here before?"),
                choices=[(FIRST, _("No, this is the first time")), (LATER, _("Yes, I have"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose yes or no.")},
            )
        if kit.asking == Asking.LINKED:
            self.fields["code"] = forms.CharField(
                label=_("Your code"),
                max_length=LONGEST_CODE,
                required=False,
                widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none"}),
                help_text=_(
                    "Make one up that you can find again, for example the first two letters"
                    " of your mother’s name and the day you were born: MA14."
                ),
            )
        for one in self.questions:
            self.fields[one.name] = forms.TypedChoiceField(
                label=one.text,
                choices=one.choices,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )

    def clean_ticket(self) -> str:
        """A sheet comes from a page that was opened here."""
        try:
            return TICKETS.unsign(self.cleaned_data["ticket"])
        except signing.BadSignature:
            self.data = {**self.data.dict(), "ticket": self.fields["ticket"].initial}  # type: ignore[attr-defined]
            raise ValidationError(_("The page was too old. Press the button once more.")) from None

    @property
    def is_machine(self) -> bool:
        """Whether the field nobody sees is filled in."""
        return bool(self.cleaned_data.get("address"))

    @property
    def asked(self) -> list[tuple[Question, forms.BoundField]]:
        """Each question with its field."""
        return [(one, self[one.name]) for one in self.questions]

    def answers(self) -> dict[str, dict[str, int | None]]:
        """{instrument: {item: value or None}}."""
        found: dict[str, dict[str, int | None]] = {}
        for one in self.questions:
            found.setdefault(one.instrument, {})[one.item] = self.cleaned_data.get(one.name)
        return found
