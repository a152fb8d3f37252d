"""Contrast of every pair of colours that meet, in every theme."""

import re

import pytest

from tests.apps.design.rendering import DESIGN

CSS = (DESIGN / "static/design/peervej.css").read_text(encoding="utf-8")
DARK = "@media screen and (prefers-color-scheme: dark) {"
MORE = "@media screen and (prefers-contrast: more) {"
DARK_MORE = "@media screen and (prefers-contrast: more) and (prefers-color-scheme: dark) {"
TEXT_PAIRS = [
    *[("ink", ground) for ground in ("paper", "card", "mist", "sand", "sun-wash", "coral-wash")],
    *[("soft", ground) for ground in ("paper", "card", "mist", "sand")],
    *[("fjord", ground) for ground in ("paper", "card", "mist", "sand", "sun-wash", "coral-wash")],
    *[("fjord-hover", ground) for ground in ("paper", "card", "mist", "sand")],
    *[("coral", ground) for ground in ("paper", "card", "coral-wash")],
    *[("on-deep", "deep"), ("on-deep-soft", "deep"), ("on-deep", "deep-here")],
    *[("on-feature", "feature"), ("on-feature-soft", "feature"), ("feature", "on-feature")],
    *[("on-fjord", "fjord"), ("on-fjord", "fjord-hover"), ("on-sun", "sun"), ("card", "coral")],
    *[("on-tile-low", f"tile-{level}") for level in (0, 1, 2)],
    *[("on-tile-high", f"tile-{level}") for level in (3, 4)],
]
SHAPE_PAIRS = [
    *[("edge", ground) for ground in ("paper", "card")],
    *[("fjord", ground) for ground in ("paper", "card", "sand", "band")],
    *[("focus", ground) for ground in ("paper", "card", "mist", "sand")],
    *[("sun", ground) for ground in ("deep", "feature")],
]


def block(opening):
    start = CSS.index(opening) + len(opening)
    text = CSS[start : CSS.index("}", start)]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9A-F]{6})\b", text))


LIGHT = block(":root {")
THEMES = {
    "light": LIGHT,
    "dark": LIGHT | block(DARK),
    "more contrast": LIGHT | block(MORE),
    "dark, more contrast": LIGHT | block(DARK) | block(MORE) | block(DARK_MORE),
}


def luminance(colour):
    """Relative luminance of #RRGGBB (WCAG 2.2, definitions)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_published():
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read(theme):
    tokens = THEMES[theme]
    poor = {
        pair: round(contrast(tokens[pair[0]], tokens[pair[1]]), 2)
        for pair in TEXT_PAIRS
        if contrast(tokens[pair[0]], tokens[pair[1]]) < 4.5
    }
    assert poor == {}


@pytest.mark.parametrize("theme", THEMES)
def test_shapes_can_be_seen(theme):
    tokens = THEMES[theme]
    poor = {
        pair: round(contrast(tokens[pair[0]], tokens[pair[1]]), 2)
        for pair in SHAPE_PAIRS
        if contrast(tokens[pair[0]], tokens[pair[1]]) < 3
    }
    assert poor == {}


@pytest.mark.parametrize("theme", ["more contrast", "dark, more contrast"])
def test_more_contrast_means_at_least_seven_for_running_text(theme):
    tokens = THEMES[theme]
    for text in ("ink", "soft", "fjord"):
        assert contrast(tokens[text], tokens["paper"]) >= 7


def test_sun_is_never_the_colour_of_text():
    assert not re.search(r"(?<![\w-])color: var\(--sun\)", CSS)


def test_every_token_used_is_defined():
    used = set(re.findall(r"var\(--([\w-]+)", CSS))
    defined = set(re.findall(r"--([\w-]+):", CSS))
    assert used <= defined
    assert {name for name in defined if not name.startswith("tile-")} - used == set()
