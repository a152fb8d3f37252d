"""What a draw means for the service: a seat for some, usual support for the others.

A whole batch is settled in a handful of statements, because everyone else who is to be drawn
waits for the chain's lock meanwhile.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Case, When
from django.utils.translation import gettext as _

from peervej.apps.audit.operations import record_events
from peervej.apps.people.models import Person
from peervej.apps.people.operations import keep_all_until
from peervej.apps.programmes.enums import Decision, EnrolmentState
from peervej.apps.programmes.models import Enrolment, Group
from peervej.apps.programmes.operations.enrolment import WrongPeriod
from peervej.apps.programmes.operations.locks import lock_group
from peervej.apps.programmes.operations.seating import AlreadyEnrolled, GroupFull, IntakeClosed
from peervej.apps.programmes.queries.meetings import local_day
from peervej.apps.programmes.queries.seats import free_seats, intake_is_open, taken_seats


@transaction.atomic
def settle_drawn(
    group: Group,
    *,
    seated: Sequence[Enrolment],
    usual_support: Sequence[Enrolment],
    actor: str,
    now: datetime,
) -> None:
    """Give seats in the order of enrolment, and usual support until the group's last day.

    People are told by a person, so no message is queued. Nothing stored ties anyone with usual
    support to the group. Raises AlreadyEnrolled, WrongPeriod, IntakeClosed or GroupFull, and
    then nothing has changed.
    """
    rows = _lock(group, [*seated, *usual_support])
    group = lock_group(group)
    if seated and not intake_is_open(group, now):
        raise IntakeClosed(_("This group no longer takes in new people."))
    if free_seats(group) < len(seated):
        raise GroupFull(_("This group is full."))
    last = group.sessions.order_by("-starts_at").first()
    ends_on = local_day(last.ends_at) if last else group.starts_on
    seats = sorted(one.pk for one in seated)
    others = sorted(one.pk for one in usual_support)
    _seat(group, seats, now)
    Enrolment.objects.filter(pk__in=others).update(
        state=EnrolmentState.USUAL_SUPPORT,
        decision=Decision.USUAL_SUPPORT,
        decided_at=now,
        ends_on=ends_on,
    )
    keep_all_until([row.person_id for row in rows.values()], ends_on)
    site_id, given = group.period.site_id, [rows[pk] for pk in seats]
    record_events(
        "seat", given, actor=actor, now=now, site_id=site_id, group=group.pk, reason="drawn"
    )
    record_events(
        "give_usual_support", [rows[pk] for pk in others], actor=actor, now=now, site_id=site_id
    )


def _lock(group: Group, drawn: Sequence[Enrolment]) -> dict[int, Enrolment]:
    """The rows as they are now, people first; all must be waiting for this period's draw."""
    people = Person.objects.select_for_update(no_key=True)
    list(people.filter(pk__in=[one.person_id for one in drawn]).order_by("pk"))
    found = Enrolment.objects.select_for_update(no_key=True)
    rows = {row.pk: row for row in found.filter(pk__in=[one.pk for one in drawn]).order_by("pk")}
    if len(rows) != len(drawn) or any(
        row.state != EnrolmentState.AWAITING_DRAW for row in rows.values()
    ):
        raise AlreadyEnrolled(_("This person is not waiting for the draw."))
    if any(row.period_id != group.period_id for row in rows.values()):
        raise WrongPeriod(_("The group belongs to another period."))
    return rows


def _seat(group: Group, enrolments: Sequence[int], now: datetime) -> None:
    """The lowest free numbers, in order; the unique seat number is the last guard."""
    if not enrolments:
        return
    taken = set(taken_seats(group))
    free = (number for number in range(1, group.capacity + 1) if number not in taken)
    numbers = [When(pk=pk, then=number) for pk, number in zip(enrolments, free, strict=False)]
    try:
        with transaction.atomic():
            Enrolment.objects.filter(pk__in=enrolments).update(
                group=group,
                seat=Case(*numbers),
                state=EnrolmentState.SEATED,
                decision=Decision.DRAWN,
                decided_at=now,
                told_at=None,
            )
    except IntegrityError as error:
        raise GroupFull(_("This group is full.")) from error
