"""Messages that come back: a mailbox that is full, closed or never was."""

from datetime import datetime, timedelta

from django.db import transaction

from peervej.apps.audit.operations import record_event
from peervej.apps.messaging.adapters.base import handle_of
from peervej.apps.messaging.models import Message, MessageState
from peervej.apps.people.models import Channel

LOOK_BACK = timedelta(days=30)


@transaction.atomic
def note_return(handle: str, *, actor: str, now: datetime) -> Message | None:
    """Note that the e-mail with this handle came back for good; None when it is not ours.

    The message turns from sent to failed, so that it stands on the coordinator's work list.
    The address stays: what is sent next shows whether it was mended. Twice is once.
    """
    sent = Message.objects.filter(
        channel=Channel.EMAIL,
        state__in=[MessageState.SENT, MessageState.UNCERTAIN],
        finished_at__gt=now - LOOK_BACK,
    )
    found = next((row for row in sent.iterator() if handle_of(row.key) == handle), None)
    if found is None:
        return None
    message = Message.objects.select_for_update(of=("self",)).get(pk=found.pk)
    message.state = MessageState.FAILED
    message.finished_at = now
    message.problem = "came back"
    message.save(update_fields=["state", "finished_at", "problem"])
    site_id = message.person.site_id if message.person else None
    record_event("note_return", message, actor=actor, now=now, site_id=site_id)
    return message
