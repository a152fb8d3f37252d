"""What the published mapping says: foreword, overview, a chapter per region, index, sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import formats
from django.utils.translation import gettext as _

from peervej.apps.directory.describing import say_freshness, say_place, say_status
from peervej.apps.directory.enums import Answer, Facet, FactState, Kind, TargetGroup
from peervej.apps.directory.models import Fact, Initiative, Source
from peervej.apps.directory.queries.days import HOME_ZONE, local_day
from peervej.apps.directory.queries.entry import eight_sections, fact_lines, regions_of
from peervej.apps.directory.queries.filters import public_entries
from peervej.apps.directory.wording import label_of, say_partial_date
from peervej.apps.places.models import Region

MEASURES = ("effect", "training", "supervision", "lasting_money")


@dataclass(frozen=True)
class Entry:
    """One entry as it is printed; `also_in` are other chapters it belongs to."""

    name: str
    slug: str
    place: str
    organisation: str
    status: str
    freshness: str
    kind: str
    target_groups: tuple[str, ...]
    website: str
    summary: str
    who_may_come: str
    facts: tuple[tuple[str, str, str], ...]
    details: tuple[str, ...]
    sections: tuple[tuple[int, str, str], ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Chapter:
    """A region, or all of Denmark; `see_also` names entries printed in another chapter."""

    title: str
    entries: tuple[Entry, ...]
    see_also: tuple[tuple[str, str], ...]
    empty: str


@dataclass(frozen=True)
class OverviewRow:
    """How many entries, and of how many the source says yes, per measure."""

    label: str
    total: int
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Publication:
    """Everything the four formats print."""

    title: str
    date: str
    iso_date: str
    foreword: tuple[str, ...]
    measures: tuple[str, ...]
    definitions: tuple[str, ...]
    by_region: tuple[OverviewRow, ...]
    by_kind: tuple[OverviewRow, ...]
    chapters: tuple[Chapter, ...]
    by_target_group: tuple[tuple[str, tuple[str, ...]], ...]
    kinds: tuple[tuple[str, tuple[str, ...]], ...]
    sources: tuple[tuple[str, str, str], ...]


def gather_publication(now: datetime) -> Publication:
    """The public directory as it stands at `now`, in the language that is active."""
    day = local_day(now)
    rows = list(
        public_entries()
        .select_related("organisation")
        .prefetch_related("municipalities", "regions", "facets", "sources")
        .order_by("name")
    )
    regions = regions_of(rows, day)
    facts = _facts_by_entry(rows)
    printed = {
        row.pk: _print_entry(
            row,
            facts.get(row.pk, []),
            say_place(row, regions[row.pk]),
            say_status(row, day),
            say_freshness(row, now),
        )
        for row in rows
    }
    chapters = _chapters(rows, regions, printed, list(Region.objects.valid_on(day)))
    return Publication(
        title=_("Peer support in Denmark"),
        date=formats.date_format(now.astimezone(HOME_ZONE).date(), "DATE_FORMAT"),
        iso_date=day.isoformat(),
        foreword=_foreword(rows, chapters),
        measures=(
            _("Effect documented"),
            _("Training"),
            _("Supervision"),
            _("Lasting money"),
        ),
        definitions=(
            _("Effect documented: the source says that the effect has been documented."),
            _("Training: the source says that the peers are trained for it."),
            _("Supervision: the source says that the peers are offered supervision."),
            _("Lasting money: at least one source of money has no end date."),
            _("Where the source does not say, the entry is not counted as a yes."),
        ),
        by_region=_overview_by_region(rows, regions, list(Region.objects.valid_on(day))),
        by_kind=_overview_by_kind(rows),
        chapters=chapters,
        by_target_group=_index(rows, Facet.TARGET_GROUP, TargetGroup),
        kinds=_index(rows, Facet.KIND, Kind),
        sources=tuple(
            (source.title, say_partial_date(source.dated), source.url)
            for source in Source.objects.filter(initiatives__in=rows).distinct()
        ),
    )


def _facts_by_entry(rows: Sequence[Initiative]) -> dict[int, list[Fact]]:
    found: dict[int, list[Fact]] = {}
    facts = Fact.objects.filter(
        initiative__in=[row.pk for row in rows], state=FactState.ACCEPTED, private=False
    )
    for fact in facts.select_related("source"):
        found.setdefault(fact.initiative_id, []).append(fact)
    return found


def _print_entry(
    row: Initiative, facts: list[Fact], place: str, status: str, freshness: str
) -> Entry:
    groups = [f.value for f in row.facets.all() if f.facet == Facet.TARGET_GROUP]
    return Entry(
        name=row.name,
        slug=row.slug,
        place=place,
        organisation=row.organisation.name if row.organisation else "",
        status=status,
        freshness=freshness,
        kind=label_of(Kind, row.kind) if row.kind else "",
        target_groups=tuple(label_of(TargetGroup, value) for value in groups),
        website=row.website,
        summary=row.summary,
        who_may_come=row.who_may_come,
        facts=tuple((line.label, line.value, line.dated) for line in fact_lines(facts)),
        details=tuple(str(fact.value) for fact in facts if fact.key == "detail"),
        sections=tuple(
            (answered.number, answered.title, answered.section.text)
            for answered in eight_sections(row)
            if answered.section
        ),
        sources=tuple(
            f"{source.title} ({source.dated})" if source.dated else source.title
            for source in row.sources.all()
        ),
    )


def _chapters(
    rows: Sequence[Initiative],
    regions: dict[int, list[Region]],
    printed: dict[int, Entry],
    order: Sequence[Region],
) -> tuple[Chapter, ...]:
    """Every entry is printed once, in its first region; the other chapters refer to it."""
    chapters: list[Chapter] = []
    home: dict[int, str] = {}
    for region in order:
        here = [row for row in rows if region in regions[row.pk]]
        new = [row for row in here if row.pk not in home]
        home.update({row.pk: region.name for row in new})
        chapters.append(
            Chapter(
                title=region.name,
                entries=tuple(printed[row.pk] for row in new),
                see_also=tuple(
                    (row.name, home[row.pk]) for row in here if home[row.pk] != region.name
                ),
                empty=_("We know of none here yet. Tell us if you know of one."),
            )
        )
    rest = tuple(printed[row.pk] for row in rows if row.pk not in home)
    if rest:
        chapters.append(Chapter(_("All of Denmark"), rest, (), ""))
    return tuple(chapters)


def _foreword(rows: Sequence[Initiative], chapters: Sequence[Chapter]) -> tuple[str, ...]:
    confirmed = sum(row.confirmed_at is not None for row in rows)
    empty = [chapter.title for chapter in chapters if not (chapter.entries or chapter.see_also)]
    said = [
        _("This is the peer support in Denmark that we know of. There may be more."),
        _(
            "There are %(count)s offers in it. %(confirmed)s of them have been confirmed by "
            "those who run them. The rest is as it was told in the sources, with their dates."
        )
        % {"count": len(rows), "confirmed": confirmed},
        _(
            "The mapping is never finished. It is made anew from the directory whenever "
            "someone asks for it."
        ),
    ]
    if empty:
        said.append(_("We know of none in: %(names)s.") % {"names": ", ".join(empty)})
    return tuple(said)


def _row(label: str, rows: Sequence[Initiative]) -> OverviewRow:
    counts = tuple(sum(getattr(row, name) == Answer.YES for row in rows) for name in MEASURES)
    return OverviewRow(label, len(rows), counts)


def _overview_by_region(
    rows: Sequence[Initiative], regions: dict[int, list[Region]], order: Sequence[Region]
) -> tuple[OverviewRow, ...]:
    """An entry in two regions counts in both; the last line counts every entry once."""
    table = [_row(region.name, [r for r in rows if region in regions[r.pk]]) for region in order]
    table.append(_row(_("All of Denmark"), [row for row in rows if not regions[row.pk]]))
    table.append(_row(_("In all"), rows))
    return tuple(table)


def _overview_by_kind(rows: Sequence[Initiative]) -> tuple[OverviewRow, ...]:
    table = [
        _row(str(kind.label), [row for row in rows if row.kind == kind.value]) for kind in Kind
    ]
    table.append(_row(_("Other"), [row for row in rows if not row.kind]))
    table.append(_row(_("In all"), rows))
    return tuple(line for line in table if line.total)


def _index(
    rows: Sequence[Initiative], facet: str, choices: type[Kind] | type[TargetGroup]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: list[tuple[str, tuple[str, ...]]] = []
    for value, label in choices.choices:
        names = [
            row.name
            for row in rows
            if any(f.facet == facet and f.value == value for f in row.facets.all())
        ]
        if names:
            found.append((str(label), tuple(names)))
    return tuple(found)
