"""The tile map's geometry and colour steps."""

import pytest

from peervej.apps.design.tiles import TILE, draw_groups, draw_tiles, short_names, tile_level
from peervej.data.geography import load_municipalities


def place(col, row, **more):
    return {"col": col, "row": row, "label": "Helsingør", "count": 4, "url": "#", **more}


def test_tiles_start_at_the_top_left_and_never_share_a_place():
    drawing = draw_tiles([place(7, 3), place(5, 4), place(6, 3)])
    assert [(tile.x, tile.y) for tile in drawing.tiles] == [(TILE, 0), (2 * TILE, 0), (0, TILE)]
    assert (drawing.width, drawing.height) == (3 * TILE, 2 * TILE)


def test_a_tile_names_itself_shortly():
    drawing = draw_tiles([place(0, 0), place(1, 0, label="Fanø", short="HØ")])
    assert [tile.short for tile in drawing.tiles] == ["Helsin", "HØ"]


def test_no_two_municipalities_have_the_same_short_name():
    short = short_names(place.name for place in load_municipalities())
    assert len(set(short.values())) == 98
    assert max(map(len, short.values())) == 7
    assert (short["Frederikshavn"], short["Odense"]) == ("Fr.havn", "Odense")


def test_groups_are_drawn_for_themselves_and_know_where_they_lie_on_the_whole():
    places = [place(7, 3, group="east"), place(2, 1, group="west"), place(8, 5, group="east")]
    kinds = [{"slug": slug, "label": slug, "count": 1, "url": "#"} for slug in ("east", "none")]
    (east,) = draw_groups(places, kinds)
    assert (east.slug, east.drawing.width, east.drawing.height) == ("east", 2 * TILE, 3 * TILE)
    assert [(tile.x, tile.y) for tile in east.drawing.tiles] == [(0, 0), (TILE, 2 * TILE)]
    assert [(tile.x, tile.y) for tile in east.there] == [(250, 100), (300, 200)]


def test_no_tiles_make_an_empty_drawing():
    assert draw_tiles([]).tiles == ()


@pytest.mark.parametrize(
    ("count", "level"), [(None, 0), (0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (7, 3), (8, 4), (99, 4)]
)
def test_levels_grow_with_the_count(count, level):
    assert tile_level(count) == level
