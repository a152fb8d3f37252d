"""Look-alike mapping documents: made-up initiatives on the real form, with its defects.

Everything comes from a seed, and the truth is known because it was written first: which
regions, which initiatives, which questions each answered, with which words.
"""

import random
import textwrap
from dataclasses import dataclass, field, replace

from peervej.methods.mapping.questionnaire import WORDINGS
from tests.methods.mapping import wordbank as bank

REGION_STYLES = (
    "Peer-støtte i Region {}",
    "Peer-støtte i Region {}",
    "Peer-støtte i Region {}",
    "Peerstøtte i region {}",
    "Peer-stø e i Region {}",
    "Peer-støttte i Regoin {}",
    "Region {}",
)


@dataclass(frozen=True)
class Defects:
    """What is wrong with the document; all off is a clean one."""

    double_spaced: bool = False
    pages: str = ""  # "", "indent", "feed", "number", "named"
    link_feet: bool = False
    running_head: bool = False
    misspelt: float = 0.0  # share of printed letters damaged
    lost_ligatures: bool = False
    bullet: str = "\uf0b7"
    numbered: str = ""  # "", "1.", "1)", "Spørgsmål 1:"
    glued_questions: bool = False  # the printed question on the answer's last line
    glued_headings: bool = False  # the next heading on the answer's last line
    tight: bool = False  # no blank line before headings and questions
    hyphenated: bool = False
    no_parts: bool = False  # only the eight questions, without their sub-questions
    lost_questions: bool = False  # a question's own sentence left out, its parts kept
    repeated: bool = False  # a question printed twice
    crlf: bool = False
    ascii_letters: bool = False
    contents: bool = False
    interleaved: bool = False  # answers written below (or beside) each sub-question
    region_style: str = "Peer-støtte i Region {}"
    shouted: bool = False  # headings in capitals
    no_pointers: bool = False  # no line on where to learn more
    no_echo: bool = False  # notices that do not repeat their own name
    signatures: bool = False  # contact data as a block of short lines
    inner_heads: bool = False  # bare lines as headings inside answers


@dataclass
class TrueEntry:
    """One initiative as it was written."""

    lines: tuple[str, ...]
    region: str | None
    kind: str
    answers: dict[int, list[str]] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    contacts: set[tuple[str, str]] = field(default_factory=set)
    links: set[str] = field(default_factory=set)
    pointer: str = ""
    signature: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return " ".join(self.lines)

    @property
    def answered(self) -> list[int]:
        return sorted(self.answers)


@dataclass
class LookAlike:
    """A document and the truth about it."""

    text: str
    regions: list[str]
    entries: list[TrueEntry]
    defects: Defects
    blocks: list["Block"]


@dataclass(frozen=True)
class Block:
    """One paragraph before it is laid out."""

    kind: str  # heading, region, intro, question, part, text, item, pointer
    text: str
    number: int = 0


def make(seed: int, defects: Defects | None = None, *, single: bool = False) -> LookAlike:
    """Return the look-alike document of a seed."""
    rng = random.Random(seed)
    defects = defects if defects is not None else draw_defects(rng)
    writer = _Writer(rng, defects)
    regions, entries, blocks = writer.single() if single else writer.document()
    text = _Layout(rng, defects, entries).run(blocks)
    return LookAlike(text, regions, entries, defects, blocks)


