"""The researcher's, the observer's and the public's pages around the draw."""

import pytest
from django.urls import reverse

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.links import create_link
from peervej.apps.accounts.middleware import RoleMiddleware
from peervej.apps.allocation.models import Draw, Observer, Sealing
from peervej.apps.allocation.operations.drawing import freeze_batch
from peervej.apps.allocation.operations.sealing import begin_sealing, invite_observer
from peervej.apps.allocation.queries import ledger_bytes
from peervej.apps.trial.models import Trial
from tests.factories.allocation import many_ready, staff, trial_group
from tests.factories.moments import NOW
from tests.factories.places import SiteFactory
from tests.factories.trial import definition_for, draft_trial

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_second_factor(monkeypatch):
    monkeypatch.setattr(RoleMiddleware, "_second_factor_missing", lambda *_: False)
    monkeypatch.setattr("peervej.apps.audit.middleware.current_time", lambda: NOW)


@pytest.fixture
def ada(client):
    client.force_login(staff("researcher", name="Ada"))
    return client


def test_writing_a_trial_sealing_and_closing_it_takes_two(client, ada):
    site = SiteFactory(slug="havneby")
    new = reverse("allocation:new_trial")
    assert "batch_sizes" in ada.get(new).content.decode()
    answer = ada.post(new, {"definition": definition_for(site)})
    assert answer.url == reverse("allocation:definition", args=["effekt"])
    step = {name: reverse("allocation:step", args=["effekt", name])
            for name in ("begin", "seal", "stop", "ask", "close")}  # fmt: skip
    ada.post(step["begin"])
    page = reverse("allocation:sealing", args=["effekt"])
    ada.post(page, {"name": "Komiteen", "email": "komite@example.org"})
    observer = Observer.objects.get()
    link = create_link(Role.OBSERVER, observer.pk, "/observatoer/", now=NOW)
    client.post(link.removeprefix("http://localhost:8000"))
    own = reverse("allocation:observer")
    assert "regnen" not in client.post(own, {"text": "kort"}).content.decode()
    assert "regnen" in client.post(own, {"text": "regnen over havnen"}).content.decode()
    ada.post(step["seal"])
    assert Trial.objects.get().state == "sealing", "who began cannot seal"
    client.force_login(staff("researcher", name="Bo"))
    client.post(step["seal"])
    assert Trial.objects.get().state == "sealed"
    client.post(step["stop"])
    assert Trial.objects.get().state == "full"
    client.post(step["ask"])
    client.post(step["close"])
    assert Trial.objects.get().state == "full", "who asked cannot close"
    client.force_login(staff("researcher", name="Cy"))
    client.post(step["close"])
    assert Trial.objects.get().state == "closed"
    public = client.get(reverse("allocation:trial", args=["effekt"])).content.decode()
    assert Sealing.objects.get().revealed_seed in public
    for name in ("definition", "sealing"):
        assert client.get(reverse(f"allocation:{name}", args=["effekt"])).status_code == 200


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("[arms]", "[arme]"), "arme"),
        (("target = 296", "target = 1"), "target"),
        (("havneby", "andenby"), "andenby"),
        (('code = "effekt"', "code = effekt"), ""),
    ],
)
def test_a_text_that_does_not_hold_says_where_and_keeps_what_was_written(ada, change, said):
    text = definition_for(SiteFactory(slug="havneby")).replace(*change)
    answer = ada.post(reverse("allocation:new_trial"), {"definition": text})
    assert answer.status_code == 200
    error = answer.context["form"].errors["definition"][0]
    assert said in error
    assert "\n" not in error.strip()
    assert answer.context["form"]["definition"].value() == text
    assert not Trial.objects.exists()


def test_a_draft_is_changed_freely_and_every_version_kept(ada):
    site = SiteFactory(slug="havneby")
    draft_trial(site)
    page = reverse("allocation:definition", args=["effekt"])
    ada.post(page, {"definition": definition_for(site, target=50)})
    trial = Trial.objects.get()
    assert (trial.target, trial.version, trial.versions.count()) == (50, 2, 2)


