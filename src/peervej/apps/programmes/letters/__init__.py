"""Messages about meetings: time, place, link. Never what the meeting is about."""

from peervej.apps.programmes.letters import groups, intros, leaders, offers

__all__ = ["groups", "intros", "leaders", "offers"]
