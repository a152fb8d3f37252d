"""The knowledge pages: shipped once, edited at the desk."""

import tomllib
from datetime import datetime
from importlib.resources import files

from django.db import transaction

from peervej.apps.audit.operations import record_event
from peervej.apps.directory.models import KnowledgePage
from peervej.apps.directory.operations.publishing import touch_catalogue


class EditedMeanwhile(RuntimeError):
    """Another editor saved the page after this one was opened."""


@transaction.atomic
def load_knowledge(*, now: datetime) -> int:
    """Bring in the shipped pages that are not there yet; edited ones stay as they are."""
    made = 0
    folder = files("peervej.data").joinpath("knowledge")
    for position, file in enumerate(sorted(folder.iterdir(), key=lambda entry: entry.name)):
        if not file.name.endswith(".toml"):
            continue
        row = tomllib.loads(file.read_text(encoding="utf-8"))
        _page, new = KnowledgePage.objects.get_or_create(
            slug=row["slug"],
            defaults={
                "title": row["title"],
                "lead": row["lead"].strip(),
                "body": row["body"].strip(),
                "sources": row["sources"],
                "position": position,
                "checked_on": row["checked_on"],
            },
        )
        made += new
    if made:
        touch_catalogue()
    return made


@transaction.atomic
def edit_page(
    page: KnowledgePage,
    *,
    title: str,
    lead: str,
    body: str,
    sources: str,
    edition: int,
    actor: str,
    now: datetime,
) -> None:
    """Save a page written on top of `edition`; raises EditedMeanwhile."""
    page = KnowledgePage.objects.select_for_update().get(pk=page.pk)
    if page.edition != edition:
        raise EditedMeanwhile
    page.title, page.lead, page.body = title, lead, body
    page.sources = [_source(line) for line in sources.splitlines() if line.strip()]
    page.checked_on = now.date()
    page.edition += 1
    page.save()
    record_event("edit_page", page, actor=actor, now=now)
    touch_catalogue()


def _source(line: str) -> dict[str, str]:
    title, dated, url = [*(part.strip() for part in line.split(";")), "", ""][:3]
    return {"title": title, "dated": dated, "url": url if url.startswith("http") else ""}
