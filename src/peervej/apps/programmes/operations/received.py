"""Forms sent from a phone on a bad line arrive twice, or late; they count once."""

from datetime import datetime

from peervej.apps.programmes.models import ReceivedForm

LONGEST_KEY = 64


class SentTwice(Exception):
    """This form has been received before, and what it asked for is done."""


def refuse_repeated(key: str, *, now: datetime) -> None:
    """Raise SentTwice for a form that has been received; no key is no form."""
    if key and not is_new_form(key, now=now):
        raise SentTwice


def is_new_form(key: str, *, now: datetime) -> bool:
    """Note the form's key; False when it was noted before.

    Call it inside the operation's transaction: when that fails, the key is free again.
    """
    _form, made = ReceivedForm.objects.get_or_create(
        key=key[:LONGEST_KEY], defaults={"received_at": now}
    )
    return made