def draw_defects(rng: random.Random) -> Defects:
    """Return a random mixture of defects."""
    glued = rng.random() < 0.2
    # With no blank line, no pointer and no echo nobody could tell a heading from prose.
    tight = rng.random() < 0.25
    signs = "all" if tight or glued else rng.choice(["all", "all", "no pointers", "no echo"])
    return Defects(
        double_spaced=rng.random() < 0.4,
        pages=rng.choice(["", "indent", "feed", "number", "named"]),
        link_feet=rng.random() < 0.5,
        running_head=rng.random() < 0.3,
        misspelt=rng.choice([0.0, 0.01, 0.03, 0.05]),
        lost_ligatures=rng.random() < 0.3,
        bullet=rng.choice(["\uf0b7", "•", "-", "o", "*", "–", "▪", ""]),
        numbered=rng.choice(["", "", "1.", "1)", "Spørgsmål 1:"]),
        glued_questions=glued,
        glued_headings=glued and rng.random() < 0.5,
        tight=tight,
        hyphenated=rng.random() < 0.3,
        no_parts=rng.random() < 0.15,
        lost_questions=rng.random() < 0.15,
        repeated=rng.random() < 0.2,
        crlf=rng.random() < 0.2,
        ascii_letters=rng.random() < 0.1,
        contents=rng.random() < 0.15,
        interleaved=rng.random() < 0.15,
        region_style=rng.choice(REGION_STYLES),
        shouted=rng.random() < 0.1,
        no_pointers=signs == "no pointers",
        no_echo=signs == "no echo",
        signatures=rng.random() < 0.2,
        inner_heads=rng.random() < 0.2,
    )


