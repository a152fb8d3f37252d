"""Reading batches, draws and the ledger."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from itertools import count, pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.models import User
from peervej.apps.allocation.models import Act, ActRequest, Arm, Batch, Draw, Receipt, Sealing
from peervej.apps.audit.chain import read_lines
from peervej.apps.audit.models import LedgerHead, LedgerLine
from peervej.apps.people.models import Person
from peervej.apps.places.models import Site
from peervej.apps.programmes.models import Group
from peervej.apps.programmes.queries import OPEN_GROUPS, intake_is_open
from peervej.apps.trial.models import ParticipationState, TellingWay, Trial
from peervej.apps.trial.queries import participations_of, people_of
from peervej.data.trials import TrialDefinition, read_trial
from peervej.methods.randomisation import Verification, verify


def receipts_file(trial_code: str) -> Path:
    """Where receipts are kept outside the database, so that a restore cannot undo them."""
    folder: Path = settings.HOME / "receipts"
    return folder / f"{trial_code}.jsonl"


def published_receipts(trial_code: str) -> dict[int, str]:
    """Heads in the file outside the database, by number of lines.

    A last line that was cut off when the machine stopped does not count: it was not published.
    """
    path = receipts_file(trial_code)
    if not path.exists():
        return {}
    found: dict[int, str] = {}
    for text in path.read_text(encoding="utf-8").splitlines():
        try:
            receipt = json.loads(text)
        except ValueError:
            continue
        found[receipt["events"]] = receipt["head"]
    return found


def ledger_bytes(trial: Trial) -> bytes:
    """The ledger as it is published and verified."""
    return "".join(f"{line}\n" for line in read_lines(trial.code)).encode()


def head_of(trial: Trial) -> LedgerHead | None:
    return LedgerHead.objects.filter(trial_code=trial.code).first()


def verify_trial(trial: Trial) -> Verification:
    """Check the trial's ledger with the file strangers use, against head and receipts."""
    sealing = Sealing.objects.filter(trial=trial).first()
    seed = bytes.fromhex(sealing.revealed_seed) if sealing and sealing.revealed_seed else None
    head = head_of(trial)
    receipts = list(Receipt.objects.filter(trial=trial).values_list("head", flat=True))
    receipts += published_receipts(trial.code).values()
    return verify(
        ledger_bytes(trial), seed=seed, head=head.head if head else None, receipts=receipts
    )


@dataclass(frozen=True)
class Untold:
    """Someone who is to hear the result of the draw, and how."""

    draw: Draw
    person: Person
    way: TellingWay
    days: int


def people_to_tell(site: Site, day: date) -> list[Untold]:
    """Those drawn at a site who have not been told yet, the longest wait first."""
    waiting = []
    rows = Draw.objects.filter(batch__site=site, told_on=None).select_related(
        "participation__trial", "batch__group"
    )
    people = people_of(draw.participation for draw in rows)
    for draw in rows:
        person = people.get(draw.participation.key)
        if person is None or draw.participation.state != ParticipationState.DRAWN:
            continue
        days = (day - (draw.batch.drawn_on or day)).days
        waiting.append(Untold(draw, person, TellingWay(draw.participation.telling), days))
    return sorted(waiting, key=lambda untold: (-untold.days, untold.person.chosen_name))


def draw_of(person: Person) -> Draw | None:
    """The person's draw, if they were drawn in a trial that still knows them."""
    for participation in participations_of(person):
        draw = Draw.objects.filter(participation=participation).select_related("batch__group")
        found = draw.first()
        if found:
            return found
    return None


def waits_to_be_told(drawn: Draw | None) -> bool:
    """Whether a person is to tell the result first: until then no page and no copy does."""
    if drawn is None or drawn.told_on is not None:
        return False
    return drawn.participation.telling != TellingWay.OWN_PAGE


def arms_of(trial: Trial) -> dict[UUID, tuple[str, int | None]]:
    """Every drawn participation with its arm and (for intervention) its group's id."""
    rows = Draw.objects.filter(participation__trial=trial).values_list(
        "participation_id", "arm", "batch__group_id"
    )
    return {key: (arm, group if arm == Arm.INTERVENTION else None) for key, arm, group in rows}


def pending_batch(group_id: int) -> Batch | None:
    """A batch that was frozen and not yet drawn or cancelled."""
    return Batch.objects.filter(group_id=group_id, drawn_on=None, cancelled_on=None).first()


def frozen_request(batch: Batch) -> dict[str, Any]:
    """A batch's request as the ledger has it: its people's codes, and a slot if it has one."""
    for payload in _payloads(batch.trial, "draw_requested"):
        if payload["draw"] == batch.number:
            return payload
    return {"people": []}


