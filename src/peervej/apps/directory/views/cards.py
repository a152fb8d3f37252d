"""An entry as lists show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from peervej.apps.directory.describing import say_freshness, say_place, say_status
from peervej.apps.directory.enums import Facet, Kind, Status, TargetGroup
from peervej.apps.directory.models import Initiative
from peervej.apps.directory.queries.days import local_day
from peervej.apps.directory.queries.entry import has_run_out, regions_of
from peervej.apps.directory.queries.freshness import Freshness, freshness_of
from peervej.apps.directory.wording import label_of
from peervej.apps.places.models import Region


@dataclass(frozen=True)
class Card:
    """What a list shows of one entry."""

    entry: Initiative
    url: str
    kinds: tuple[str, ...]
    target_groups: tuple[str, ...]
    place: str
    status: str
    ended: bool
    freshness: str
    faded: bool


def make_cards(entries: Sequence[Initiative], now: datetime) -> list[Card]:
    """Cards for entries loaded with their municipalities, regions and facets."""
    # Where an entry names municipalities, a card shows those alone.
    wide = [entry for entry in entries if not entry.municipalities.all()]
    regions = regions_of(wide, local_day(now)) if wide else {}
    return [_make_card(entry, regions.get(entry.pk, []), now) for entry in entries]


def _make_card(entry: Initiative, regions: list[Region], now: datetime) -> Card:
    facets: dict[str, list[str]] = {}
    for row in entry.facets.all():
        facets.setdefault(row.facet, []).append(row.value)
    kinds = sorted(facets.get(Facet.KIND, []), key=lambda value: value != entry.kind)
    return Card(
        entry=entry,
        url=reverse("directory:entry", args=[entry.slug]),
        kinds=tuple(label_of(Kind, value) for value in kinds),
        target_groups=tuple(
            label_of(TargetGroup, value) for value in facets.get(Facet.TARGET_GROUP, [])
        ),
        place=say_place(entry, regions),
        status=say_status(entry, local_day(now)),
        ended=entry.status == Status.ENDED or has_run_out(entry, local_day(now)),
        freshness=say_freshness(entry, now),
        faded=freshness_of(entry, now) == Freshness.FADED,
    )
