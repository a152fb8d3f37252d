"""Keeping entries true: corrections by readers, facts proposed by owners."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.audit.operations import record_event
from peervej.apps.directory.enums import FactState
from peervej.apps.directory.models import Correction, Fact, Initiative
from peervej.apps.directory.wording import say_partial_date
from peervej.apps.places.models import Municipality


class UnusableFact(ValueError):
    """A proposed fact that cannot be: it says what is wrong."""


@transaction.atomic
def report_correction(initiative: Initiative, *, text: str, now: datetime) -> Correction:
    """Keep what a reader says is wrong; no name is asked for."""
    correction = Correction.objects.create(
        initiative=initiative, text=text.strip()[:2000], sent_at=now
    )
    record_event("report_correction", correction, actor="public", now=now)
    return correction


@transaction.atomic
def propose_facts(
    initiative: Initiative,
    *,
    status: str = "",
    since: str = "",
    until: str = "",
    municipality: str = "",
    kind: str = "",
    target_group: str = "",
    words: str = "",
    actor: str,
    now: datetime,
) -> list[Fact]:
    """An owner's change of facts, waiting for the editor; equal ones are left out.

    Raises UnusableFact for dates that contradict each other or an unknown municipality.
    """
    check_dates(initiative, since=since, until=until)
    if municipality and not Municipality.objects.filter(slug=municipality).exists():
        raise UnusableFact(_("There is no municipality of that name. Choose one from the list."))
    wanted = {
        "status": status,
        "since": since,
        "until": until,
        "municipality": municipality,
        "kind": kind,
        "target_group": target_group,
    }
    known = _known_values(initiative)
    found = []
    for key, value in wanted.items():
        if not value or (key, value) in known:
            continue
        fact, _made = Fact.objects.get_or_create(
            initiative=initiative,
            key=key,
            value=value,
            state=FactState.PROPOSED,
            defaults={"as_of": f"{now:%Y-%m}", "words": words},
        )
        found.append(fact)
    if found:
        record_event("propose_facts", initiative, actor=actor, now=now, count=len(found))
    return found


def _known_values(initiative: Initiative) -> set[tuple[str, str]]:
    """The single words that hold already, as (key, value)."""
    facts = Fact.objects.filter(initiative=initiative, state=FactState.ACCEPTED)
    known = {(key, str(value)) for key, value in facts.values_list("key", "value")}
    places = initiative.municipalities.values_list("slug", flat=True)
    return known | {("municipality", slug) for slug in places}


def check_dates(initiative: Initiative, *, since: str, until: str) -> None:
    """Refuse an end before the beginning, beside what is proposed already or else holds.

    Partial dates compare as text as far as both go. Raises UnusableFact.
    """
    proposed = Fact.objects.filter(initiative=initiative, state=FactState.PROPOSED)
    waiting = dict(proposed.filter(key__in=["since", "until"]).values_list("key", "value"))
    begins = since or str(waiting.get("since") or initiative.since)
    ends = until or str(waiting.get("until") or initiative.until)
    length = min(len(begins), len(ends))
    if length and ends[:length] < begins[:length]:
        raise UnusableFact(
            _("It cannot have ended (%(ends)s) before it began (%(begins)s). Check the two dates.")
            % {"begins": say_partial_date(begins), "ends": say_partial_date(ends)}
        )
