"""Mailboxes and mobiles that belong to no one taking part."""

from peervej.apps.messaging.models import Addressee
from peervej.apps.people.contacts import lookup_form, normalise_email, normalise_phone
from peervej.apps.people.models import Channel
from peervej.apps.people.vault import decrypt, encrypt, keyed_hash


def find_or_make_addressee(email: str, *, language: str = "da") -> Addressee:
    """The addressee with this mailbox, made when new; ValidationError on a malformed one."""
    return _find_or_make(Channel.EMAIL, normalise_email(email), language)


def find_or_make_mobile(phone: str, *, language: str = "da") -> Addressee:
    """The addressee with this mobile, made when new; ValidationError on a malformed number."""
    return _find_or_make(Channel.SMS, normalise_phone(phone), language)


def _find_or_make(channel: Channel, normal: str, language: str) -> Addressee:
    lookup = keyed_hash("addressee", lookup_form(channel, normal))
    addressee, _made = Addressee.objects.get_or_create(
        lookup=lookup,
        defaults={
            "ciphertext": encrypt("contact", normal.encode(), place=_place(lookup)),
            "language": language,
        },
    )
    return addressee


def read_address(addressee: Addressee) -> str:
    """The address in the clear, for the moment of sending or of the editor's look."""
    return decrypt("contact", addressee.ciphertext, place=_place(addressee.lookup)).decode()


def _place(lookup: str) -> str:
    return f"messaging_addressee/{lookup}/ciphertext"