class _Writer:
    """Writes the truth and the blocks of the document."""

    def __init__(self, rng: random.Random, defects: Defects) -> None:
        self.rng = rng
        self.defects = defects
        names = [(name,) for name in bank.NAMES] + list(bank.LONG_NAMES)
        self.names = rng.sample(names, len(names))

    def document(self) -> tuple[list[str], list[TrueEntry], list[Block]]:
        blocks = [Block("title", "Peer-støtte i landet"), Block("text", bank.FOREWORD)]
        names = self.rng.sample(bank.REGIONS, self.rng.randint(2, 5))
        entries: list[TrueEntry] = []
        if self.defects.contents:
            blocks += [Block("contents", f"Peer-støtte i Region {name}") for name in names]
        for name in names:
            blocks += [Block("region", self._region(name)), self._intro(name)]
            count = self.rng.choice([0, 1, 2, 3, 4])
            if not count:
                note = self.rng.choice(bank.NOTHING_KNOWN).format(name)
                blocks.append(Block("text", note))
            for _ in range(count):
                entry = self._entry(f"Region {name}")
                entries.append(entry)
                blocks += self._blocks(entry)
        if not any(entry.kind == "questionnaire" for entry in entries):
            entry = self._questionnaire(f"Region {names[-1]}")
            entries.append(entry)
            blocks += self._blocks(entry)
            blocks = [block for block in blocks if "ikke kendskab" not in block.text]
        return [f"Region {name}" for name in names], entries, blocks

    def single(self) -> tuple[list[str], list[TrueEntry], list[Block]]:
        entry = self._questionnaire(None)
        return [], [entry], self._blocks(entry)

    def _region(self, name: str) -> str:
        heading = self.defects.region_style.format(name)
        return heading.upper() if self.defects.shouted else heading

    def _intro(self, name: str) -> Block:
        return Block(
            "intro",
            f"Peer-støtte initiativer i Region {name} – herunder i kommunerne i Region {name} samt "
            "private og civile organisationer, der er hjemmehørende i Regionen.",
        )

    def _entry(self, region: str) -> TrueEntry:
        if self.rng.random() < 0.4:
            return self._notice(region)
        return self._questionnaire(region)

    def _questionnaire(self, region: str | None) -> TrueEntry:
        entry = TrueEntry(self.names.pop(), region, "questionnaire")
        left_out = self.rng.choice([0, 0, 1, 2, 6])
        for number in sorted(self.rng.sample(range(1, 9), 8 - left_out)):
            entry.answers[number] = self._answer(number)
        if 8 in entry.answers or self.rng.random() < 0.5:
            self._add_pointer(entry)
        return entry

    def _notice(self, region: str) -> TrueEntry:
        entry = TrueEntry(self.names.pop(), region, "notice")
        entry.text = [self._paragraph(3, 6) for _ in range(self.rng.randint(1, 2))]
        if not self.defects.no_echo:
            start = entry.name.split(",")[0]
            entry.text[0] = f"{start} er et sted, hvor alle kan være med. {entry.text[0]}"
        self._add_pointer(entry, with_link=True)
        return entry

    def _answer(self, number: int) -> list[str]:
        choice = self.rng.random()
        if choice < 0.15:
            return [self.rng.choice(bank.SHORT_ANSWERS)]
        answer = [self._paragraph(1, 4) for _ in range(self.rng.randint(1, 3))]
        if choice < 0.35:
            answer.insert(0, self.rng.choice(bank.INNER_HEADS))
        elif self.defects.inner_heads and number < 8:
            answer += [self.rng.choice(bank.BARE_HEADS), self._paragraph(1, 3)]
        if choice > 0.75:
            answer += ["* " + item for item in self.rng.sample(bank.BULLETS, 3)]
            answer.append(self._paragraph(1, 2))
        return answer

    def _paragraph(self, low: int, high: int) -> str:
        count = self.rng.randint(low, high)
        return " ".join(f"{line}." for line in self.rng.sample(bank.SENTENCES, count))

    def _add_pointer(self, entry: TrueEntry, with_link: bool = False) -> None:
        """Add a line with a link or with contact data at the entry's end."""
        rng = self.rng
        if self.defects.no_pointers:
            return
        unanswered = entry.kind == "questionnaire" and 8 not in entry.answers
        if unanswered and rng.random() < 0.6:
            self._add_contacts(entry, rng.choice(bank.ROLES) + " ")
        elif unanswered or with_link or rng.random() < 0.6:
            self._add_link(entry)
        else:
            self._add_contacts(entry, rng.choice(["", *(role + " " for role in bank.ROLES)]))

    def _add_link(self, entry: TrueEntry) -> None:
        rng = self.rng
        host = rng.choice(bank.DOMAINS)
        link = rng.choice(["http://www.", "https://", "www."]) + f"{host}/{rng.randint(10, 99)}"
        entry.links.add(link)
        entry.pointer = f"{rng.choice(bank.POINTERS)} {link}"

    def _add_contacts(self, entry: TrueEntry, role: str) -> None:
        rng = self.rng
        person = f"{rng.choice(bank.FIRST_NAMES)} {rng.choice(bank.LAST_NAMES)}"
        email = (
            f"{person.split()[0].lower().replace('ø', 'o')}{rng.randint(1, 9)}@{bank.DOMAINS[0]}"
        )
        digits = str(rng.randint(1, 9)) + "".join(str(rng.randint(0, 9)) for _ in range(7))
        phone = rng.choice(
            [
                digits,
                f"{digits[:4]} {digits[4:]}",
                " ".join(digits[i : i + 2] for i in range(0, 8, 2)),
                f"+45 {digits[:2]} {digits[2:4]} {digits[4:6]} {digits[6:]}",
            ]
        )
        entry.contacts |= {("person", person), ("email", email), ("phone", digits)}
        entry.pointer = rng.choice(
            [
                f"Yderligere information fås ved henvendelse til {role}{person}, {email}, {phone}",
                f"Kontakt: {role}{person}, tlf. {phone}, mail: {email}",
                f"Yderligere information: {role}{person}; mail-adresse: {email}; tlf.: {phone}.",
                f"Kontaktperson: {person}, {phone}, {email}",
            ]
        )
        if self.defects.signatures:
            entry.pointer = ""
            entry.signature = ["Med venlig hilsen", person, email, f"Tlf. {phone}"]

    def _blocks(self, entry: TrueEntry) -> list[Block]:
        shout = self.defects.shouted
        blocks = [Block("heading", line.upper() if shout else line) for line in entry.lines]
        if entry.kind == "notice":
            blocks += [Block("text", text) for text in entry.text]
        else:
            blocks += self._form(entry)
        if entry.pointer:
            blocks.append(Block("pointer", entry.pointer))
        return blocks + [Block("pointer", line) for line in entry.signature]

    def _form(self, entry: TrueEntry) -> list[Block]:
        blocks: list[Block] = []
        lost = self.rng.randint(2, 7) if self.defects.lost_questions else 0
        for number in range(1, 9):
            printed = self._print(number, lost=number == lost and not self.defects.no_parts)
            if self.defects.interleaved and len(printed) > 2:
                blocks += self._interleave(printed, entry.answers.get(number, []))
                continue
            blocks += printed
            if self.defects.repeated and self.rng.random() < 0.15:
                blocks += self._print(number)
            for text in entry.answers.get(number, []):
                item = text.startswith("* ")
                blocks.append(Block("item" if item else "text", text.removeprefix("* ")))
        return blocks

    def _interleave(self, printed: list[Block], answer: list[str]) -> list[Block]:
        """Put the paragraphs of an answer below the sub-questions, some on the same line."""
        spread: list[Block] = []
        places = sorted(self.rng.choices(range(1, len(printed)), k=len(answer)))
        for index, block in enumerate(printed):
            spread.append(block)
            for place, text in zip(places, answer, strict=True):
                if place == index:
                    item = text.startswith("* ")
                    beside = self.rng.random() < 0.3 and not item and block.text.endswith("?")
                    kind = "beside" if beside else "item" if item else "text"
                    spread.append(Block(kind, text.removeprefix("* ")))
        return spread

    def _print(self, number: int, *, lost: bool = False) -> list[Block]:
        blocks: list[Block] = []
        for wording in WORDINGS:
            if wording.question != number or (wording.question, wording.part) == (8, 1):
                continue
            if wording.part and self.defects.no_parts:
                continue
            if not wording.part and lost:
                continue
            tail = f" {wording.tails[0]}" if wording.tails else ""
            if not wording.part:
                text = f"{wording.core}{tail}" + ("?" if number == 8 else ":")
                blocks.append(Block("question", self._damaged(text), number))
            else:
                marks = self.rng.choice(["{} ({})?", "{}? ({})"]) if tail else "{}{}?"
                text = marks.format(wording.core, tail.strip())
                blocks.append(Block("part", self._damaged(text), wording.part))
        return blocks

    def _damaged(self, text: str) -> str:
        letters = list(text)
        for _ in range(round(self.defects.misspelt * len(text))):
            place = self.rng.randrange(1, len(letters) - 1)
            change = self.rng.choice(["drop", "double", "swap", "other"])
            if change == "drop":
                letters[place] = ""
            elif change == "double":
                letters[place] *= 2
            elif change == "swap":
                letters[place], letters[place - 1] = letters[place - 1], letters[place]
            else:
                letters[place] = self.rng.choice("aeiostr")
        return "".join(letters)


