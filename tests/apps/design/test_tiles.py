"""The tile map's geometry and colour steps."""

import pytest

from peervej.apps.design.tiles import TILE, draw_tiles, tile_level


def place(col, row, **more):
    return {"col": col, "row": row, "label": "Helsingør", "count": 4, "url": "#", **more}


def test_tiles_start_at_the_top_left_and_never_share_a_place():
    drawing = draw_tiles([place(7, 3), place(5, 4), place(6, 3)])
    assert [(tile.x, tile.y) for tile in drawing.tiles] == [(TILE, 0), (2 * TILE, 0), (0, TILE)]
    assert (drawing.width, drawing.height) == (3 * TILE, 2 * TILE)


def test_a_tile_names_itself_shortly():
    drawing = draw_tiles([place(0, 0), place(1, 0, short="HØ")])
    assert [tile.short for tile in drawing.tiles] == ["Hels", "HØ"]


def test_no_tiles_make_an_empty_drawing():
    assert draw_tiles([]).tiles == ()


@pytest.mark.parametrize(
    ("count", "level"), [(None, 0), (0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (7, 3), (8, 4), (99, 4)]
)
def test_levels_grow_with_the_count(count, level):
    assert tile_level(count) == level
