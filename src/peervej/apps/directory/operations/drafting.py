"""Writing a draft, part by part; nobody's words are lost when two write at once."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.audit.operations import record_event
from peervej.apps.directory.enums import DraftState, Part
from peervej.apps.directory.models import Draft, DraftSection, Initiative, SavedWords
from peervej.apps.directory.models.drafts import OPEN_STATES
from peervej.apps.directory.queries.drafts import missing_for_publishing, public_part

LONGEST_ANSWER = 20_000
# PostgreSQL refuses NUL, XML the rest; none of them is a word.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
LONGEST = {Part.NAME: 160, Part.SUMMARY: 600, Part.WHO_MAY_COME: 1000, Part.WEBSITE: 200}


class TooLong(ValueError):
    """More text than one answer can hold; nothing was stored, the form keeps the words."""


class DraftClosed(RuntimeError):
    """The draft was decided on meanwhile; open a new one."""


class DraftIncomplete(RuntimeError):
    """Something needed for publishing is missing."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


@dataclass(frozen=True)
class SaveOutcome:
    """What came of a save: the edition that stands, and the words that met it, if any."""

    edition: int
    met: str | None = None

    @property
    def saved(self) -> bool:
        return self.met is None


@transaction.atomic
def open_draft(initiative: Initiative, *, actor: str, now: datetime) -> Draft:
    """The entry's waiting draft; a new one starts from what is public."""
    initiative = Initiative.objects.select_for_update().get(pk=initiative.pk)
    draft = Draft.objects.filter(initiative=initiative, state__in=OPEN_STATES).first()
    if draft is not None:
        return draft
    draft = Draft.objects.create(initiative=initiative, made_at=now, changed_at=now)
    DraftSection.objects.bulk_create(
        DraftSection(draft=draft, number=part.value, text=public_part(initiative, part))
        for part in Part
    )
    record_event("open_draft", draft, actor=actor, now=now, initiative=initiative.pk)
    return draft


@transaction.atomic
def save_section(
    draft: Draft, number: int, text: str, *, edition: int, actor: str, now: datetime
) -> SaveOutcome:
    """Save one part written on top of `edition`.

    When someone saved meanwhile, the text is kept aside and the newer words are handed
    back to be joined by hand; sending the same text again is no conflict. Raises
    ValidationError or TooLong with nothing changed.
    """
    clean = clean_part(number, text)
    section = _lock(draft, number)
    if clean == section.text:
        return SaveOutcome(section.edition)
    if edition != section.edition:
        if not section.saves.filter(set_aside=True, text=clean).exists():
            _keep_words(section, clean, set_aside=True, actor=actor, now=now)
        return SaveOutcome(section.edition, met=section.text)
    _write(section, clean, actor=actor, now=now)
    return SaveOutcome(section.edition)


@transaction.atomic
def move_section(draft: Draft, source: int, target: int, *, actor: str, now: datetime) -> None:
    """Move an answer given to the wrong question; words already there stay, above it."""
    first, second = sorted((source, target))
    locked = {number: _lock(draft, number) for number in (first, second)}
    from_section, to_section = locked[source], locked[target]
    if source == target or not from_section.text:
        return
    joined = "\n\n".join(text for text in (to_section.text, from_section.text) if text)
    clean_part(target, joined)
    _write(to_section, joined, actor=actor, now=now)
    _write(from_section, "", actor=actor, now=now)
    record_event("move_section", draft, actor=actor, now=now, source=source, target=target)


@transaction.atomic
def submit_draft(draft: Draft, *, actor: str, now: datetime) -> None:
    """Hand the draft to the editor; raises DraftIncomplete with what is missing."""
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    if draft.state not in OPEN_STATES:
        raise DraftClosed(draft.state)
    missing = missing_for_publishing(draft)
    if missing:
        raise DraftIncomplete(missing)
    draft.state = DraftState.SUBMITTED
    draft.submitted_at = now
    draft.save()
    record_event("submit_draft", draft, actor=actor, now=now)


def clean_part(number: int, text: str) -> str:
    """`text` as it is stored: plain words, with line breaks of one kind."""
    plain = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    most = LONGEST.get(Part(number), LONGEST_ANSWER)
    if len(plain) > most:
        raise TooLong(
            _("The text is too long: %(length)s characters, and there is room for %(most)s.")
            % {"length": len(plain), "most": most}
        )
    if number == Part.WEBSITE and plain:
        try:
            URLValidator(schemes=["http", "https"])(plain)
        except ValidationError as error:
            raise ValidationError(
                _("Write the whole address of the page, for example https://example.dk.")
            ) from error
    return plain


def _lock(draft: Draft, number: int) -> DraftSection:
    """The part's row, locked; a decided draft takes no more words."""
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    if draft.state not in OPEN_STATES:
        raise DraftClosed(draft.state)
    section = DraftSection.objects.filter(draft=draft, number=number).first()
    return section or DraftSection.objects.create(draft=draft, number=number)


def _write(section: DraftSection, text: str, *, actor: str, now: datetime) -> None:
    if section.edition == 0 and section.text:
        _keep_words(section, section.text, set_aside=False, actor="public", now=now)
    section.text = text
    section.edition += 1
    section.save()
    _keep_words(section, text, set_aside=False, actor=actor, now=now)
    Draft.objects.filter(pk=section.draft_id).update(
        changed_at=now, state=DraftState.OPEN, submitted_at=None
    )


def _keep_words(
    section: DraftSection, text: str, *, set_aside: bool, actor: str, now: datetime
) -> None:
    SavedWords.objects.create(
        section=section,
        text=text,
        edition=section.edition,
        saved_at=now,
        saved_by=actor,
        set_aside=set_aside,
    )
