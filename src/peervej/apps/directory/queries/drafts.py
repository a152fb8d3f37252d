"""What a draft changes, what it lacks, and what waits for the editor."""

import difflib
import re
from dataclasses import dataclass

from django.db.models import Case, Count, Q, QuerySet, When
from django.utils.translation import gettext as _

from peervej.apps.directory.enums import (
    DraftState,
    Facet,
    FactState,
    Listing,
    OwnerState,
    Part,
    Status,
)
from peervej.apps.directory.models import (
    Correction,
    Draft,
    Fact,
    Initiative,
    Owner,
    Section,
)
from peervej.apps.directory.models.drafts import OPEN_STATES

COLUMNS = {
    Part.NAME: "name",
    Part.SUMMARY: "summary",
    Part.WHO_MAY_COME: "who_may_come",
    Part.WEBSITE: "website",
}
NEEDED = (Part.NAME, Part.SUMMARY, Part.WHO_MAY_COME, Part.PURPOSE, Part.SUPPORT, Part.RECEIVERS)
LAST_REMINDER = 4


def public_part(initiative: Initiative, part: int) -> str:
    """What the public reads of one part now."""
    column = COLUMNS.get(Part(part))
    if column:
        return str(getattr(initiative, column))
    section = Section.objects.filter(initiative=initiative, number=part).first()
    return section.text if section else ""


def missing_for_publishing(draft: Draft, *, decided: bool = False) -> list[str]:
    """What must be there before the editor can publish, as labels; empty when complete.

    `decided`: facts that are only proposed do not count; for the editor, who decides on them.
    """
    texts = {section.number: section.text for section in draft.sections.all()}
    missing = [str(part.label) for part in NEEDED if not texts.get(part.value)]
    entry = draft.initiative
    states = [FactState.ACCEPTED] if decided else [FactState.ACCEPTED, FactState.PROPOSED]
    facts = Fact.objects.filter(initiative=entry, state__in=states)
    keys = set(facts.values_list("key", flat=True))
    placed = entry.nationwide or entry.regions.exists() or entry.municipalities.exists()
    if not placed and not keys & {"municipality", "region"}:
        missing.append(_("Municipality or region"))
    if "kind" not in keys:
        missing.append(str(Facet.KIND.label))
    if "target_group" not in keys:
        missing.append(str(Facet.TARGET_GROUP.label))
    return missing


@dataclass(frozen=True)
class Run:
    """Words that stayed, went or came."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One part of a draft beside what is public."""

    number: int
    title: str
    before: str
    after: str
    runs: tuple[Run, ...]


def compare_words(before: str, after: str) -> tuple[Run, ...]:
    """The way from one text to the other, word by word."""
    old, new = re.findall(r"\S+\s*", before), re.findall(r"\S+\s*", after)
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    runs: list[Run] = []
    for tag, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        if tag == "equal":
            runs.append(Run("same", "".join(old[a_from:a_to])))
            continue
        if a_to > a_from:
            runs.append(Run("gone", "".join(old[a_from:a_to])))
        if b_to > b_from:
            runs.append(Run("new", "".join(new[b_from:b_to])))
    return tuple(runs)


def differences(draft: Draft) -> list[Difference]:
    """Every part the draft changes, in order."""
    found = []
    for section in draft.sections.all():
        before = public_part(draft.initiative, section.number)
        if before != section.text:
            title = str(Part(section.number).label)
            runs = compare_words(before, section.text)
            found.append(Difference(section.number, title, before, section.text, runs))
    return found


@dataclass(frozen=True)
class EditorQueue:
    """What waits for the editor, oldest first in each list."""

    drafts: QuerySet[Draft]
    proposals: QuerySet[Initiative]
    corrections: QuerySet[Correction]
    claims: QuerySet[Owner]
    silent: QuerySet[Initiative]
    orphans: QuerySet[Initiative]


def editor_queue() -> EditorQueue:
    """Drafts sent in or loaded, proposed facts, corrections, claims, the silent, the orphans."""
    loaded = Q(state=DraftState.OPEN, source__isnull=False)
    waiting = Q(facts__state=FactState.PROPOSED)
    return EditorQueue(
        drafts=Draft.objects.filter(Q(state=DraftState.SUBMITTED) | loaded).select_related(
            "initiative", "resembles"
        ),
        proposals=Initiative.objects.exclude(drafts__state__in=OPEN_STATES)
        .filter(waiting)
        .annotate(waiting=Count("facts", filter=waiting)),
        corrections=Correction.objects.filter(closed_at=None).select_related("initiative"),
        claims=Owner.objects.filter(state=OwnerState.ASKED).select_related(
            "initiative", "addressee"
        ),
        silent=Initiative.objects.filter(listing=Listing.PUBLIC, asked_again__gte=LAST_REMINDER),
        orphans=_orphans(),
    )


def _orphans() -> QuerySet[Initiative]:
    """Public entries nobody speaks for or has asked to; those that may still run first."""
    spoken_for = Owner.objects.filter(state__in=[OwnerState.ASKED, OwnerState.VERIFIED])
    known = Initiative.objects.filter(listing__in=[Listing.PUBLIC, Listing.HIDDEN])
    without = known.exclude(pk__in=spoken_for.values("initiative"))
    return without.order_by(Case(When(status=Status.ENDED, then=1), default=0), "name", "pk")
