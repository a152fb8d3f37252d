"""A person's own copy of what they said yes to, as tagged PDF (PDF/UA-1), set by typst."""

import json
import re
from importlib.resources import files

import typst
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peervej.apps.people.models import Consent
from peervej.data.trials import ConsentText

STANDARD = "ua-1"
# PDF/UA-1 (ISO 14289-1, 7.21) refuses a file with a sign no font has, such as an emoji.
_UNPRINTABLE = re.compile("[^\n\u0020-\u007e\u00a0-\u024f\u2010-\u2027\u2030-\u203a\u20ac]")


def write_consent_copy(consent: Consent, text: ConsentText) -> bytes:
    """One page: the text in its version, the chosen name, and the day of the yes."""
    facts = [
        _("%(name)s said yes on %(day)s.")
        % {"name": consent.person.chosen_name, "day": date_format(consent.given_at, "DATE_FORMAT")},
        _("Version %(version)s.") % {"version": text.version},
    ]
    if consent.withdrawn_at:
        day = date_format(consent.withdrawn_at, "DATE_FORMAT")
        facts.append(_("Taken back on %(day)s.") % {"day": day})
    content = {
        "title": text.title,
        "lead": text.lead,
        "points": list(text.points),
        "stop_title": text.stop_title,
        "stop": text.stop,
        "facts": facts,
        "language": text.language,
        "iso_date": consent.given_at.date().isoformat(),
    }
    data = _UNPRINTABLE.sub("?", json.dumps(content, ensure_ascii=False))
    # typst-py takes files by name as a dict, which its stubs do not say.
    made = typst.compile(  # type: ignore[call-overload]
        {
            "main.typ": files(__package__).joinpath("consent.typ").read_bytes(),
            "data.json": data.encode(),
        },
        format="pdf",
        pdf_standards=[STANDARD],
    )
    return bytes(made)