def test_a_sealed_trial_is_amended_with_a_reason_only(ada):
    trial, group = trial_group()
    page = reverse("allocation:definition", args=["effekt"])
    text = definition_for(group.period.site, target=400)
    assert ada.post(page, {"definition": text}).context["form"].errors
    ada.post(page, {"definition": text, "reason": "flere steder har meldt sig"})
    trial.refresh_from_db()
    assert trial.target == 400
    assert b"flere steder har meldt sig" in ledger_bytes(trial)


def test_a_correction_by_the_form(ada):
    trial, _group = trial_group()
    page = reverse("allocation:correction", args=["effekt"])
    before = ledger_bytes(trial)
    ada.post(page, {"line": "99", "reason": "findes ikke"})
    ada.post(page, {"line": "x", "reason": ""})
    assert ledger_bytes(trial) == before
    ada.post(page, {"line": "2", "reason": "forkert dato"})
    assert b'"kind":"corrected"' in ledger_bytes(trial)


@pytest.mark.parametrize("role", ["coordinator", "national", "municipal"])
def test_only_researchers_write_and_seal(client, role):
    trial_group()
    client.force_login(staff(role))
    for name, args in (("new_trial", []), ("definition", ["effekt"]), ("sealing", ["effekt"])):
        assert client.get(reverse(f"allocation:{name}", args=args)).status_code == 403
    assert client.post(reverse("allocation:step", args=["effekt", "ask"])).status_code == 403


def test_before_the_sealing_begins_the_public_sees_nothing(client):
    trial = draft_trial(SiteFactory())
    page = reverse("allocation:trial", args=["effekt"])
    assert client.get(page).status_code == 404
    begin_sealing(trial, user=staff("researcher"), now=NOW)
    assert Sealing.objects.get().commitment in client.get(page).content.decode()


def test_anyone_takes_ledger_and_verifier_and_finds_the_ledger_whole(client, tmp_path):
    import subprocess
    import sys

    trial_group()
    for name, args, file in (("ledger", ["effekt"], "l.jsonl"), ("verifier", [], "v.py")):
        answer = client.get(reverse(f"allocation:{name}", args=args))
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        (tmp_path / file).write_bytes(body)
    done = subprocess.run(
        [sys.executable, "-I", "v.py", "l.jsonl"], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_an_observer_sees_no_other_observers_words(client):
    trial = draft_trial(SiteFactory())
    sealing = begin_sealing(trial, user=staff("researcher"), now=NOW)
    one, other = (
        invite_observer(sealing, name=n, email=f"{n}@example.org", actor="test", now=NOW)
        for n in ("en", "to")
    )
    other.contribution = "hemmelige ord"
    other.save()
    link = create_link(Role.OBSERVER, one.pk, "/observatoer/", now=NOW)
    client.post(link.removeprefix("http://localhost:8000"))
    assert "hemmelige ord" not in client.get(reverse("allocation:observer")).content.decode()


def test_an_interrupted_draw_is_shown_and_goes_on_by_the_button(client):
    _trial, group = trial_group()
    many_ready(group, 2)
    freeze_batch(group, actor="test", now=NOW)
    client.force_login(staff("coordinator", site=group.period.site))
    page = reverse("allocation:draw", args=[group.pk])
    assert client.get(page).context["pending"].size == 2
    assert client.post(page).url == reverse("allocation:telling")
    assert Draw.objects.count() == 2


def test_asking_for_answers_by_the_button(client):
    _trial, group = trial_group()
    client.force_login(staff("coordinator", site=group.period.site))
    answer = client.post(reverse("allocation:ask", args=[group.pk]))
    assert answer.url == reverse("allocation:draw", args=[group.pk])
    client.force_login(staff("coordinator", site=SiteFactory()))
    assert client.post(reverse("allocation:ask", args=[group.pk])).status_code == 404
