"""Letting rules ask the sites."""

from datetime import datetime

from django.db import transaction

from peervej.apps.measures.operations import BY_RULE, raise_query
from peervej.apps.reporting.queries.quality import paper_to_ask_about
from peervej.apps.trial.models import Trial


@transaction.atomic
def ask_by_rule(trial: Trial, *, now: datetime) -> int:
    """Let the rules about paper ask the sites; returns how many were asked about now."""
    found = paper_to_ask_about(trial, now.date())
    for rule, respondent in found:
        raise_query(respondent, trial.code, rule, actor=BY_RULE, now=now)
    return len(found)
