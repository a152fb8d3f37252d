"""Template tags: robust links, the path, the tile map, form fields."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from django import forms, template
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from peervej.apps.design.paths import draw_path, stop_state
from peervej.apps.design.tiles import SIDE, draw_groups, draw_tiles

register = template.Library()

_ABROAD = "+"
_SHORTEST_SUBSCRIBER_NUMBER = 8


@register.simple_tag
def url_or(fallback: str, name: str, *args: Any, **kwargs: Any) -> str:
    """Address of a named route, or the fallback while the route does not exist."""
    try:
        return reverse(name, args=args or None, kwargs=kwargs or None)
    except NoReverseMatch:
        return fallback


@register.simple_tag(takes_context=True)
def page_url(context: template.Context, number: int, parameter: str = "page") -> str:
    """Query string of this page with another page number, the filters kept."""
    request = context.get("request")
    if request is None:
        return f"?{parameter}={number}"
    query = request.GET.copy()
    query[parameter] = str(number)
    return f"?{query.urlencode()}"


@register.filter
def tel_href(number: str) -> str:
    """`tel:` address of a number written for people; eight digits are Danish."""
    digits = re.sub(r"\D", "", str(number))
    if str(number).strip().startswith(_ABROAD):
        return f"tel:+{digits}"
    if digits.startswith("00"):
        return f"tel:+{digits[2:]}"
    return f"tel:+45{digits}" if len(digits) == _SHORTEST_SUBSCRIBER_NUMBER else f"tel:{digits}"


def _labels(stops: int | str | Sequence[object]) -> list[str]:
    if isinstance(stops, int | str):
        return [str(number) for number in range(1, int(stops) + 1)]
    return [str(stop) for stop in stops]


def describe_path(total: int, done: int, current: int | None) -> str:
    """What the drawing says, in one or two sentences."""
    if done >= total:
        return gettext("All %(total)s times are done.") % {"total": total}
    said = ngettext(
        "%(done)s of %(total)s time is done.", "%(done)s of %(total)s times are done.", total
    ) % {"done": done, "total": total}
    if current:
        said += " " + gettext("Next is number %(current)s.") % {"current": current}
    return said


@register.inclusion_tag("design/components/path.html")
def path(
    stops: int | Sequence[object], done: int = 0, current: int | None = None, label: str = ""
) -> dict[str, Any]:
    """The winding path. `stops`: how many, or what is written in each; `current` from 1."""
    labels, done = _labels(stops), int(done or 0)
    return {
        "drawings": [
            ("path-narrow", draw_path(labels, done, current, narrow=True)),
            ("path-wide", draw_path(labels, done, current, narrow=False)),
        ],
        "said": label or describe_path(len(labels), done, current),
    }


@register.inclusion_tag("design/components/path_row.html")
def path_row(
    stops: int | Sequence[object], done: int = 0, current: int | None = None, label: str = ""
) -> dict[str, Any]:
    """One line of small dots for the desk."""
    labels, done = _labels(stops), int(done or 0)
    return {
        "dots": [
            (text, stop_state(number, done, current)) for number, text in enumerate(labels, start=1)
        ],
        "said": label or describe_path(len(labels), done, current),
    }


@register.inclusion_tag("design/components/tile_map.html")
def tile_map(
    tiles: Iterable[Mapping[str, Any]],
    caption: str = "",
    unit: str = "",
    name: str = "map",
    groups: Iterable[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Map of equal tiles with its table beside it; `name` makes the ids unique on a page.

    With `groups` a phone shows the whole as a small picture that leads to each group's tiles,
    as large as a thumb.
    """
    places = list(tiles)
    drawing = draw_tiles(places)
    return {
        "drawing": drawing,
        "groups": draw_groups(places, groups),
        "by_name": sorted(drawing.tiles, key=lambda tile: tile.label),
        "side": SIDE,
        "caption": caption,
        "unit": unit,
        "name": name,
    }


@register.filter
def field_kind(field: forms.BoundField) -> str:
    """Which markup a bound field needs: options, checkbox, date, hidden or plain."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.RadioSelect):
        return "options"
    return "group" if widget.use_fieldset else "plain"


@register.simple_tag
def field(bound: forms.BoundField, hint: str = "", **extra: Any) -> SafeString:
    """A form field with label, hint and error.

    `heading=True` makes the label the page's h1; `width` is short or medium.
    """
    if hint:
        bound.help_text = hint
    return render_to_string("design/forms/field.html", {"field": bound, **extra})


@register.simple_tag
def error_list(form: forms.BaseForm | Literal["", None]) -> list[tuple[str, str]]:
    """Each error of a form with the address of the input it belongs to; no form, no errors."""
    if not form or not form.is_bound:
        return []
    found = [("", str(error)) for error in form.non_field_errors()]
    for bound in form:
        found += [(f"#{_first_input(bound)}", str(error)) for error in bound.errors]
    return found


def _first_input(bound: forms.BoundField) -> str:
    """The id to jump to; a group of inputs has none of its own, its first input has."""
    widget = bound.field.widget
    grouped = isinstance(widget, forms.MultiWidget | forms.RadioSelect)
    return f"{bound.auto_id}_0" if grouped else bound.auto_id
