"""Geometry of the tile map: each municipality is an equal tile in its rough position."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# A tile is wide enough for a thumb where the map is drawn at its own size.
SIDE = 48
GAP = 2
TILE = SIDE + GAP
_STEPS = (1, 2, 4, 8)
_SHORT = 6


@dataclass(frozen=True)
class Tile:
    """One drawn tile; `level` 0 to 4 grows with the count, None means not shown."""

    x: int
    y: int
    label: str
    short: str
    count: int | None
    level: int
    url: str
    group: str


@dataclass(frozen=True)
class TileDrawing:
    """Tiles with the size of the drawing, read from the top left."""

    width: int
    height: int
    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class TileGroup:
    """Tiles that lie together, drawn for themselves; `there` are they on the whole map."""

    slug: str
    label: str
    count: int
    url: str
    drawing: TileDrawing
    there: tuple[Tile, ...]


def tile_level(count: int | None) -> int:
    """Step of the colour scale for a count; a suppressed count has the lowest."""
    return sum(count >= step for step in _STEPS) if count is not None else 0


def short_names(labels: Iterable[str]) -> dict[str, str]:
    """Each label in a few letters; those that begin alike are told apart by their ends."""
    found = list(labels)
    begun = [label[:_SHORT] for label in found]
    return {
        label: label
        if len(label) <= _SHORT + 1
        else f"{label[:2]}.{label[-4:]}"
        if begun.count(label[:_SHORT]) > 1
        else label[:_SHORT]
        for label in found
    }


def draw_tiles(places: Iterable[Mapping[str, Any]]) -> TileDrawing:
    """Place tiles given as {col, row, label, count, url}; `short`, `url`, `group` optional."""
    rows = sorted(places, key=lambda place: (place["row"], place["col"]))
    if not rows:
        return TileDrawing(0, 0, ())
    left = min(place["col"] for place in rows)
    top = rows[0]["row"]
    names = short_names(str(place["label"]) for place in rows)
    tiles = tuple(
        Tile(
            x=(place["col"] - left) * TILE,
            y=(place["row"] - top) * TILE,
            label=str(place["label"]),
            short=str(place.get("short") or names[str(place["label"])]),
            count=place.get("count"),
            level=tile_level(place.get("count")),
            url=place.get("url") or "",
            group=place.get("group") or "",
        )
        for place in rows
    )
    return TileDrawing(
        width=max(tile.x for tile in tiles) + TILE,
        height=max(tile.y for tile in tiles) + TILE,
        tiles=tiles,
    )


def draw_groups(
    places: Iterable[Mapping[str, Any]], groups: Iterable[Mapping[str, Any]]
) -> tuple[TileGroup, ...]:
    """A drawing for each of the groups {slug, label, count, url} that has tiles."""
    rows = list(places)
    names = short_names(str(row["label"]) for row in rows)
    rows = [{"short": names[str(row["label"])], **row} for row in rows]
    whole = draw_tiles(rows)
    return tuple(
        TileGroup(
            slug=group["slug"],
            label=str(group["label"]),
            count=group["count"],
            url=group["url"],
            drawing=draw_tiles(row for row in rows if row.get("group") == group["slug"]),
            there=there,
        )
        for group in groups
        if (there := tuple(tile for tile in whole.tiles if tile.group == group["slug"]))
    )
