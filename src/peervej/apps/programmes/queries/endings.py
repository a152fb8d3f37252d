"""Who of a group that has ended may be kept in touch with."""

from peervej.apps.people.models import Consent, Person, Purpose
from peervej.apps.programmes.enums import EnrolmentState
from peervej.apps.programmes.models import ContactWish, Enrolment


def last_completed(person: Person) -> Enrolment | None:
    """The person's latest completed time in a group."""
    rows = Enrolment.objects.filter(
        person=person, state=EnrolmentState.COMPLETED, group__isnull=False
    )
    rows = rows.select_related("person__site__municipality", "period__programme", "group")
    return rows.order_by("-ended_on", "-pk").first()


def wants_contact(person: Person) -> bool:
    """Whether the person has said yes to being found by others from the group."""
    return Consent.objects.filter(
        person=person, purpose=Purpose.CONTACT, withdrawn_at=None
    ).exists()


def may_be_wished(enrolment: Enrolment) -> list[Enrolment]:
    """Others who completed the same group and have said yes themselves."""
    said_yes = Consent.objects.filter(purpose=Purpose.CONTACT, withdrawn_at=None)
    rows = Enrolment.objects.filter(
        group=enrolment.group,
        state=EnrolmentState.COMPLETED,
        person__in=said_yes.values("person"),
        person__erased_at=None,
    )
    rows = rows.exclude(pk=enrolment.pk).select_related("person")
    return list(rows.order_by("person__chosen_name"))


def wished_by(enrolment: Enrolment) -> set[int]:
    """The enrolments this one would like to keep in touch with."""
    return set(ContactWish.objects.filter(wisher=enrolment).values_list("wished", flat=True))


def in_touch_with(enrolment: Enrolment) -> list[Enrolment]:
    """Those who wish it and are wished: both said yes, both chose each other."""
    back = ContactWish.objects.filter(wished=enrolment).values("wisher")
    wished = ContactWish.objects.filter(wisher=enrolment).values("wished")
    possible = {other.pk for other in may_be_wished(enrolment)}
    rows = Enrolment.objects.filter(pk__in=back).filter(pk__in=wished).select_related("person")
    return [other for other in rows.order_by("person__chosen_name") if other.pk in possible]
