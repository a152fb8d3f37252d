"""A person's own copies of what they have said yes to."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from peervej.apps.accounts.roles import Role, access_of, allow
from peervej.apps.people.models import Consent, Person
from peervej.apps.trial.consent_copy import write_consent_copy
from peervej.data.trials import load_consent_text


def _own(request: HttpRequest) -> Person:
    pk = access_of(request).subject(Role.PARTICIPANT)
    return get_object_or_404(Person, pk=pk, erased_at=None)


@allow(Role.PARTICIPANT)
@never_cache
@require_safe
def consents(request: HttpRequest) -> HttpResponse:
    """What was said yes to, and when; each with its text to take along."""
    rows = [
        {"consent": row, "text": load_consent_text(row.purpose, row.version, row.language)}
        for row in _own(request).consents.order_by("-given_at")
    ]
    return render(request, "trial/consents.html", {"rows": rows})


@allow(Role.PARTICIPANT)
@never_cache
@require_safe
def consent_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """One of the person's own consents as PDF; a neutral name on the phone."""
    consent = get_object_or_404(Consent, pk=pk, person=_own(request))
    text = load_consent_text(consent.purpose, consent.version, consent.language)
    if text is None:
        raise Http404("this version was given on paper")
    with translation.override(text.language):
        copy = write_consent_copy(consent, text)
    answer = HttpResponse(copy, content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="kopi.pdf"'
    return answer
