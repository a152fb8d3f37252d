"""Everyone can take along what they said yes to, in their version and language."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.links import create_link
from peervej.apps.allocation.operations.joining import leave_research
from peervej.data.trials import load_consent_text
from peervej.methods.danish.readability import lix
from tests.factories.allocation import joined, trial_group
from tests.factories.moments import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def sol(client, monkeypatch):
    monkeypatch.setattr("peervej.apps.audit.middleware.current_time", lambda: NOW)
    _trial, group = trial_group()
    person = joined(group, sms="22345678", chosen_name="Sol Æble")
    link = create_link(Role.PARTICIPANT, person.pk, "/", now=NOW)
    client.post(link.removeprefix("http://localhost:8000"))
    return person


def research_of(person):
    return person.consents.get(purpose="research")


def text_of(answer):
    reader = PdfReader(io.BytesIO(answer.content))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_copy_has_the_text_the_name_and_the_day(client, sol):
    answer = client.get(reverse("trial:consent_copy", args=[research_of(sol).pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert "samtykke" not in answer["Content-Disposition"]
    text = text_of(answer)
    assert "hvor mange mødegange du kom til" in text, "attendance is named"
    assert "Sol Æble" in text
    assert "2026-1" in text
    assert "7. september 2026" in text


def test_in_english_for_who_joined_in_english(client, sol):
    consent = research_of(sol)
    consent.language = "en"
    consent.save()
    text = text_of(client.get(reverse("trial:consent_copy", args=[consent.pk])))
    assert "how many meetings you came to" in text


def test_a_consent_taken_back_says_so(client, sol):
    from peervej.apps.trial.models import Trial

    pk = research_of(sol).pk
    leave_research(sol, trial=Trial.objects.get(), remove_answers=False, actor="test", now=NOW)
    assert "Trukket tilbage" in text_of(client.get(reverse("trial:consent_copy", args=[pk])))
    page = client.get(reverse("trial:consents")).content.decode()
    assert reverse("trial:consent_copy", args=[pk]) in page


def test_nobody_gets_anothers_copy(client, sol):
    other = joined(sol_group(sol))
    address = reverse("trial:consent_copy", args=[research_of(other).pk])
    assert client.get(address).status_code == 404


def sol_group(sol):
    from peervej.apps.programmes.models import Enrolment

    return Enrolment.objects.get(person=sol).period.groups.get()


def test_a_version_given_on_paper_has_no_copy_here(client, sol):
    consent = research_of(sol)
    consent.version = "paper"
    consent.save()
    assert client.get(reverse("trial:consent_copy", args=[consent.pk])).status_code == 404
    assert client.get(reverse("trial:consents")).status_code == 200


@pytest.mark.parametrize("purpose", ["service", "research"])
def test_the_danish_texts_are_plain(purpose):
    text = load_consent_text(purpose, "2026-1", "da")
    whole = " ".join([text.lead, *text.points, text.stop])
    assert lix(whole) <= 34
    assert "!" not in whole
