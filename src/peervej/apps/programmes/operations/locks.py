"""Row locks of the enrolment operations: person, then group, then enrolment.

FOR NO KEY UPDATE: rows of other tables that point here can still be written, so a message
queued for someone never waits for that person's own operation while holding a group.
"""

from peervej.apps.people.models import Person
from peervej.apps.programmes.models import Enrolment, Group


def lock_person(person: Person) -> Person:
    """The person's row, locked until the transaction ends."""
    return Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def lock_group(group: Group) -> Group:
    """The group's row as it is now, locked until the transaction ends."""
    rows = Group.objects.select_related("period__programme", "period__site")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=group.pk)


def lock_enrolment(enrolment: Enrolment) -> Enrolment:
    """The enrolment's row as it is now, locked until the transaction ends."""
    rows = Enrolment.objects.select_related("period__programme", "period__site", "person")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=enrolment.pk)
