"""What one entry's page shows: facts at a glance, eight answers, freshness."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from peervej.apps.directory.enums import FactState, SectionNumber, Status
from peervej.apps.directory.models import Fact, Initiative, Section
from peervej.apps.directory.wording import AT_A_GLANCE, FACT_LABELS, say_fact, say_partial_date
from peervej.apps.places.models import Region
from peervej.apps.places.queries import region_by_municipality, regions_on


@dataclass(frozen=True)
class FactLine:
    """One line of the facts: label and all its values, with source and date."""

    key: str
    label: str
    values: tuple[str, ...]
    source: str = ""
    dated: str = ""

    @property
    def value(self) -> str:
        """The values below each other."""
        return "\n".join(self.values)


def accepted_facts(initiative: Initiative) -> list[Fact]:
    """The public facts of an entry, in the order they were given."""
    return list(
        Fact.objects.filter(
            initiative=initiative, state=FactState.ACCEPTED, private=False
        ).select_related("source")
    )


def fact_lines(facts: Iterable[Fact], keys: Iterable[str] = AT_A_GLANCE) -> list[FactLine]:
    """Facts of some kinds as lines, in the order of `keys`; several values share a line."""
    by_key: dict[str, list[Fact]] = {}
    for fact in facts:
        by_key.setdefault(fact.key, []).append(fact)
    return [
        FactLine(
            key=key,
            label=str(FACT_LABELS[key]),
            values=tuple(say_fact(key, fact.value) for fact in by_key[key]),
            source=_title(by_key[key][0]),
            dated=say_partial_date(by_key[key][0].as_of),
        )
        for key in keys
        if key in by_key
    ]


def _title(fact: Fact) -> str:
    return fact.source.title if fact.source is not None else ""


@dataclass(frozen=True)
class Answered:
    """One of the eight questions with its public answer, if there is one."""

    number: int
    title: str
    section: Section | None


def eight_sections(initiative: Initiative) -> list[Answered]:
    """All eight questions in order."""
    known = {section.number: section for section in initiative.sections.select_related("source")}
    return [
        Answered(number.value, str(number.label), known.get(number.value))
        for number in SectionNumber
    ]


def has_run_out(initiative: Initiative, day: date) -> bool:
    """Whether an entry was running when it was described, but was to end before `day`."""
    until = initiative.until
    return (
        initiative.status == Status.RUNNING
        and bool(until)
        and until < day.isoformat()[: len(until)]
    )


def regions_of(initiatives: Iterable[Initiative], day: date) -> dict[int, list[Region]]:
    """The regions of each entry on `day`; entries for all of Denmark have none."""
    by_place: dict[int, Region] = {}
    found: dict[int, list[Region]] = {}
    for entry in initiatives:
        places = list(entry.municipalities.all())
        by_place = by_place or (region_by_municipality(day) if places else {})
        if places:
            regions = [by_place[place.pk] for place in places]
        else:
            regions = regions_on(entry.regions.all(), day)
        found[entry.pk] = list({region.pk: region for region in regions}.values())
    return found
