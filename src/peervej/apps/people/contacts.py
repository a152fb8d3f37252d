"""Phone numbers and e-mail addresses: normal form, and what is wrong with the rest."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from peervej.apps.people.models import Channel

DANISH_NUMBER = re.compile(r"[2-9][0-9]{7}")
FOREIGN_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")


def normalise_phone(text: str) -> str:
    """A number as +4522334455; spaces, +45 and 0045 are welcome, foreign numbers need +.

    Digits of other scripts and the invisible marks that come along when a number is copied from
    a phone's contacts are read as what they mean. Raises ValidationError that says how to write
    the number.
    """
    digits = re.sub(r"[\s().\-/]", "", _in_plain_signs(text))
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    national = digits.removeprefix("+45")
    if DANISH_NUMBER.fullmatch(national):
        return f"+45{national}"
    if digits.startswith("+") and not digits.startswith("+45") and FOREIGN_NUMBER.fullmatch(digits):
        return digits
    raise ValidationError(
        _(
            "Write the number with eight digits, for example 22 33 44 55."
            " Foreign numbers start with +."
        )
    )


def _in_plain_signs(text: str) -> str:
    """Digits as 0 to 9, dashes as one kind of dash, invisible marks gone."""
    return "".join(
        str(unicodedata.decimal(sign, "-" if unicodedata.category(sign) == "Pd" else sign))
        for sign in unicodedata.normalize("NFKC", text)
        if unicodedata.category(sign) != "Cf"
    )


def normalise_email(text: str) -> str:
    """An address without surrounding space, the domain in small letters."""
    address = text.strip()
    try:
        validate_email(address)
    except ValidationError as error:
        raise ValidationError(
            _("Write the whole e-mail address, for example name@example.dk.")
        ) from error
    local, _at, domain = address.rpartition("@")
    return f"{local}@{domain.lower()}"


def normalise_contact(text: str) -> str:
    """A number or an address in its normal form, whichever it is; ValidationError as for each."""
    value = text.strip()
    return normalise_email(value) if "@" in value else normalise_phone(value)


def channel_of(contact: str) -> Channel:
    """How someone is reached: a mailbox has an @, a mobile is a number, and some give neither."""
    if not contact:
        return Channel.NONE
    return Channel.EMAIL if "@" in contact else Channel.SMS


def lookup_form(kind: str, normal: str) -> str:
    """What equal contacts share; mail providers treat Ann@ and ann@ as one mailbox."""
    return normal.lower() if kind == "email" else normal