def frozen_codes(batch: Batch) -> list[str]:
    """The salted codes in a batch's request, as the ledger has them."""
    return list(frozen_request(batch)["people"])


def lowest_free_slot(trial: Trial, stratum: str) -> int:
    """The slot the next one drawn by blocks or simply takes; a cancelled request frees its own."""
    cancelled = {payload["draw"] for payload in _payloads(trial, "draw_cancelled")}
    held = {
        payload["slot"]
        for payload in _payloads(trial, "draw_requested")
        if payload["stratum"] == stratum and payload["draw"] not in cancelled
    }
    return next(slot for slot in count(1) if slot not in held)


def _payloads(trial: Trial, kind: str) -> Iterator[dict[str, Any]]:
    """What the ledger's lines of one kind hold, the newest first."""
    lines = LedgerLine.objects.filter(
        trial_code=trial.code, line__contains=f'"kind":"{kind}"'
    ).order_by("-number")
    for text in lines.values_list("line", flat=True).iterator(chunk_size=20):
        yield json.loads(text)["payload"]


def codes_in_pending_batches(trial: Trial) -> set[str]:
    """Codes frozen for some group and not drawn yet: they cannot be frozen for another."""
    pending = Batch.objects.filter(trial=trial, drawn_on=None, cancelled_on=None)
    return {code for batch in pending.select_related("trial") for code in frozen_codes(batch)}


def groups_to_draw(site: Site, now: datetime) -> list[Group]:
    """Groups of trial periods at a site that still take people in, the soonest first."""
    groups = Group.objects.filter(period__site=site, state__in=OPEN_GROUPS)
    groups = groups.exclude(period__trial_code="").order_by("starts_on")
    groups = groups.select_related("period__site", "period__programme")
    groups = groups.prefetch_related("sessions")
    return [group for group in groups if intake_is_open(group, now)]


def researchers() -> QuerySet[User]:
    """Everyone who can be the second of two."""
    return (
        User.objects.filter(is_active=True, memberships__role=Role.RESEARCHER)
        .distinct()
        .order_by("pk")
    )


def request_standing(trial: Trial, act: Act, day: date) -> ActRequest | None:
    """What one of two has asked for and another can carry out on `day`."""
    return (
        ActRequest.objects.filter(
            trial=trial, act=act, outcome=ActRequest.Outcome.WAITING, expires_on__gte=day
        )
        .select_related("asked_by")
        .first()
    )


def requests_standing(day: date) -> list[ActRequest]:
    """Everything that waits for a second person, the oldest first."""
    rows = ActRequest.objects.filter(outcome=ActRequest.Outcome.WAITING, expires_on__gte=day)
    return list(rows.select_related("asked_by", "trial"))


PARTS = {
    "name": _("the name"),
    "target": _("people wanted"),
    "sites": _("the sites"),
    "method": _("the largest batch"),
    "consent": _("the consents"),
    "baseline": _("the first questions"),
    "follow_up": _("the last questions"),
    "primary": _("the primary outcome"),
    "telling": _("how people are told"),
    "analysis": _("the analysis"),
    "eligibility": _("who can join"),
}
PLANNED = ("baseline", "follow_up", "primary", "analysis")


@dataclass(frozen=True)
class Amendment:
    """A change after sealing: what, when, why, and after how many draws."""

    on: date
    reason: str
    draws_before: int
    changed: tuple[str, ...]

    @property
    def what(self) -> str:
        """The parts that changed, in words."""
        return ", ".join(str(PARTS[name]) for name in self.changed if name in PARTS)

    @property
    def is_of_the_plan(self) -> bool:
        """Whether what is measured or how it is analysed changed."""
        return any(name in PLANNED for name in self.changed)


def amendments_of(trial: Trial) -> list[Amendment]:
    """Every amendment in the ledger's order, which says before or after which draw it came."""
    found: list[tuple[date, str, int]] = []
    draws = 0
    for text in read_lines(trial.code):
        line = json.loads(text)
        draws += line["kind"] == "draw_revealed"
        if line["kind"] == "amended":
            found.append((date.fromisoformat(line["date"]), line["payload"]["reason"], draws))
    # The last versions are those of the amendments; before them are those of the draft.
    texts = list(trial.versions.order_by("number").values_list("definition", flat=True))
    pairs = list(pairwise(texts))[-len(found) :] if found else []
    return [
        Amendment(*line, _what_changed(before, after))
        for line, (before, after) in zip(found, pairs, strict=True)
    ]


def _what_changed(before: str, after: str) -> tuple[str, ...]:
    one, other = read_trial(before), read_trial(after)
    return tuple(
        part.name
        for part in fields(TrialDefinition)
        if getattr(one, part.name) != getattr(other, part.name)
    )