class _Layout:
    """Wraps the blocks into lines and pages and puts the defects in."""

    def __init__(self, rng: random.Random, defects: Defects, entries: list[TrueEntry]) -> None:
        self.rng = rng
        self.defects = defects
        self.width = rng.randint(88, 104)
        self.links = [link for entry in entries for link in sorted(entry.links)]

    def run(self, blocks: list[Block]) -> str:
        rows: list[str] = []
        before: Block | None = None
        for block in blocks:
            lines = self._wrap(block)
            glue = before is not None and self._glues(before, block)
            if glue:
                rows[-1] = rows[-1].rstrip() + " " + lines[0]
                lines = lines[1:]
            else:
                rows += [""] * self._gap(before, block)
            for index, line in enumerate(lines):
                if index and self.defects.double_spaced:
                    rows.append("")
                rows.append(line)
            before = block
        text = "\n".join(self._paged(rows))
        if self.defects.ascii_letters:
            for letter, ascii_ in (("æ", "ae"), ("ø", "oe"), ("å", "aa")):
                text = text.replace(letter, ascii_)
        return text.replace("\n", "\r\n") if self.defects.crlf else text

    def _wrap(self, block: Block) -> list[str]:
        text, bullet = block.text, self.defects.bullet
        if block.kind == "question" and self.defects.numbered:
            text = self.defects.numbered.replace("1", str(block.number)) + " " + text
        if block.kind in ("part", "item"):
            text = f"{bullet} {text}".strip()
        if block.kind == "contents":
            text = f"{text} {'.' * self.rng.randint(20, 40)} {self.rng.randint(3, 60)}"
        if self.defects.lost_ligatures and block.kind == "text":
            text = self._without_ligatures(text)
        lines = textwrap.wrap(text, self.width, break_on_hyphens=False) or [text]
        return self._hyphenate(lines) if block.kind == "text" else lines

    def _without_ligatures(self, text: str) -> str:
        for pair in ("ti", "tt", "ff", "fi", "ft"):
            if self.rng.random() < 0.5:
                text = text.replace(pair, " " if self.rng.random() < 0.7 else "")
        return text

    def _hyphenate(self, lines: list[str]) -> list[str]:
        if not self.defects.hyphenated:
            return lines
        for index in range(len(lines) - 1):
            first, _, rest = lines[index + 1].partition(" ")
            if len(first) >= 9 and first.isalpha() and rest:
                lines[index] += f" {first[:4]}-"
                lines[index + 1] = f"{first[4:]} {rest}"
        return lines

    def _glues(self, before: Block, block: Block) -> bool:
        if block.kind == "beside":
            return before.kind == "part"
        ends = before.kind in ("text", "pointer", "beside") and before.text.endswith(".")
        if block.kind == "question" and self.defects.glued_questions and ends:
            return self.rng.random() < 0.5
        if block.kind == "heading" and self.defects.glued_headings and ends:
            return self.rng.random() < 0.5
        return False

    def _gap(self, before: Block | None, block: Block) -> int:
        if before is None:
            return 0
        if before.kind == block.kind == "heading" and self.defects.tight:
            return 0
        if before.kind in ("question", "part") and block.kind == "part":
            return 1 if self.defects.double_spaced else self.rng.choice([0, 1])
        if before.kind in ("question", "part") and block.kind in ("text", "item"):
            return self.rng.choice([0, 1])
        if block.kind == "heading" and before.kind == "heading":
            return 1
        if block.kind in ("heading", "region"):
            return 0 if self.defects.tight else self.rng.choice([1, 2, 3])
        if block.kind == "question":
            return 0 if self.defects.tight else self.rng.choice([1, 2])
        if block.kind == "item" and before.kind == "item":
            return 1 if self.defects.double_spaced else 0
        return 1 if self.defects.double_spaced or self.rng.random() < 0.5 else 0

    def _paged(self, rows: list[str]) -> list[str]:
        if not self.defects.pages:
            return rows
        paged: list[str] = []
        number, size, shown = 3, self.rng.randint(34, 52), 0
        start = 0
        while start < len(rows):
            stop = min(len(rows), start + size)
            sheet = rows[start:stop]
            while sheet and not sheet[-1]:
                sheet.pop()
            while sheet and not sheet[0]:
                sheet.pop(0)
            if sheet:
                shown = self._add_sheet(paged, sheet, number, shown, last=stop >= len(rows))
                number += 1
            start = stop
        return paged

    def _add_sheet(
        self, paged: list[str], sheet: list[str], number: int, shown: int, *, last: bool
    ) -> int:
        kind = self.defects.pages
        sheet = list(sheet)
        if self.defects.running_head and kind in ("feed", "indent"):
            sheet.insert(0, "Peer-støtte i landet – en samling")
        if paged and kind == "indent":
            sheet[0] = " " + sheet[0]
        if paged and kind == "feed":
            sheet[0] = "\f" + sheet[0]
        paged += sheet
        named = [link for link in self.links[shown:] if any(link in row for row in sheet)]
        if self.defects.link_feet and not last and kind in ("feed", "indent"):
            paged += ["", *named] if named else []
        if kind == "number":
            paged += ["", "", "", f"{number} ", " ", ""]
        if kind == "named":
            paged += ["", f"Side {number}", ""]
        return shown


def with_only(seed: int, **changes: object) -> LookAlike:
    """Return the clean look-alike of a seed with the named defects only."""
    return make(seed, replace(Defects(), **changes))  # type: ignore[arg-type]
