"""The words of a workbook in Danish: what stands in headings, codes and names of sheets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peervej.methods.economics.report import NEVER_ALONE

Sheets = Mapping[str, Sequence[Sequence[Any]]]

DANISH = {
    "Case": "Beregning", "Costs": "Udgifter", "Consequences": "Virkninger",
    "Variations": "Spænd", "Scenarios": "Scenarier", "Index": "Prisindeks",
    "Result": "Resultat",
    "name": "navn", "value": "værdi", "title": "titel", "note": "bemærkning",
    "price_year": "prisår", "horizon_years": "antal år", "start_year": "første år",
    "discount_rate": "diskonteringsrente", "participants": "begynder pr. år",
    "success.source": "effekt, kilde", "success.difference": "effekt, forskel",
    "success.rate_with": "andel med", "success.rate_without": "andel uden",
    "success.standardised_effect": "standardiseret effekt",
    "kind": "slags", "amount": "kroner", "source": "kilde", "payer": "betales af",
    "once": "én gang", "fixed": "hvert år", "variable": "for hver", "saved": "sparet hvert år",
    "parameter": "det, der ændres", "low": "lavt", "high": "højt", "base": "som det er",
    "year": "år", "index": "indeks", "success_difference": "flere, der lykkes",
    "cost": "alle udgifter", "benefit": "alt, der spares",
    "break_even_success": "flere, der skal lykkes, før det går lige op",
    "payback_year": "tjent hjem i år", "net": "netto", "discounted net": "netto, diskonteret",
    "npv at low": "resultat ved lavt", "npv at high": "resultat ved højt",
    NEVER_ALONE: "En beregning som den her står aldrig alene. Den siger, hvad der skal være sandt,"
    " for at pengene kommer igen, ikke at det er sandt. Og den siger ikke, hvad stedet er værd for"
    " dem, der kommer der.",
}  # fmt: skip
ENGLISH = {danish: english for english, danish in DANISH.items()}
# Words with a number or a payer after them.
OPENINGS = {"year ": "år ", "net present value, ": "nutidsværdi, "}
# Columns below the heading that hold codes, by sheet; all else there is people's own words.
CODES = {
    "Case": {"name"},
    "Costs": {"kind"},
    "Variations": {"parameter"},
    "Scenarios": {"parameter"},
}


@dataclass(frozen=True)
class Wordbook:
    """From one language to the other: headings, codes below them, and openings."""

    headings: Mapping[str, str]
    codes: Mapping[str, str]
    openings: Mapping[str, str]

    def say(self, cell: Any, *, is_heading: bool) -> Any:
        """Return a cell's text in the other language; numbers and unknown words as they are."""
        if not isinstance(cell, str):
            return cell
        for opening, other in self.openings.items() if is_heading else ():
            if cell.startswith(opening):
                return other + cell.removeprefix(opening)
        return (self.headings if is_heading else self.codes).get(cell, cell)


def in_danish(sheets: Sheets) -> dict[str, list[list[Any]]]:
    """Put English sheets in Danish.

    Where a range or a scenario names a cost or a consequence, that stays as it is written.
    """
    own = _own_names(sheets)
    codes = {english: danish for english, danish in DANISH.items() if english not in own}
    book = Wordbook(DANISH, codes, OPENINGS)
    made = {}
    for title, rows in sheets.items():
        if title == "Result":
            made[DANISH[title]] = [[book.say(c, is_heading=True) for c in row] for row in rows]
        else:
            made[DANISH[title]] = _turned(title, rows, book)
    return made


def in_english(sheets: Sheets) -> dict[str, list[list[Any]]]:
    """Put sheets written in either language back in English; unknown words stay as they are."""
    own = _own_names(sheets)
    codes = {danish: english for danish, english in ENGLISH.items() if danish not in own}
    openings = {danish: english for english, danish in OPENINGS.items()}
    book = Wordbook(ENGLISH, codes, openings)
    titles = {title: ENGLISH.get(title, title) for title in sheets}
    return {titles[title]: _turned(titles[title], rows, book) for title, rows in sheets.items()}


def _own_names(sheets: Sheets) -> set[str]:
    titles = ("Costs", "Consequences", DANISH["Costs"], DANISH["Consequences"])
    rows = [row for title in titles for row in sheets.get(title, ())[1:]]
    return {row[0] for row in rows if row and isinstance(row[0], str)}


def _turned(title: str, rows: Sequence[Sequence[Any]], book: Wordbook) -> list[list[Any]]:
    """Turn the heading, and the columns that hold codes."""
    if not rows:
        return []
    heading = [book.say(cell, is_heading=True) for cell in rows[0]]
    coded = {
        at
        for at, names in enumerate(zip(rows[0], heading, strict=True))
        if CODES.get(title, set()) & set(names)
    }
    return [
        heading,
        *[
            [
                book.say(cell, is_heading=False) if at in coded else cell
                for at, cell in enumerate(row)
            ]
            for row in rows[1:]
        ],
    ]
