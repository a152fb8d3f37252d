"""What a site is asked about a finding: set sentences, so that nothing else can travel along.

Findings about what somebody answered all have the same sentence. It tells neither which of
them it is nor what was answered.
"""

from django.utils.translation import gettext_lazy as _

HOW_IT_WENT = _("How did it go with the questions? Was there anything in the way?")
SENTENCES = {
    "paper_differs": _("Two people have typed the paper form, and not alike. Look at it again."),
    "paper_waits": _("The paper form has been typed by one. A colleague is to type it too."),
    "baseline_old": _("The day of the first questions does not fit the draw. What happened?"),
    "no_last_questions": _("No last questions are planned for this person. What happened?"),
    "outside_window": _("The form is dated outside the days agreed. What day stands on it?"),
    "sent_empty": HOW_IT_WENT,
    "half_skipped": HOW_IT_WENT,
    "all_alike": HOW_IT_WENT,
}


def sentence_for(rule: str) -> str:
    """What the site is asked, in the reader's language."""
    return str(SENTENCES.get(rule, HOW_IT_WENT))
