"""The poster and the page of figures as tagged PDF (PDF/UA-1), set by typst."""

import io
import json
import re
from datetime import date
from importlib.resources import files
from typing import Any

import segno
import typst
from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from peervej.apps.documentation.models import Kit
from peervej.apps.documentation.queries import questions_of
from peervej.apps.documentation.wording import say_page
from peervej.apps.places.models import AcuteNumber

STANDARD = "ua-1"
# PDF/UA-1 (ISO 14289-1, 7.21) refuses a file with a sign no font has, such as an emoji.
_UNPRINTABLE = re.compile("[^\n\u0020-\u007e\u00a0-\u024f\u2010-\u2027\u2030-\u203a\u20ac]")
PER_MINUTE = 5


def address_of(kit: Kit) -> str:
    """The whole address people open."""
    return str(settings.PUBLIC_URL) + reverse("documentation:answer", args=[kit.key])


def qr_code(address: str, name: str) -> SafeString:
    """The QR code as an inline drawing."""
    code = io.BytesIO()
    segno.make(address, error="m").save(
        code, kind="svg", border=2, dark="#0A3A3E", light="#FFFFFF", xmldecl=False, svgclass=name,
        lineclass=None, omitsize=True,
    )  # fmt: skip
    return mark_safe(code.getvalue().decode())  # noqa: S308  drawn here from our own address


def write_poster(kit: Kit, *, on: date) -> bytes:
    """One A4 page to hang up: what it is, that no name is given, the code and the address."""
    address = address_of(kit)
    minutes = max(2, -(-len(questions_of(kit, get_language() or "da")) // PER_MINUTE))
    facts = [
        _("It takes about %(minutes)s minutes.") % {"minutes": minutes},
        _("You give no name, and nobody can see what you answered."),
        _("You may skip any question."),
    ]
    if kit.has_rounds:
        facts.append(_("Answer once now, and once more later."))
    content = {
        "title": _("How are you these days?"),
        "place": kit.place_name,
        "lead": _("We would like to know how it goes for those who come here."),
        "facts": facts,
        "how": _("Point your phone at the square, or write this in the address line:"),
        "address": address.split("://", 1)[1],
        "link": address,
        "qr": _("QR code that opens the questions"),
        "until": _("You can answer until %(day)s.")
        % {"day": date_format(kit.closes_on, "DATE_FORMAT")},
        "now": _("Nobody reads the answers right away. Do you need help now?"),
        "numbers": [
            f"{row.label}: {row.number}" for row in AcuteNumber.objects.filter(region=None)
        ],
        "iso_date": on.isoformat(),
    }
    code = io.BytesIO()
    segno.make(address, error="m").save(code, kind="svg", border=0, dark="#0A3A3E")
    return _set("poster.typ", content, {"qr.svg": code.getvalue()})


def write_page(kit: Kit) -> bytes:
    """The page of figures, on one A4 page."""
    said = say_page(kit)
    drawings = {
        f"figure{number}.svg": part.figure.encode()
        for number, part in enumerate(said.parts)
        if part.figure
    }
    content = {
        "title": said.title,
        "period": said.period,
        "lead": said.lead,
        "parts": [
            {
                "title": part.title,
                "verdict": part.verdict,
                "sentences": list(part.sentences),
                "counts": [list(pair) for pair in part.counts],
                "count_note": part.count_note,
                "figure": f"figure{number}.svg" if part.figure else "",
                "figure_text": part.figure_text,
                "warning": part.warning,
            }
            for number, part in enumerate(said.parts)
        ],
        "can_title": _("This can be said"),
        "can": list(said.can),
        "cannot_title": _("This cannot be said"),
        "cannot": list(said.cannot),
        "counts_title": _("How many changed"),
        "kept": said.kept,
        "iso_date": (kit.closed_at.date() if kit.closed_at else kit.closes_on).isoformat(),
    }
    return _set("page.typ", content, drawings)


def _set(template: str, content: dict[str, Any], drawings: dict[str, bytes]) -> bytes:
    content["language"] = (get_language() or "da").split("-")[0]
    data = _UNPRINTABLE.sub("?", json.dumps(content, ensure_ascii=False))
    # typst-py takes files by name as a dict, which its stubs do not say.
    made = typst.compile(  # type: ignore[call-overload]
        {
            "main.typ": files(__package__).joinpath(template).read_bytes(),
            "data.json": data.encode(),
            **drawings,
        },
        format="pdf",
        pdf_standards=[STANDARD],
    )
    return bytes(made)
