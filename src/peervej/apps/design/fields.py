"""A date asked for as day, month and year."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

_DANISH = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d+)")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def _read_parts(text: str) -> list[str]:
    """Day, month and year of one text such as 3/12/2026; what cannot be read is the day."""
    text = text.strip()
    if found := _DANISH.fullmatch(text):
        return list(found.groups())
    if found := _ISO.fullmatch(text):
        return list(reversed(found.groups()))
    return [text, "", ""]


class DatePartsInput(forms.MultiWidget):
    """Three short text inputs; a whole date pasted into the first one is understood."""

    template_name = "design/forms/date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        parts: dict[str, forms.Widget | type[forms.Widget]] = {
            name: forms.TextInput({"inputmode": "numeric", "maxlength": 20, "autocomplete": "off"})
            for name in ("day", "month", "year")
        }
        super().__init__(parts, attrs)

    def decompress(self, value: Any) -> list[str]:
        """Split a date, or a text somebody wrote, into its three parts."""
        if isinstance(value, dt.date):
            return [str(value.day), str(value.month), str(value.year)]
        return _read_parts(str(value)) if value else ["", "", ""]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """The three parts as written; one field with the plain name also works."""
        if isinstance(data, Mapping) and data.get(name):
            return _read_parts(str(data[name]))
        parts = [str(part or "").strip() for part in super().value_from_datadict(data, files, name)]
        return parts if any(parts[1:]) else _read_parts(parts[0])

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether none of the ways of writing the date is in the data."""
        return name not in data and super().value_omitted_from_data(data, files, name)


class DanishDateField(forms.Field):
    """Cleans day, month and year (DD/MM/YYYY) to a date."""

    widget = DatePartsInput
    default_error_messages = {
        "required": _("Write the date."),
        "incomplete": _("Write both day, month and year."),
        "invalid": _("Write the date with numbers, for example 3 12 2026."),
        "year": _("Write the year with four digits, for example 2026."),
        "missing": _("There is no such date. Check the day and the month."),
    }

    def to_python(self, value: Any) -> dt.date | None:
        """The date, or None when nothing was written."""
        if isinstance(value, dt.datetime):
            return value.date()
        if value is None or isinstance(value, dt.date):
            return value
        parts = _read_parts(value) if isinstance(value, str) else list(value)
        if not any(parts):
            return None
        if any(part and not (part.isascii() and part.isdigit()) for part in parts):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if not all(parts):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        if len(parts[2]) != len("2026"):
            raise ValidationError(self.error_messages["year"], code="year")
        try:
            return dt.date(int(parts[2]), int(parts[1]), int(parts[0]))
        except ValueError:
            raise ValidationError(self.error_messages["missing"], code="missing") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another date, or something unreadable, was written."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class DanishNumberField(forms.DecimalField):
    """Cleans a number written 1.234,50 as well as 1234.5; a lone comma is the decimal one."""

    widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {"invalid": _("Write a number, for example 1.234,50.")}

    def prepare_value(self, value: Any) -> Any:
        """A Decimal to begin with is shown with the language's own decimal mark."""
        return number_format(value, use_l10n=True) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        """The number as Decimal, or None when nothing was written."""
        if isinstance(value, str):
            value = re.sub(r"[\s\u00a0]|kr\.?$", "", value.strip())
            if "," in value or re.fullmatch(r"-?\d{1,3}(\.\d{3})+", value):
                value = value.replace(".", "").replace(",", ".")
        return super().to_python(value)
