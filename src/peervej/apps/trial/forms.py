"""One question at a time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from peervej.apps.trial.queries import Question


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
