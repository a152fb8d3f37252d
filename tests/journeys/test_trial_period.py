"""The main path where seats are drawn: two consents, questions, the draw, both arms, the result."""

import json
import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.visiting import Visits, come_back, next_week, open_letter
from tests.journeys.walking import (
    WEEKS_AT_MOST,
    answer_questions,
    mark_came,
    open_intro_at_desk,
    sign_up,
)

TOWN = "Helsingør"
COORDINATOR = "koordinator.helsingoer@example.org"
TRIAL = "/forsoeg/vejen-effekt/"
WALKERS = {
    "Vandrer": "vandrer@example.org",
    "Følgesvend": "foelgesvend@example.org",
    "Nabo": "nabo@example.org",
}
SEAT, USUAL = "intervention", "control"


def test_a_draw_is_walked_from_sign_up_to_the_result(visits: Visits, tmp_path: Path) -> None:
    desk = visits.desk(COORDINATOR)
    phones = {name: visits.phone() for name in WALKERS}
    for name, phone in phones.items():
        meeting = sign_up_where_lots_are_drawn(phone, name)
    next_week(desk)
    open_intro_at_desk(desk, meeting)
    mark_came(desk, *WALKERS)
    group = next_group_to_draw(desk)
    refuse_to_draw_without_answers(desk, group)
    for name, phone in phones.items():
        join_with_two_consents(phone, WALKERS[name])
        answer_the_first_questions(phone, skip=3 if name == "Nabo" else 0)
    next_week(desk)
    draw(desk, group)
    arms = tell_everyone(desk)
    see_both_arms(phones, arms)
    walk_to_the_last_questions(desk, phones)
    close_the_trial(visits)
    seed = see_the_ledger_whole(visits.phone(), tmp_path)
    recomputed = verify_as_a_stranger(tmp_path, seed)
    see_equal_counts(visits.desk("forsker@example.org"), tmp_path, recomputed)


def sign_up_where_lots_are_drawn(phone: Page, name: str) -> str:
    """Before anyone signs up, the page says that lots are drawn (P9)."""
    meeting = sign_up(phone, TOWN, name=name, contact=WALKERS[name])
    phone.goto(meeting)
    said = phone.locator("section", has=phone.get_by_role("heading", name="Godt at vide først"))
    expect(said).to_contain_text(re.compile("lod"))
    return meeting


def next_group_to_draw(desk: Page) -> str:
    """The address of the draw of the group that begins last."""
    desk.goto("/desk/lodtraekning/")
    rows = desk.locator("main a[href^='/desk/lodtraekning/']")
    expect(rows.first).to_be_visible()
    return rows.last.get_attribute("href") or ""


def refuse_to_draw_without_answers(desk: Page, group: str) -> None:
    """Those who have only been at the intro meeting are in no list."""
    desk.goto(group)
    for name in WALKERS:
        expect(desk.locator("main")).not_to_contain_text(name)


def join_with_two_consents(phone: Page, contact: str) -> None:
    open_letter(phone, contact)
    phone.goto("/min-side/")
    phone.get_by_role("link", name="Læs mere, og bestem dig").click()
    expect(phone.get_by_role("heading", name="Lige nu trækkes der lod")).to_be_visible()
    phone.locator("input[name=service]").check()
    phone.get_by_role("button", name="Ja, jeg vil være med").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    phone.locator("input[name=research]").check()
    phone.get_by_role("button", name="Ja, jeg vil være med").click()
    expect(phone).to_have_url(re.compile("/spoergsmaal/$"))


def answer_the_first_questions(phone: Page, *, skip: int) -> None:
    """One at a time, with a look back on the way; a skipped one stays skipped."""
    phone.locator("main a.primary").click()
    phone.locator("input[name=answer]").nth(1).check()
    phone.locator("form .actions button.primary").click()
    phone.locator("form .actions a.secondary").click()
    expect(phone.locator("progress#progress")).to_have_attribute("value", "1")
    expect(phone.locator("input[name=answer]").nth(1)).to_be_checked()
    assert answer_questions(phone, skip=skip) == 6
    phone.goto("/min-side/")
    expect(phone.get_by_role("heading", name="Du er med i næste lodtrækning")).to_be_visible()


def draw(desk: Page, group: str) -> None:
    """The list is shown, then frozen and drawn by one button."""
    desk.goto(group)
    listed = desk.locator("ol.names")
    for name in WALKERS:
        expect(listed).to_contain_text(name)
    # Among at most four, drawn half and half, three cannot all be given the same.
    assert listed.locator("li").count() <= 4
    desk.locator("main form button.primary").click()
    desk.wait_for_url("**/desk/besked/")
    desk.goto(group)
    expect(desk.locator("main form button.primary")).to_have_count(0)


def tell_everyone(desk: Page) -> dict[str, str]:
    """Read and tell each result; returns whom the draw gave what."""
    arms: dict[str, str] = {}
    while True:
        desk.goto("/desk/besked/")
        waiting = desk.locator("main a[href^='/desk/besked/']")
        if not waiting.count():
            return arms
        waiting.first.click()
        name = desk.locator("h1").inner_text()
        if name in WALKERS:
            expect(desk.locator("main")).to_contain_text(WALKERS[name])
        steps = desk.locator("main section").first.locator("li").count()
        arms[name] = USUAL if steps > 3 else SEAT
        desk.locator("main form button.primary").click()
        desk.wait_for_url("**/desk/besked/")


