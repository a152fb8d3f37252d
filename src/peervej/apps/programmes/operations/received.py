"""Forms sent from a phone on a bad line arrive twice, or late; they count once."""

from datetime import datetime

from peervej.apps.programmes.models import ReceivedForm

LONGEST_KEY = 64


def is_new_form(key: str, *, now: datetime) -> bool:
    """Note the form's key; False when it was noted before.

    Call it inside the operation's transaction: when that fails, the key is free again.
    """
    _form, made = ReceivedForm.objects.get_or_create(
        key=key[:LONGEST_KEY], defaults={"received_at": now}
    )
    return made
