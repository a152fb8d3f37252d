"""What was public of an entry before: every version as it stood, and what it changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from peervej.apps.directory.enums import Part, SectionNumber
from peervej.apps.directory.models import Fact, Source, Version
from peervej.apps.directory.queries.drafts import Run, compare_words
from peervej.apps.directory.queries.entry import FactLine, fact_lines
from peervej.apps.directory.wording import AT_A_GLANCE

COLUMN_PARTS = (
    (Part.NAME, "name"),
    (Part.SUMMARY, "summary"),
    (Part.WHO_MAY_COME, "who_may_come"),
    (Part.WEBSITE, "website"),
)
SHOWN_FACTS = (*AT_A_GLANCE, "detail")


@dataclass(frozen=True)
class OldPart:
    """One text of a version, and the way to it from the version before."""

    title: str
    text: str
    runs: tuple[Run, ...]

    @property
    def changed(self) -> bool:
        return any(run.kind != "same" for run in self.runs)


@dataclass(frozen=True)
class OldVersion:
    """A version in words; `before` is the number of the one it followed, None for the first."""

    version: Version
    before: int | None
    parts: tuple[OldPart, ...]
    facts: tuple[FactLine, ...]
    changed_facts: tuple[OldPart, ...]


def read_version(version: Version) -> OldVersion:
    """Everything a version showed the public, beside the version before it."""
    earlier = Version.objects.filter(
        initiative=version.initiative_id, number__lt=version.number
    ).first()
    now, then = version.content, earlier.content if earlier else {}
    facts, old_facts = _facts(now), _facts(then)
    return OldVersion(
        version=version,
        before=earlier.number if earlier else None,
        parts=tuple(_compare(_texts(now), _texts(then))),
        facts=tuple(facts),
        changed_facts=tuple(
            part for part in _compare(_said(facts), _said(old_facts)) if earlier and part.changed
        ),
    )


def _texts(content: Mapping[str, Any]) -> dict[str, str]:
    """The texts by title in the order of the questions; those of older kinds may be missing."""
    texts = {str(part.label): content.get(column, "") for part, column in COLUMN_PARTS}
    texts[_("Where")] = ", ".join(content.get("places", []))
    sections = content.get("sections", {})
    texts |= {str(number.label): sections.get(str(number.value), "") for number in SectionNumber}
    return texts


def _facts(content: Mapping[str, Any]) -> list[FactLine]:
    rows = content.get("facts", [])
    sources = Source.objects.in_bulk({row["source"] for row in rows if row.get("source")})
    facts = [
        Fact(
            key=row["key"],
            value=row["value"],
            as_of=row.get("as_of", ""),
            source=sources.get(row.get("source")),
        )
        for row in rows
    ]
    return fact_lines(facts, SHOWN_FACTS)


def _said(lines: list[FactLine]) -> dict[str, str]:
    return {line.label: line.value for line in lines}


def _compare(now: Mapping[str, str], then: Mapping[str, str]) -> list[OldPart]:
    found = []
    for title in dict.fromkeys([*now, *then]):
        after, before = now.get(title, ""), then.get(title, "")
        if after or before:
            found.append(OldPart(title, after, compare_words(before, after)))
    return found
