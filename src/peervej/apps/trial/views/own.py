"""Question pages: one at a time, saved as you go, no name, arm or group in sight."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from peervej.apps.accounts.roles import Role, access_of, allow
from peervej.apps.measures.models import Assessment
from peervej.apps.measures.operations import (
    AnswerRefused,
    AssessmentClosed,
    finish_assessment,
    save_answer,
)
from peervej.apps.people.models import Person
from peervej.apps.trial.forms import QuestionForm
from peervej.apps.trial.queries import Question, answers_given, open_questions, questions_of


def _own_questions(request: HttpRequest) -> tuple[Assessment | None, list[Question]]:
    person = get_object_or_404(
        Person, pk=access_of(request).subject(Role.PARTICIPANT), erased_at=None
    )
    assessment = open_questions(person, request.now.date())  # type: ignore[attr-defined]
    if assessment is None:
        return None, []
    return assessment, questions_of(assessment, get_language() or "da")


@allow(Role.PARTICIPANT)
@never_cache
@require_http_methods(["GET"])
def begin(request: HttpRequest) -> HttpResponse:
    """What it is and how long it takes; or on to where one left off."""
    assessment, questions = _own_questions(request)
    if assessment is None:
        return render(request, "trial/no_questions.html")
    given = answers_given(assessment)
    first_left = next((q for q in questions if (q.instrument, q.item) not in given), None)
    if given and first_left and not request.GET.get("start"):
        return redirect("trial:question", number=first_left.number)
    return render(
        request,
        "trial/begin.html",
        {"total": len(questions), "questions": questions, "all_given": first_left is None},
    )


@allow(Role.PARTICIPANT)
@never_cache
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, number: int) -> HttpResponse:
    """One question; answering or skipping goes on to the next."""
    assessment, questions = _own_questions(request)
    if assessment is None:
        return render(request, "trial/no_questions.html")
    if not 1 <= number <= len(questions):
        raise Http404("no such question")
    shown = questions[number - 1]
    given = answers_given(assessment)
    key = (shown.instrument, shown.item)
    form = QuestionForm(shown, request.POST or None, initial={"answer": given.get(key)})
    skipped = request.method == "POST" and "skip" in request.POST
    if skipped or (request.method == "POST" and form.is_valid()):
        value = None if skipped else form.cleaned_data["answer"]
        try:
            save_answer(assessment, *key, value, now=request.now)  # type: ignore[attr-defined]
        except (AssessmentClosed, AnswerRefused):
            return render(request, "trial/no_questions.html")
        if number == len(questions):
            return redirect("trial:finish")
        return redirect("trial:question", number=number + 1)
    context = {
        "form": form,
        "question": shown,
        "question_number": number,
        "question_total": len(questions),
        "can_skip": True,
        "saved_note": _("Saved") if given else "",
        "back": number - 1 if number > 1 else None,
    }
    return render(request, "trial/question.html", context)


@allow(Role.PARTICIPANT)
@never_cache
@require_http_methods(["GET", "POST"])
def finish(request: HttpRequest) -> HttpResponse:
    """The last look: send, or go back to one that was skipped."""
    assessment, questions = _own_questions(request)
    if assessment is None:
        return render(request, "trial/no_questions.html")
    given = answers_given(assessment)
    open_ones = [q for q in questions if given.get((q.instrument, q.item)) is None]
    if request.method == "POST":
        try:
            finish_assessment(assessment, now=request.now)  # type: ignore[attr-defined]
        except AssessmentClosed:
            return render(request, "trial/no_questions.html")
        return render(request, "trial/thanks.html")
    return render(request, "trial/finish.html", {"open_ones": open_ones})
