"""Nobody is drawn twice in a trial: the first draw stands, whatever came afterwards.

Leaving research cuts the links between person and participation. What is kept beside them
is a keyed hash that only the same person's number, or the same contact, finds again; it
tells that there was a draw, never which participation or arm.
"""

from peervej.apps.people.models import Channel, Contact, Person
from peervej.apps.people.vault import follow_secret_link, store_secret_link
from peervej.apps.trial.models import Trial

DRAWN = "drawn"


def remember_drawn(person: Person, trial: Trial) -> None:
    """Note that a person, and whoever has the same contact, has been drawn."""
    for known in _known_by(person, trial):
        if follow_secret_link(known) is None:
            store_secret_link(known, DRAWN)


def was_drawn_before(person: Person, trial: Trial) -> bool:
    """Whether the person or their contact has been drawn in the trial."""
    return any(follow_secret_link(known) for known in _known_by(person, trial))


def _known_by(person: Person, trial: Trial) -> list[str]:
    known = [f"drawn:{trial.code}/person:{person.pk}"]
    contact = Contact.objects.filter(person=person).exclude(kind=Channel.NONE).first()
    if contact:
        known.append(f"drawn:{trial.code}/contact:{contact.lookup}")
    return known
