"""Geometry of the tile map: each municipality is an equal tile in its rough position."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

TILE = 40
GAP = 3
_STEPS = (1, 2, 4, 8)
_SHORT = 4


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


@dataclass(frozen=True)
class TileDrawing:
    """Tiles with the size of the drawing, read from the top left."""

    width: int
    height: int
    tiles: tuple[Tile, ...]


def tile_level(count: int | None) -> int:
    """Step of the colour scale for a count; a suppressed count has the lowest."""
    return sum(count >= step for step in _STEPS) if count is not None else 0


def draw_tiles(places: Iterable[Mapping[str, Any]]) -> TileDrawing:
    """Place tiles given as {col, row, label, count, url}, `short` and `url` optional."""
    rows = sorted(places, key=lambda place: (place["row"], place["col"]))
    if not rows:
        return TileDrawing(0, 0, ())
    left = min(place["col"] for place in rows)
    top = rows[0]["row"]
    tiles = tuple(
        Tile(
            x=(place["col"] - left) * TILE,
            y=(place["row"] - top) * TILE,
            label=str(place["label"]),
            short=str(place.get("short") or str(place["label"])[:_SHORT]),
            count=place.get("count"),
            level=tile_level(place.get("count")),
            url=place.get("url") or "",
        )
        for place in rows
    )
    return TileDrawing(
        width=max(tile.x for tile in tiles) + TILE,
        height=max(tile.y for tile in tiles) + TILE,
        tiles=tiles,
    )