def see_both_arms(phones: dict[str, Page], arms: dict[str, str]) -> None:
    """A seat stands with its first meeting; usual support is said humanely, with what else is."""
    drawn = {name: arms[name] for name in WALKERS}
    assert set(drawn.values()) == {SEAT, USUAL}, drawn
    for name, arm in drawn.items():
        phone = phones[name]
        come_back(phone, WALKERS[name])
        if arm == SEAT:
            expect(phone.get_by_text("Møde 1 af 10")).to_be_visible()
        else:
            support = phone.get_by_role("heading", name=re.compile("sædvanlige støtte"))
            expect(support).to_be_visible()
            nearby = phone.get_by_role("heading", name="Andre tilbud nær dig")
            expect(nearby).to_be_visible()
            expect(phone.get_by_text("Møde 1 af 10")).to_have_count(0)


def walk_to_the_last_questions(desk: Page, phones: dict[str, Page]) -> None:
    """Week by week until the questions open: for both arms in the same week."""
    for week in range(1, WEEKS_AT_MOST):
        next_week(desk)
        asked = {name for name, phone in phones.items() if is_asked(phone, WALKERS[name])}
        if asked:
            assert asked == set(phones)
            assert 10 <= week <= 12
            break
    for phone in phones.values():
        assert answer_questions(phone) == 6


def is_asked(phone: Page, contact: str) -> bool:
    come_back(phone, contact)
    return phone.get_by_role("link", name="Se spørgsmålene").count() > 0


def close_the_trial(visits: Visits) -> None:
    """It takes two to close, and again two to open the arms, once the plan is locked."""
    first, second = visits.desk("forsker@example.org"), visits.desk("forsker2@example.org")
    first.goto("/forskning/vejen-effekt/resultat/")
    expect(first.locator("main")).not_to_contain_text("95")
    steps = ("ask", "close", "ask-lock", "lock", "ask-open", "open")
    for researcher, step in zip((first, second) * 3, steps, strict=True):
        researcher.goto("/forskning/vejen-effekt/forsegling/")
        researcher.locator(f"form[action$='/trin/{step}/'] button").click()
        expect(researcher.locator(f"form[action$='/trin/{step}/']")).to_have_count(0)


def see_the_ledger_whole(page: Page, folder: Path) -> str:
    """Anyone takes the ledger and the file that checks it; returns the revealed seed."""
    page.goto(TRIAL)
    expect(page.get_by_text("Protokollen er hel")).to_be_visible()
    for name in ("protokol.jsonl", "verifier.py"):
        with page.expect_download() as taken:
            page.locator(f"main a[href$='{name}']").click()
        taken.value.save_as(folder / name)
    lines = map(json.loads, (folder / "protokol.jsonl").read_text().splitlines())
    seed = next(str(one["payload"]["seed"]) for one in lines if one["kind"] == "closed")
    expect(page.locator("main")).to_contain_text(seed)
    return seed


def verify_as_a_stranger(folder: Path, seed: str) -> dict[str, int]:
    """With Python alone: the seed gives every arm, and a changed line is found.

    Returns how many the recomputed draws gave each arm.
    """
    words = [sys.executable, "-I", "verifier.py", "protokol.jsonl", "--seed", seed, "--json"]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert found["valid"] is True
    ledger = folder / "protokol.jsonl"
    whole = ledger.read_text()
    ledger.write_text(whole.replace("draw_requested", "draw_requester", 1))
    spoilt = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert spoilt.returncode != 0
    ledger.write_text(whole)
    return dict(found["arms"])


def see_equal_counts(desk: Page, folder: Path, recomputed: dict[str, int]) -> None:
    """The same people in the ledger, in the tables and on the result page."""
    lines = (folder / "protokol.jsonl").read_text().splitlines()
    events = [json.loads(line) for line in lines]
    drawn = sum(len(one["payload"]["people"]) for one in events if one["kind"] == "draw_revealed")
    assert drawn == sum(recomputed.values())
    desk.goto("/forskning/vejen-effekt/")
    sites = desk.locator("table", has=desk.locator("#recruited")).locator("tbody tr")
    assert sum(int(row.locator("td").nth(2).inner_text()) for row in sites.all()[:-1]) == drawn
    desk.get_by_role("link", name="Se resultatet").click()
    arms = desk.locator("table", has=desk.locator("#missing")).locator("tbody tr")
    on_page = [int(row.locator("td").first.inner_text()) for row in arms.all()]
    assert sorted(on_page) == sorted(recomputed.values())
    expect(desk.locator(".flow-box.drawn .n").first).to_have_text(str(drawn))
    expect(desk.locator(".checks li.differs")).to_have_count(0)
    said = desk.locator("dl.facts div", has=desk.locator("dt", has_text="Forskel")).first
    expect(said.locator("dd")).to_have_text(
        re.compile(r"-?\d+,\d+ \(95 %: -?\d+,\d+ – -?\d+,\d+\)")
    )
