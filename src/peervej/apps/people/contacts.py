"""Phone numbers and e-mail addresses: normal form, and what is wrong with the rest."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

DANISH_NUMBER = re.compile(r"[2-9]\d{7}")
FOREIGN_NUMBER = re.compile(r"\+\d{7,15}")


def normalise_phone(text: str) -> str:
    """A number as +4512345678; spaces, +45 and 0045 are welcome, foreign numbers need +.

    Raises ValidationError that says how to write it.
    """
    digits = re.sub(r"[\s().\-/]", "", text)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    national = digits.removeprefix("+45")
    if DANISH_NUMBER.fullmatch(national):
        return f"+45{national}"
    if digits.startswith("+") and not digits.startswith("+45") and FOREIGN_NUMBER.fullmatch(digits):
        return digits
    raise ValidationError(
        _(
            "Write the number with eight digits, for example 12 34 56 78."
            " Foreign numbers start with +."
        )
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


def lookup_form(kind: str, normal: str) -> str:
    """What equal contacts share; mail providers treat Ann@ and ann@ as one mailbox."""
    return normal.lower() if kind == "email" else normal
