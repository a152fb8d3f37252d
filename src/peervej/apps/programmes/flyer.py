"""The flyer of a site as tagged PDF (PDF/UA-1), set by typst; text goes in as data."""

import io
import json
import re
from datetime import date
from importlib.resources import files

import segno
import typst
from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peervej.apps.places.models import Site
from peervej.apps.programmes.models import IntroMeeting
from peervej.apps.programmes.wording import say_time, say_when

STANDARD = "ua-1"
# PDF/UA-1 (ISO 14289-1, 7.21) refuses a file with a sign no font has, such as an emoji.
_UNPRINTABLE = re.compile("[^\n\u0020-\u007e\u00a0-\u024f\u2010-\u2027\u2030-\u203a\u20ac]")


def write_flyer(site: Site, intros: list[IntroMeeting], *, on: date) -> bytes:
    """One A5 page: what it is, the next meetings, how to come, a QR code to the list."""
    address = f"{settings.PUBLIC_URL}{reverse('programmes:intros')}?sted={site.slug}"
    content = {
        "title": _("Come and hear what it is"),
        "lead": _(
            "A small group meets ten times. Two volunteers lead it, and they have had a hard"
            " time themselves."
        ),
        "facts": [
            _("It is free."),
            _("You can use a nickname."),
            _("You come on your own. Nobody has to send you."),
            _("We tell no one that you come."),
        ],
        "next": _("The next intro meetings in %(place)s") % {"place": site.name},
        "meetings": [_line(intro) for intro in intros],
        "none": _("See the next dates on the page below."),
        "how": _("Sign up on the page, call, or just turn up."),
        "phone": _("Call %(phone)s") % {"phone": site.phone} if site.phone else "",
        "address": address.split("://", 1)[1],
        "link": address,
        "qr": _("QR code that opens the list of meetings"),
        "on": _("Printed %(day)s. The page always shows the newest dates.")
        % {"day": date_format(on, "DATE_FORMAT")},
        "iso_date": on.isoformat(),
    }
    code = io.BytesIO()
    segno.make(address, error="m").save(code, kind="svg", border=0, dark="#0A3A3E")
    data = _UNPRINTABLE.sub("?", json.dumps(content, ensure_ascii=False))
    # typst-py takes files by name as a dict, which its stubs do not say.
    made = typst.compile(  # type: ignore[call-overload]
        {
            "main.typ": files(__package__).joinpath("flyer.typ").read_bytes(),
            "data.json": data.encode(),
            "qr.svg": code.getvalue(),
        },
        format="pdf",
        pdf_standards=[STANDARD],
    )
    return bytes(made)


def _line(intro: IntroMeeting) -> dict[str, str]:
    return {
        "when": f"{say_when(intro.starts_at)}–{say_time(intro.ends_at)}".capitalize(),
        "where": intro.place or _("Online"),
    }
