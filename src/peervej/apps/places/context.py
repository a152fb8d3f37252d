"""What every page needs from places."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from peervej.apps.places.models import AcuteNumber


def acute_numbers(request: HttpRequest) -> dict[str, Any]:
    """The numbers that hold everywhere; regional ones stand on the pages of a site."""
    return {
        "acute_numbers": SimpleLazyObject(lambda: list(AcuteNumber.objects.filter(region=None)))
    }
