"""Someone who is not the coordinator asks by telephone, or types in what came on paper."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from peervej.apps.accounts.roles import Role, access_of, actor_of, allow
from peervej.apps.audit.operations import record_reading
from peervej.apps.measures.models import Assessment, Mode
from peervej.apps.measures.operations import (
    AnswerRefused,
    AssessmentClosed,
    enter_paper,
    finish_assessment,
    save_answer,
)
from peervej.apps.people.models import Channel, Person
from peervej.apps.people.operations import read_contact
from peervej.apps.trial.forms import PaperForm, QuestionForm
from peervej.apps.trial.queries import (
    Question,
    answers_given,
    open_questions,
    people_with_open_questions,
    queries_at,
    questions_of,
)


def _questions_for(request: HttpRequest, pk: int) -> tuple[Person, Assessment, list[Question]]:
    """A person of the interviewer's sites with open questions, in the person's language."""
    sites = access_of(request).sites(Role.INTERVIEWER)
    person = get_object_or_404(Person, pk=pk, site__in=sites, erased_at=None)
    assessment = open_questions(person, request.now.date())  # type: ignore[attr-defined]
    if assessment is None:
        raise Http404("no open questions")
    with translation.override(person.language):
        return person, assessment, questions_of(assessment, person.language)


@allow(Role.INTERVIEWER)
@never_cache
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Who has open questions, those without messages first; neither arm nor group."""
    sites = access_of(request).sites(Role.INTERVIEWER)
    rows = people_with_open_questions(sites, request.now.date())  # type: ignore[attr-defined]
    asked = len(queries_at(sites, request.now.date()))  # type: ignore[attr-defined]
    return render(request, "trial/interview_list.html", {"people": rows, "asked": asked})


@allow(Role.INTERVIEWER)
@never_cache
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """The number to call, what to say first, and the two ways of noting answers."""
    found, assessment, questions = _questions_for(request, pk)
    now: datetime = request.now  # type: ignore[attr-defined]
    record_reading(
        found.pk, "interview", reader=actor_of(request), reader_label=str(request.user), now=now
    )
    given = answers_given(assessment)
    left = next((q.number for q in questions if (q.instrument, q.item) not in given), None)
    context = {
        "person": found,
        "phone": read_contact(found) if found.channel == Channel.SMS else "",
        "total": len(questions),
        "next": left or 1,
        "has_begun": bool(given),
    }
    return render(request, "trial/interview_person.html", context)


@allow(Role.INTERVIEWER)
@never_cache
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One question to read aloud, and what the person answers."""
    found, assessment, questions = _questions_for(request, pk)
    if not 1 <= number <= len(questions):
        raise Http404("no such question")
    shown = questions[number - 1]
    given = answers_given(assessment)
    key = (shown.instrument, shown.item)
    form = QuestionForm(shown, request.POST or None, initial={"answer": given.get(key)})
    skipped = request.method == "POST" and "skip" in request.POST
    if skipped or (request.method == "POST" and form.is_valid()):
        value = None if skipped else form.cleaned_data["answer"]
        now: datetime = request.now  # type: ignore[attr-defined]
        try:
            save_answer(assessment, *key, value, now=now)
            if number < len(questions):
                return redirect("trial:interview_question", pk=pk, number=number + 1)
            finish_assessment(assessment, now=now, mode=Mode.TELEPHONE)
        except (AssessmentClosed, AnswerRefused) as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The answers are kept. Thank the person for the time."))
        return redirect("trial:interviews")
    context = {
        "form": form,
        "person": found,
        "question_number": number,
        "question_total": len(questions),
        "can_skip": True,
        "back": number - 1 if number > 1 else None,
    }
    return render(request, "trial/interview_question.html", context)


@allow(Role.INTERVIEWER)
@never_cache
@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """All questions on one page; two people type the same form without seeing each other's."""
    found, assessment, questions = _questions_for(request, pk)
    form = PaperForm(questions, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            result = enter_paper(
                assessment,
                form.values(),
                clerk=actor_of(request),
                now=request.now,  # type: ignore[attr-defined]
            )
        except (AssessmentClosed, AnswerRefused) as error:
            form.add_error(None, str(error))
        else:
            if result.differences:
                form.mark(result.differences)
            else:
                _say(request, is_complete=result.is_complete)
                return redirect("trial:interviews")
    return render(request, "trial/interview_paper.html", {"form": form, "person": found})


def _say(request: HttpRequest, *, is_complete: bool) -> None:
    if is_complete:
        messages.success(request, _("Both readings agree. The answers are kept."))
    else:
        messages.success(request, _("Noted. A colleague now types the same form."))
