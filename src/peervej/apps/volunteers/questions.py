"""What an applicant is asked before the talk: in one's own words, and all of it may be left out."""

from django.utils.translation import gettext_lazy as _

QUESTIONS = {
    "own": _("What have you been through that you would like to use?"),
    "distance": _("How is it today? What helps you when it gets hard?"),
    "bring": _("What are you good at together with others?"),
    "need": _("What do you need from us to do well?"),
    "time": _("When do you have time, and how much?"),
}
