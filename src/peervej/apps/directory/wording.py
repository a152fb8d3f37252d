"""How dates, places and facts of an entry are said."""

from datetime import date
from functools import cache
from typing import Any

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peervej.apps.directory.enums import Answer, How, Kind, Status, TargetGroup, Terms
from peervej.data.geography import load_municipalities, load_regions

Text = str | Promise

FACT_LABELS: dict[str, Text] = {
    "status": gettext_lazy("Status"),
    "kind": gettext_lazy("Form"),
    "also_kind": gettext_lazy("Also"),
    "target_group": gettext_lazy("For whom"),
    "since": gettext_lazy("Since"),
    "until": gettext_lazy("Until"),
    "terms": gettext_lazy("Terms of the peers"),
    "peer_count": gettext_lazy("How many peers"),
    "peers_note": gettext_lazy("About the peers"),
    "training": gettext_lazy("Training"),
    "supervision": gettext_lazy("Supervision"),
    "effect": gettext_lazy("Effect documented"),
    "partner": gettext_lazy("Together with"),
    "number": gettext_lazy("Numbers"),
    "law": gettext_lazy("Law"),
    "funding": gettext_lazy("Money"),
    "how": gettext_lazy("How we know"),
    "who_may_come": gettext_lazy("Who may come"),
    "detail": gettext_lazy("More about it"),
    "municipality": gettext_lazy("Municipality"),
    "region": gettext_lazy("Region"),
    "website": gettext_lazy("Website"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "person": gettext_lazy("Person"),
}
CODED: dict[str, Any] = {
    "status": Status,
    "kind": Kind,
    "also_kind": Kind,
    "target_group": TargetGroup,
    "terms": Terms,
    "how": How,
}
AT_A_GLANCE = (
    "status",
    "kind",
    "also_kind",
    "target_group",
    "since",
    "until",
    "terms",
    "peer_count",
    "peers_note",
    "training",
    "supervision",
    "effect",
    "number",
    "funding",
    "law",
    "partner",
    "how",
)


def label_of(choices: Any, code: str) -> str:
    """The label of a code; the code itself when it is not one we know."""
    return str(choices(code).label) if code in choices.values else code


def say_partial_date(text: str) -> str:
    """A year, a month or a day as people write it; what is no date stays as it stands."""
    try:
        parts = [int(part) for part in text.split("-")] if text else []
        if len(parts) == 3:
            return formats.date_format(date(parts[0], parts[1], parts[2]), "DATE_FORMAT")
        if len(parts) == 2:
            return formats.date_format(date(parts[0], parts[1], 1), "F Y")
    except ValueError:
        return text
    return text


def say_fact(key: str, value: Any) -> str:
    """One fact in words, whatever shape its value has."""
    if key in CODED:
        return label_of(CODED[key], str(value))
    if key in {"since", "until"}:
        return say_partial_date(str(value))
    if key in {"municipality", "region"}:
        return _place_names().get(str(value), str(value))
    if not isinstance(value, dict):
        return str(value)
    if key in {"training", "supervision", "effect"}:
        given = label_of(Answer, value["given"])
        return f"{given}. {value['text']}" if value.get("text") else given
    if key == "number":
        return _say_number(value)
    if key == "law":
        return _say_law(value)
    return _say_funding(value) if key == "funding" else str(value)


@cache
def _place_names() -> dict[str, str]:
    names = {region.slug: region.name for region in load_regions()}
    return names | {place.slug: place.name for place in load_municipalities()}


def _say_number(value: dict[str, Any]) -> str:
    span = formats.number_format(value["value"], use_l10n=True, force_grouping=True)
    if value.get("value_to") is not None:
        span += "–" + formats.number_format(value["value_to"], use_l10n=True, force_grouping=True)
    said = f"{value['label']}: {span} {value['unit']}"
    if value.get("as_of"):
        said += f" ({say_partial_date(value['as_of'])})"
    return f"{said}. {value['note']}" if value.get("note") else said


def _say_law(value: dict[str, Any]) -> str:
    said = " ".join(part for part in (value["paragraph"], value["law"]) if part)
    if value.get("version"):
        said += f" ({value['version']})"
    return f"{said}. {value['note']}" if value.get("note") else said


def _say_funding(value: dict[str, Any]) -> str:
    parts = [value["source"]]
    if value.get("amount"):
        parts.append(value["amount"])
    if value.get("lasting"):
        parts.append(_("lasting money"))
    elif value.get("until"):
        parts.append(_("until %(date)s") % {"date": say_partial_date(value["until"])})
    said = ", ".join(parts)
    return f"{said}. {value['note']}" if value.get("note") else said
