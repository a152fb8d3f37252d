"""Queries that travel: from a finding to the site that can know, and back to be closed.

No answer, arm or key goes along: what the site is asked is one of a few set sentences, and
the site writes back in a few words.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.audit.operations import record_research_event
from peervej.apps.measures.models import PAPER_RULES, DataQuery, QualityNote
from peervej.methods.scheduling import week_of

BY_RULE = "rule"


class QueryRefused(ValueError):
    """The query cannot take this step; the message says why, and nothing has changed."""


@transaction.atomic
def raise_query(respondent: UUID, study: str, rule: str, *, actor: str, now: datetime) -> DataQuery:
    """Ask the site about a finding; asking again while one is open returns the first."""
    query, made = DataQuery.objects.get_or_create(
        respondent=respondent,
        study=study,
        rule=rule,
        closed_on=None,
        defaults={"raised_on": now.date(), "raised_by": actor},
    )
    if made:
        record_research_event("raise_query", DataQuery, now=now, rule=rule)
    return query


@transaction.atomic
def reply_to_query(query: DataQuery, reply: str, *, role: str, now: datetime) -> DataQuery:
    """The site says what it knows; a later word replaces the earlier one until it is closed.

    Kept are the role and the week, not who and which day: the read log says who opened whose
    page on which day, and the two must not lead from a person to their answers.
    """
    held = DataQuery.objects.select_for_update().get(pk=query.pk)
    if held.closed_on:
        raise QueryRefused(_("The researchers have closed this already. Thank you anyway."))
    if not reply.strip():
        raise QueryRefused(_("Write in a few words what you found out."))
    held.reply, held.replied_as = reply.strip(), role
    held.replied_week = week_of(now.date())
    held.save(update_fields=["reply", "replied_as", "replied_week"])
    record_research_event("reply_to_query", DataQuery, now=now, rule=held.rule)
    return held


@transaction.atomic
def note_quality(
    respondent: UUID, study: str, rule: str, note: str, *, actor: str, now: datetime
) -> QualityNote:
    """Say what came of looking into a finding, which closes what the site was asked about it.

    A later word replaces the earlier one.
    """
    kept, _made = QualityNote.objects.update_or_create(
        respondent=respondent,
        study=study,
        rule=rule,
        defaults={"note": note.strip(), "noted_on": now.date(), "noted_by": actor},
    )
    DataQuery.objects.filter(respondent=respondent, study=study, rule=rule, closed_on=None).update(
        closed_on=now.date(), closed_by=actor
    )
    record_research_event("note_quality", QualityNote, now=now, rule=rule)
    return kept


def close_paper_queries(respondent: UUID, *, now: datetime) -> None:
    """Two readings agree at last: what was asked about the paper is answered."""
    DataQuery.objects.filter(respondent=respondent, rule__in=PAPER_RULES, closed_on=None).update(
        closed_on=now.date(), closed_by=BY_RULE
    )
