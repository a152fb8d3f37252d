"""Long calculations: asked for, followed, stopped, refused, taken up after a fall."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from peervej.apps.accounts.enums import Role
from peervej.apps.allocation.queries import ledger_bytes
from peervej.apps.measures.models import Answer
from peervej.apps.reporting import papers
from peervej.apps.reporting.enums import CalculationState
from peervej.apps.reporting.forms import PowerForm
from peervej.apps.reporting.models import Calculation
from peervej.apps.reporting.operations import calculating
from peervej.apps.reporting.tasks import carry_out, run_timer
from peervej.apps.trial.models import Trial
from tests.apps.reporting.conftest import Story
from tests.factories.moments import NOW

pytestmark = pytest.mark.django_db
REPORT = "/forskning/effekt/rapport/"
SAYS = {"HTTP_HX_REQUEST": "true"}


def work_off() -> None:
    """What the worker does: every job handed over, in order, each once."""
    for job in DBTaskResult.objects.order_by("enqueued_at"):
        carry_out.call(*job.args_kwargs["args"])


def ask_for_power(client: Client, **changed: Any) -> Any:
    values = {name: field.initial for name, field in PowerForm.base_fields.items()}
    asked = {name: value for name, value in {**values, **changed}.items() if value is not None}
    return client.post("/styrke/", {**asked, "do": "simulate", **changed})


def test_a_report_is_asked_for_followed_and_fetched(
    story: Story, browser: Callable[..., Client]
) -> None:
    client = browser(Role.RESEARCHER)
    assert client.post(REPORT, {"kind": "rapport.html"})["Location"].endswith("/resultat/")
    story.close()
    assert client.post(REPORT, {"kind": "andet.pdf"}).status_code == 404
    page = client.post(REPORT, {"kind": "rapport.html"})["Location"]
    assert client.post(REPORT, {"kind": "rapport.html"})["Location"] == page
    assert Calculation.objects.count() == 1
    assert f"{page}stop/" in client.get(page).content.decode()
    assert client.get(f"{page}fil/").status_code == 302
    assert "<html" not in client.get(page, **SAYS).content.decode()
    work_off()
    assert client.get(page, **SAYS)["HX-Refresh"] == "true"
    assert f"{page}fil/" in client.get(page).content.decode()
    file = client.get(f"{page}fil/")
    assert file["Content-Disposition"].startswith("attachment")
    assert "CONSORT 2025" in file.content.decode()
    for person in story.drawn:
        assert person.chosen_name not in file.content.decode()


def test_pdf_for_readers_and_for_a_board(story: Story, browser: Callable[..., Client]) -> None:
    story.close()
    client = browser(Role.RESEARCHER)
    pages = [
        client.post(REPORT, {"kind": kind})["Location"]
        for kind in ("rapport.pdf", "bestyrelse.pdf")
    ]
    work_off()
    for page in pages:
        assert client.get(f"{page}fil/").content.startswith(b"%PDF-")


def test_a_refusal_is_named(story: Story, browser: Callable[..., Client]) -> None:
    Answer.objects.filter(assessment__occasion="follow_up").update(value=2)
    story.close()
    client = browser(Role.RESEARCHER)
    page = client.post(REPORT, {"kind": "rapport.pdf"})["Location"]
    work_off()
    assert "constant_outcome" in client.get(page).content.decode()
    assert Calculation.objects.get().state == CalculationState.REFUSED


def test_power_is_simulated_and_shown(browser: Callable[..., Client]) -> None:
    client = browser(Role.RESEARCHER)
    page = ask_for_power(client, simulations="1000")["Location"]
    work_off()
    shown = client.get(page).content.decode()
    found = Calculation.objects.get()
    assert found.state == CalculationState.DONE
    assert found.summary[0]["text"] in shown
    assert client.get(f"{page}fil/").content.startswith(b"%PDF-")


def test_what_waits_is_stopped_at_once(browser: Callable[..., Client]) -> None:
    client = browser(Role.RESEARCHER)
    page = ask_for_power(client)["Location"]
    client.post(f"{page}stop/")
    work_off()
    assert Calculation.objects.get().state == CalculationState.STOPPED
    assert Calculation.objects.get().attempts == 0


def test_what_runs_is_stopped_at_its_next_step(
    browser: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calculating, "SECONDS_BETWEEN", 0.0)
    client = browser(Role.RESEARCHER)
    page = ask_for_power(client, simulations="100000")["Location"]
    heard: list[int] = []
    tell = calculating.Teller.__call__

    def press_stop(self: Any, stage: str, done: int, of: int) -> None:
        heard.append(done)
        if len(heard) == 2:
            client.post(f"{page}stop/")
        tell(self, stage, done, of)

    monkeypatch.setattr(calculating.Teller, "__call__", press_stop)
    work_off()
    found = Calculation.objects.get()
    assert (found.state, found.content) == (CalculationState.STOPPED, b"")
    assert len(heard) == 2
    assert found.done < 100_000


def test_a_failure_is_said_without_its_insides(
    browser: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(*_args: Any) -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(calculating, "make", fall)
    monkeypatch.setattr(calculating.log, "exception", lambda *_args: None)
    client = browser(Role.RESEARCHER)
    page = ask_for_power(client)["Location"]
    work_off()
    assert Calculation.objects.get().state == CalculationState.FAILED
    assert "inside" not in client.get(page).content.decode()


def test_no_report_stands_on_a_faulty_ledger(
    story: Story, browser: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(trial: Trial) -> bytes:
        return ledger_bytes(trial).replace(b'"draw":1', b'"draw":9', 1)

    story.close()
    monkeypatch.setattr(papers, "ledger_bytes", broken)
    client = browser(Role.RESEARCHER)
    page = client.post(REPORT, {"kind": "rapport.html"})["Location"]
    work_off()
    found = Calculation.objects.get()
    assert (found.state, found.refusal_code) == (CalculationState.REFUSED, "faulty_ledger")
    assert "bygger på en hel protokol eller ingen" in client.get(page).content.decode()


def test_a_dead_workers_calculation_is_taken_up_once(browser: Callable[..., Client]) -> None:
    client = browser(Role.RESEARCHER)
    ask_for_power(client)
    mine = Calculation.objects.all()
    for attempts, state in ((1, CalculationState.WAITING), (2, CalculationState.FAILED)):
        seen = mine.get().seen_at - timedelta(hours=1)
        mine.update(state=CalculationState.RUNNING, attempts=attempts, seen_at=seen)
        run_timer(NOW)
        assert mine.get().state == state
    assert DBTaskResult.objects.count() == 2
    assert mine.get().refusal_code == "interrupted"


def test_a_job_given_twice_is_done_once(browser: Callable[..., Client]) -> None:
    client = browser(Role.RESEARCHER)
    ask_for_power(client, simulations="1000")
    work_off()
    work_off()
    assert Calculation.objects.get().attempts == 1


def test_nobody_sees_or_stops_another_ones(browser: Callable[..., Client]) -> None:
    page = ask_for_power(browser(Role.RESEARCHER))["Location"]
    other = browser(Role.RESEARCHER)
    for answer in (other.get(page), other.get(f"{page}fil/"), other.post(f"{page}stop/")):
        assert answer.status_code == 404
    assert Calculation.objects.get().state == CalculationState.WAITING


def test_three_at_once_are_enough(browser: Callable[..., Client]) -> None:
    client = browser(Role.RESEARCHER)
    answers = [ask_for_power(client, seed=str(seed)) for seed in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert Calculation.objects.count() == 3


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"difference": "0"}, "difference"),
        ({"difference": "fire"}, "difference"),
        ({"sd": "-1"}, "sd"),
        ({"icc": "0,9", "baseline_correlation": "0,9"}, "baseline_correlation"),
        ({"n_control": "50"}, "n_control"),
        ({"method": "magi"}, "method"),
        ({"difference": "0,0001"}, "__all__"),
        ({"difference": "-1300"}, "difference"),
        ({"size": "1", "dropout": "90"}, "__all__"),
        ({"simulations": "100000", "n_control": "90000", "n_intervention": "90000"}, "__all__"),
    ],
)
def test_what_cannot_be_reckoned_is_said_where_it_was_typed(
    browser: Callable[..., Client], changed: dict[str, str], field: str
) -> None:
    answer = ask_for_power(browser(Role.RESEARCHER), **changed)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {field}
    assert Calculation.objects.count() == 0


def test_decimal_commas_are_read(browser: Callable[..., Client]) -> None:
    answer = browser(Role.RESEARCHER).post(
        "/styrke/",
        {
            "method": "normal", "difference": "4,0", "sd": "12,0", "baseline_correlation": "0",
            "size": "10", "icc": "0,05", "dropout": "0", "power": "80", "alpha": "5",
            "simulations": "1000", "seed": "1", "do": "reckon",
        },
    )  # fmt: skip
    assert "284 mennesker" in answer.context["blocks"][0]["text"]
