"""Made-up content for the page that shows every component."""

import datetime as dt
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from peervej.apps.design.fields import DanishDateField

_TILES = [
    (0, 2, "Ringkøbing", 3),
    (1, 1, "Aalborg", 9),
    (1, 2, "Viborg", 2),
    (2, 2, "Aarhus", 14),
    (1, 3, "Vejle", 5),
    (1, 4, "Kolding", 1),
    (3, 4, "Odense", 6),
    (5, 3, "Helsingør", 4),
    (5, 4, "Roskilde", 0),
    (6, 4, "København", 17),
    (5, 5, "Næstved", None),
]

_NEEDED = {"required": _("Choose one of them.")}


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label=_("What may we call you?"), help_text=_("A nickname is fine. We never ask for CPR.")
    )
    born = DanishDateField(label=_("When can you start?"), help_text=_("For example 3 12 2026"))
    way = forms.ChoiceField(
        label=_("How may we reach you?"),
        choices=[("sms", _("Text message")), ("call", _("A call")), ("none", _("I will turn up"))],
        widget=forms.RadioSelect,
        error_messages=_NEEDED,
    )
    days = forms.MultipleChoiceField(
        label=_("Which days suit you?"),
        choices=[("1", _("Mondays")), ("2", _("Tuesdays")), ("4", _("Thursdays"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    place = forms.ChoiceField(
        label=_("Where?"), choices=[("hel", "Helsingør"), ("net", _("Online"))], required=False
    )
    words = forms.CharField(
        label=_("Is there anything we should know?"), widget=forms.Textarea, required=False
    )
    agree = forms.BooleanField(
        label=_("You may write to me about the meeting"),
        error_messages={"required": _("Tick the box, so that we may write to you.")},
    )


class QuestionForm(forms.Form):
    """One question as a participant meets it."""

    answer = forms.ChoiceField(
        label=_("In the past week I have had something to look forward to"),
        choices=[
            (0, _("Not at all")),
            (1, _("A little")),
            (2, _("Somewhat")),
            (3, _("A lot")),
            (4, _("Completely")),
        ],
        widget=forms.RadioSelect,
        initial=2,
        error_messages={"required": _("Choose an answer, or skip the question.")},
    )


def styleguide_context() -> dict[str, Any]:
    """Everything `design/styleguide.html` shows."""
    wrong = SampleForm({"name": "Sol", "born_day": "31", "born_month": "2", "born_year": "2026"})
    return {
        "demo_mode": True,
        "dates": [dt.date(2026, 11, 26), dt.date(2026, 12, 1)],
        "sample_form": SampleForm(prefix="empty"),
        "wrong_form": wrong,
        "question_form": QuestionForm(prefix="question"),
        "counts": [1, 4, 5, 6, 9, 10, 13, 14],
        "tiles": [
            {"col": col, "row": row, "label": label, "count": count, "url": "#map"}
            for col, row, label, count in _TILES
        ],
        "facts": [
            {"label": _("Where"), "value": "Havnegade 12"},
            {"label": _("When"), "value": _("Thursdays from 15 to 17")},
            {"label": _("Phone"), "value": "12 34 56 78", "url": "tel:+4512345678"},
        ],
        "columns": [{"label": _("Group")}, {"label": _("Seats"), "number": True}],
        "rows": [
            [{"text": _("Thursday 15–17"), "url": "#table"}, {"text": 9, "number": True}],
            [{"text": _("Monday 15–17")}, {"text": 8, "number": True}],
        ],
        "radio_options": [
            {"value": "yes", "label": _("I am coming"), "hint": _("We look forward to it.")},
            {"value": "no", "label": _("Not today"), "hint": _("That is quite all right.")},
        ],
        "groups": [
            {"name": _("Thursday 15–17"), "line": _("9 of 10 seats"), "done": 2, "current": 3},
            {"name": _("Monday 15–17"), "line": _("8 of 10 seats"), "done": 6, "current": 7},
            {"name": _("Wednesday 16–18"), "line": _("7 of 10 seats"), "done": 10},
        ],
        "page": Paginator(range(90), 10).page(4),
    }
