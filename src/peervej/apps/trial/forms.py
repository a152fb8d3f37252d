"""One question at a time."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peervej.apps.trial.queries import Question
from peervej.data.trials import Eligibility


class QuestionForm(forms.Form):
    """A question with its possible answers, none of them chosen beforehand."""

    answer = forms.TypedChoiceField(
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer, or skip the question.")},
    )

    def __init__(self, question: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["answer"]
        field.label = question.text
        field.choices = question.choices  # type: ignore[attr-defined]


class PaperForm(forms.Form):
    """A whole form as it came on paper; what is left open there is left open here."""

    def __init__(self, questions: Sequence[Question], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {f"q{q.number}": (q.instrument, q.item) for q in questions}
        for one in questions:
            self.fields[f"q{one.number}"] = forms.TypedChoiceField(
                label=f"{one.number}. {one.text}",
                choices=[("", _("Not answered")), *one.choices],
                coerce=int,
                empty_value=None,
                required=False,
            )

    def values(self) -> dict[str, dict[str, int | None]]:
        """{instrument: {item: value or None}}."""
        found: dict[str, dict[str, int | None]] = {}
        for name, (instrument, item) in self.names.items():
            found.setdefault(instrument, {})[item] = self.cleaned_data[name]
        return found

    def mark(self, differences: Iterable[tuple[str, str]]) -> None:
        """Point at what the other reading has differently, without saying how."""
        wanted = set(differences)
        for name, where in self.names.items():
            if where in wanted:
                self.add_error(name, _("The two readings differ here. Look at the paper again."))


class ScreeningForm(forms.Form):
    """What is asked before someone joins a trial; only whether it fits is kept."""

    def __init__(
        self, questions: Sequence[Eligibility], language: str, *args: Any, **kwargs: Any
    ) -> None:
        kwargs["prefix"] = "foer"
        super().__init__(*args, **kwargs)
        self.ids = [one.id for one in questions]
        for one in questions:
            self.fields[one.id] = forms.TypedChoiceField(
                label=one.text(language),
                choices=[("1", _("Yes")), ("0", _("No"))],
                coerce=lambda value: value == "1",
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose yes or no.")},
            )
        self.fields["drawn_before"] = forms.BooleanField(
            label=_("I have been in this draw before, perhaps with another phone or e-mail"),
            required=False,
        )

    def answers(self) -> dict[str, bool]:
        """{id: yes}."""
        return {name: self.cleaned_data[name] for name in self.ids}


class ReplyForm(forms.Form):
    """What a site found out about a form, in a few words."""

    reply = forms.CharField(
        label=_("What did you find out?"),
        help_text=_("Write no name and no answer, and not whether the person is in a group."),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write in a few words what you found out.")},
    )
