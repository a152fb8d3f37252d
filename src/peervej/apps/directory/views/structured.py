"""schema.org data of an entry, for search engines."""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from peervej.apps.directory.models import Initiative
from peervej.apps.places.models import Region

# Escaped as Django's json_script does: "</script>" in a text must not end the block.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def entry_json(entry: Initiative, regions: Sequence[Region]) -> SafeString:
    """JSON-LD of one entry in its regions of the day, safe to stand inside a script element."""
    places = list(entry.municipalities.all()) or regions
    areas = [{"@type": "AdministrativeArea", "name": place.name} for place in places]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Service",
        "name": entry.name,
        "description": entry.summary,
        "url": settings.PUBLIC_URL + reverse("directory:entry", args=[entry.slug]),
        "areaServed": areas or [{"@type": "Country", "name": "Danmark"}],
        "dateModified": entry.modified_at.date().isoformat(),
        "inLanguage": "da",
    }
    if entry.organisation is not None:
        data["provider"] = {"@type": "Organization", "name": entry.organisation.name}
    if entry.website:
        data["sameAs"] = entry.website
    return SafeString(json.dumps(data, ensure_ascii=False).translate(ESCAPES))
