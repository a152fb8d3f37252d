"""The roles a route can be open to."""

from enum import StrEnum


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
