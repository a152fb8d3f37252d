"""What readiness and suggestions say, in words."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from peervej.apps.volunteers.enums import AgreementKind, Interest, Language, Need, StepKind
from peervej.apps.volunteers.queries.readiness import Missing, Readiness, ReadyState
from peervej.methods.matching import PartOfDay, Suggestion

WEEKDAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
PARTS = {
    PartOfDay.MORNING: gettext_lazy("morning"),
    PartOfDay.AFTERNOON: gettext_lazy("afternoon"),
    PartOfDay.EVENING: gettext_lazy("evening"),
}


def say_readiness(readiness: Readiness) -> str:
    """Approved, under guidance, run out, or not ready yet; with the last day."""
    if readiness.state == ReadyState.APPROVED and readiness.ends_on:
        return _("Approved until %(day)s") % {"day": date_format(readiness.ends_on)}
    if readiness.state == ReadyState.LAPSED and readiness.ends_on:
        return _("The approval ran out on %(day)s") % {"day": date_format(readiness.ends_on)}
    return {
        ReadyState.APPROVED: _("Approved"),
        ReadyState.TRAINEE: _("Under guidance"),
        ReadyState.LAPSED: _("The approval has run out"),
        ReadyState.NOT_READY: _("Not ready yet"),
    }[readiness.state]


def say_approver(code: str) -> str:
    """Who decides on a role the coordinator does not decide on alone."""
    return {
        "organisation": _("The organisation behind it decides. You note it here."),
        "master_instructor": _("A master instructor decides. You note it here."),
        "host": _("The place where they work decides. You note it here."),
    }.get(code, "")


def say_missing(missing: Iterable[Missing]) -> list[str]:
    """One line for each thing missing."""
    return [_say_one(item) for item in missing]


def _say_one(item: Missing) -> str:
    n = item.amount
    if item.what == "step":
        return str(StepKind(item.which).label)
    if item.what == "agreement":
        return str(AgreementKind(item.which).label)
    if item.what == "role":
        return _("Ready as %(role)s") % {"role": item.which}
    amounts = {
        "training_days": ngettext("%(n)s day of training", "%(n)s days of training", n),
        "training_hours": ngettext("%(n)s hour of training", "%(n)s hours of training", n),
        "courses_under_guidance": ngettext(
            "%(n)s course under guidance", "%(n)s courses under guidance", n
        ),
        "guidance_visits": ngettext("%(n)s guidance visit", "%(n)s guidance visits", n),
        "renewal_visits": ngettext(
            "%(n)s guidance visit to renew", "%(n)s guidance visits to renew", n
        ),
        "active": _("Is not active now"),
        "approval": _("The coordinator's approval"),
    }
    words = amounts[item.what]
    return words % {"n": n} if "%(n)s" in words else words


def time_choices() -> list[tuple[str, str]]:
    """Every part of every weekday, as codes and words."""
    return [
        (f"{number}-{part.value}", say_time(f"{number}-{part.value}").capitalize())
        for number in range(7)
        for part in PartOfDay
    ]


def say_time(code: str) -> str:
    """ "2-evening" as "Wednesday evening"."""
    weekday, _dash, part = code.partition("-")
    return f"{WEEKDAYS[int(weekday)]} {PARTS[PartOfDay(part)]}"


def say_reasons(suggestion: Suggestion) -> str:
    """Why this volunteer is suggested."""
    times = [say_time(f"{slot.weekday}-{slot.part.value}") for slot in suggestion.times]
    parts = [
        ", ".join(str(Language(code).label) for code in suggestion.languages),
        ", ".join(times),
        ", ".join(str(Need(code).label) for code in suggestion.needs_met),
    ]
    if suggestion.shared:
        shared = ", ".join(str(Interest(code).label) for code in suggestion.shared)
        parts.append(_("both like: %(what)s") % {"what": shared})
    return " · ".join(part for part in parts if part)
