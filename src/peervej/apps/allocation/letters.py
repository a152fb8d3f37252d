"""Messages around the draw: to people neutral, to observers with the receipt."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from peervej.apps.accounts.enums import Role
from peervej.apps.accounts.links import create_link
from peervej.apps.allocation.models import ActRequest, Observer, Receipt
from peervej.apps.messaging.kinds import Letter, message_kind
from peervej.apps.messaging.models import Message
from peervej.apps.trial.queries import open_questions


@message_kind("allocation.questions_ready")
def write_questions_ready(message: Message, now: datetime) -> Letter | None:
    """Right after joining: a link to come back by."""
    person = message.person
    if person is None or open_questions(person, now.date()) is None:
        return None
    link = create_link(Role.PARTICIPANT, person.pk, "/spoergsmaal/", now=now)
    return Letter(
        subject=_("A message for you"),
        text=_("Hi %(name)s. Thank you. You can go on here when it suits you: %(link)s")
        % {"name": person.chosen_name, "link": link},
    )


@message_kind("allocation.page_updated")
def write_page_updated(message: Message, now: datetime) -> Letter | None:
    """After a person has been told: the same stands on their page, to read in peace."""
    person = message.person
    if person is None:
        return None
    link = create_link(Role.PARTICIPANT, person.pk, "/min-side/", now=now)
    return Letter(
        subject=_("A message for you"),
        text=_("Hi %(name)s. Your page has been updated. Open it here: %(link)s")
        % {"name": person.chosen_name, "link": link},
    )


@message_kind("allocation.observer_invitation")
def write_observer_invitation(message: Message, now: datetime) -> Letter | None:
    observer = Observer.objects.filter(pk=message.reference, contribution="").first()
    if observer is None:
        return None
    link = create_link(Role.OBSERVER, observer.pk, "/observatoer/", now=now)
    return Letter(
        subject=_("You are asked to observe a draw"),
        text=_(
            "You are asked to add a few words to the seed of a draw, so that nobody can choose"
            " it. Do it here: %(link)s"
        )
        % {"link": link},
    )


@message_kind("allocation.awaited")
def write_awaited(message: Message, now: datetime) -> Letter | None:
    """To a colleague who can be the second of two; not once it is done, withdrawn or late."""
    asked = ActRequest.objects.filter(
        pk=message.reference, outcome=ActRequest.Outcome.WAITING, expires_on__gte=now.date()
    ).first()
    if asked is None:
        return None
    return Letter(
        subject=_("A colleague is waiting for you"),
        text=_("Hi %(name)s. Something waits for you until %(day)s. Sign in here: %(link)s")
        % {
            "name": message.user,
            "day": date_format(asked.expires_on, "MONTH_DAY_FORMAT"),
            "link": settings.PUBLIC_URL + reverse("portal:today"),
        },
    )


@message_kind("allocation.receipt")
def write_receipt(message: Message, now: datetime) -> Letter | None:
    code, _colon, events = message.reference.rpartition(":")
    receipt = Receipt.objects.filter(trial__code=code, events=events).first()
    if receipt is None:
        return None
    return Letter(
        subject=_("Receipt of a draw"),
        text=_(
            "The ledger of %(code)s has %(events)s lines, and the last one has this hash:\n"
            "%(head)s\nKeep it: with it you can check later that nothing was changed."
        )
        % {"code": code, "events": receipt.events, "head": receipt.head},
    )
