"""Reading kits: which are a place's, what is asked, what came in."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from peervej.apps.directory.models import Initiative
from peervej.apps.documentation.models import Kit, Sheet
from peervej.apps.measures.wording import wording_of
from peervej.apps.places.models import Site
from peervej.data.instruments import list_instruments, load_instrument
from peervej.methods.documentation import Reply
from peervej.methods.instruments import Instrument, Method, score

MOST_ITEMS = 25
STEP = 5


def kits_of(place: Initiative | Site) -> QuerySet[Kit]:
    """A place's kits, the newest first."""
    if isinstance(place, Site):
        return Kit.objects.filter(site=place)
    return Kit.objects.filter(initiative=place)


def is_open(kit: Kit, day: date) -> bool:
    """Whether one can answer on `day`."""
    return kit.closed_at is None and kit.opens_on <= day <= kit.closes_on


def usable_instruments() -> list[Instrument]:
    """Questionnaires that are short, give one score, and whose Danish words are here."""
    found = [load_instrument(name) for name in list_instruments()]
    return [
        one
        for one in found
        if one.is_scorable
        and one.scoring.method is not Method.NONE
        and len(one.items) <= MOST_ITEMS
        and wording_of(one.id, "da") is not None
    ]


@dataclass(frozen=True)
class Question:
    """One question of a kit with its possible answers."""

    number: int
    instrument: str
    item: str
    text: str
    lead: str
    choices: tuple[tuple[int, str], ...]

    @property
    def name(self) -> str:
        """The field it is answered in."""
        return f"q{self.number}"


def questions_of(kit: Kit, language: str) -> list[Question]:
    """The questions in order; `lead` stands at the first of each questionnaire."""
    found: list[Question] = []
    for name in kit.instruments:
        instrument = load_instrument(name)
        wording = wording_of(name, language)
        if wording is None:
            continue
        for number, item in enumerate(instrument.items, start=1):
            labels = wording.labels(number, item)
            found.append(
                Question(
                    len(found) + 1,
                    name,
                    item.id,
                    wording.items[number - 1],
                    (wording.instruction or "") if number == 1 else "",
                    tuple(
                        (value, label or str(value))
                        for value, label in enumerate(labels, start=item.floor)
                    ),
                )
            )
    return found


def count_roughly(kit: Kit) -> int:
    """How many sheets have come, in whole fives: nobody sees it grow by one person."""
    number = Sheet.objects.filter(kit=kit).count()
    return number - number % STEP


def replies_of(kit: Kit) -> list[Reply]:
    """Every sheet with its scores."""
    instruments = [load_instrument(name) for name in kit.instruments]
    return [
        Reply(
            sheet.is_later,
            sheet.code_hash,
            sheet.answered_on,
            {one.id: score(one, sheet.answers.get(one.id, {})).value for one in instruments},
        )
        for sheet in Sheet.objects.filter(kit=kit).order_by("key")
    ]
