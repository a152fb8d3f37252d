"""Nobody is drawn twice in a trial: the first draw stands, whatever came afterwards.

Leaving research cuts the links between person and participation. What is kept beside them
is a keyed hash that only the same person's number, or the same contact, finds again; it
tells that there was a draw, never which participation or arm.
"""

from collections.abc import Iterable

from peervej.apps.people.models import Channel, Contact, Person
from peervej.apps.people.vault import follow_secret_links, store_secret_links
from peervej.apps.trial.models import Trial

DRAWN = "drawn"


def remember_drawn(people: Iterable[Person], trial: Trial) -> None:
    """Note that these people, and whoever has the same contact, have been drawn."""
    known = _known_by(people, trial)
    there = follow_secret_links(known)
    store_secret_links({one: DRAWN for one in known if one not in there})


def was_drawn_before(person: Person, trial: Trial) -> bool:
    """Whether the person or their contact has been drawn in the trial."""
    return bool(follow_secret_links(_known_by([person], trial)))


def _known_by(people: Iterable[Person], trial: Trial) -> list[str]:
    """What the vault knows people by, each once, in an order that tells nothing."""
    numbers = [person.pk for person in people]
    contacts = Contact.objects.filter(person_id__in=numbers).exclude(kind=Channel.NONE)
    known = {f"drawn:{trial.code}/person:{number}" for number in numbers}
    known |= {
        f"drawn:{trial.code}/contact:{lookup}"
        for lookup in contacts.values_list("lookup", flat=True)
    }
    return sorted(known)
