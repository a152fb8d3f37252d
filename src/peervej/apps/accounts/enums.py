"""The roles a route can be open to."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    """Who may come in. Staff roles need a log-in; the others a signed link."""

    PUBLIC = "public"
    # by signed link
    PARTICIPANT = "participant"
    VOLUNTEER = "volunteer"
    OWNER = "owner"
    OBSERVER = "observer"
    # by log-in
    COORDINATOR = "coordinator"
    INTERVIEWER = "interviewer"
    RESEARCHER = "researcher"
    NATIONAL = "national"
    MUNICIPAL = "municipal"
    EDITOR = "editor"
    # the demonstration alone
    DEMONSTRATION = "demonstration"


LINK_ROLES = frozenset({Role.PARTICIPANT, Role.VOLUNTEER, Role.OWNER, Role.OBSERVER})
STAFF_ROLES = frozenset(
    {
        Role.COORDINATOR,
        Role.INTERVIEWER,
        Role.RESEARCHER,
        Role.NATIONAL,
        Role.MUNICIPAL,
        Role.EDITOR,
    }
)

ROLE_NAMES = {
    Role.COORDINATOR: _("coordinator"),
    Role.INTERVIEWER: _("interviewer"),
    Role.RESEARCHER: _("researcher"),
    Role.NATIONAL: _("national coordinator"),
    Role.MUNICIPAL: _("municipal partner"),
    Role.EDITOR: _("editor of the directory"),
}
