"""Page furniture: page numbers, running heads, contents lists and the links of a page's foot."""

import re
from dataclasses import dataclass

from peervej.methods.mapping.lines import Line
from peervej.methods.mapping.page_numbers import drop_page_numbers
from peervej.methods.mapping.running_heads import drop_running_heads

_CONTENTS = re.compile(r"(?:\.{4}|…{2}|(?:\. ){4}|_{4}) ?\d{1,4}$")
_ADDRESS = re.compile(r"^(?:https?://|www\.|mailto:)\S+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Foot:
    """A link that stood at the foot of a page, or behind linked words."""

    page: int
    address: str


def strip_furniture(lines: list[Line]) -> tuple[list[Line], list[Foot]]:
    """Return the lines of the text itself and the links found outside it."""
    feet = [Foot(line.page, line.text) for line in lines if line.aside]
    kept = drop_page_numbers([line for line in lines if not line.aside])
    kept = drop_running_heads([line for line in kept if not _CONTENTS.search(line.text)])
    kept, more = _without_link_feet(kept)
    return kept, feet + more


def _without_link_feet(lines: list[Line]) -> tuple[list[Line], list[Foot]]:
    kept: list[Line] = []
    feet: list[Foot] = []
    for index, line in enumerate(lines):
        mailed = line.text.lower().startswith("mailto:")
        if _ADDRESS.match(line.text) and (mailed or _ends_page(lines, index)):
            feet.append(Foot(line.page, line.text))
        else:
            kept.append(line)
    return kept, feet


def _ends_page(lines: list[Line], index: int) -> bool:
    """Tell whether only addresses stand between this line and the next page."""
    for later in lines[index + 1 : index + 40]:
        if later.starts_page:
            return True
        if not _ADDRESS.match(later.text):
            return False
    return False
