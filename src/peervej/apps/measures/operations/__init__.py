"""Issuing, answering and closing assessments. Nothing here knows a person or an arm."""

from peervej.apps.measures.operations.assessing import (
    AnswerRefused,
    AssessmentClosed,
    close_overdue,
    finish_assessment,
    issue_assessment,
    issue_assessments,
    reopen_baseline,
    save_answer,
    void_assessments,
)
from peervej.apps.measures.operations.paper import PaperResult, enter_paper
from peervej.apps.measures.operations.querying import (
    BY_RULE,
    QueryRefused,
    note_quality,
    raise_query,
    reply_to_query,
)

__all__ = [
    "BY_RULE",
    "AnswerRefused",
    "AssessmentClosed",
    "PaperResult",
    "QueryRefused",
    "close_overdue",
    "enter_paper",
    "finish_assessment",
    "issue_assessment",
    "issue_assessments",
    "note_quality",
    "raise_query",
    "reopen_baseline",
    "reply_to_query",
    "save_answer",
    "void_assessments",
]
