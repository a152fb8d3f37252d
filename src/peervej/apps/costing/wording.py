"""Refusals of `methods.economics` in words for the page."""

import re

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from peervej.methods.errors import UnusableInput

PLACE = re.compile(r"\.(costs|consequences|variations|scenarios|items|unpaid)\[(\d+)\](?:\.(\w+))?")


def say_refusal(error: UnusableInput) -> str:
    """What is wrong and how to mend it, with the place where one is named."""
    text = str(error)
    said = next((str(words) for sign, words in SAID if re.search(sign, text)), "")
    if not said:
        return gettext("It cannot be reckoned with as it stands: %(reason)s") % {
            "reason": text[:300]
        }
    found = PLACE.search(text)
    if found is None:
        return said
    sheets = {
        "costs": _("costs"),
        "consequences": _("consequences"),
        "variations": _("ranges"),
        "scenarios": _("scenarios"),
        "items": _("prices"),
        "unpaid": _("unpaid hours"),
    }
    place = gettext("%(sheet)s, row %(row)s") % {"sheet": sheets[found[1]], "row": found[2]}
    return f"{said} ({place}{f', {found[3]}' if found[3] else ''})"


SAID = (
    (r"larger than|unpacks to more", _("The file is too large. Is it the right one?")),
    (
        r"no Excel workbook",
        _("The file cannot be read as Excel (.xlsx). Save it again from Excel, and try once more."),
    ),
    (
        r"has no sheet",
        _(
            "A sheet is missing. The file must have the sheets Case, Costs and Consequences;"
            " download one here to see the form."
        ),
    ),
    (r"more than \d+ rows", _("A sheet has too many rows.")),
    (
        r"prices of \d+ and of \d+",
        _(
            "There are prices of several years. Give them all for one year, or fill in an"
            " index for the years."
        ),
    ),
    (
        r"each its own|name of its own",
        _("Two lines have the same name. Give each a name of its own."),
    ),
    (r"no parameter", _("A range or scenario changes something that is not in the calculation.")),
    (
        r"cannot be below 0|below 0",
        _("A number is below 0. What is spared is of the kind “saved”."),
    ),
    (r"at least one cost and one", _("There must be at least one cost and one consequence.")),
    (
        r"must be a|must be one of",
        _(
            "A cell holds something else than it should, such as words where there must be a"
            " number."
        ),
    ),
    (
        r"lacks|is empty",
        _(
            "Something is not filled in. A formula counts as empty until Excel has saved its"
            " result."
        ),
    ),
    (r"unknown key", _("There is a heading that is not known here.")),
    (r"give a year", _("A price year must be a year such as 2026.")),
    (
        r"Somebody begins|how many begin",
        _("Say how many begin in each year, and within the years reckoned."),
    ),
    (r"prices of .* are for", _("Say what it spares the municipality, the region or the state.")),
    (
        r"success|rate_|standardised",
        _("Fill in how many succeed: two shares, a difference, or an effect beside a share."),
    ),
)
