"""From marked lines to one draft per initiative: whose lines are whose, and to which question."""

from dataclasses import dataclass, field

from peervej.methods.mapping.headings import (
    Heading,
    find_notices,
    heading_before_question,
    unstick,
)
from peervej.methods.mapping.lines import Line
from peervej.methods.mapping.model import EntryKind
from peervej.methods.mapping.questions import Printed
from peervej.methods.mapping.regions import Marked, RegionMark, drop_intro

_LAST = 8
_LATE = 5  # after this question a form printed anew is the next initiative's


@dataclass(slots=True)
class Draft:
    """The lines of one initiative, sorted by question, before they become text."""

    name: str
    region: str | None
    kind: EntryKind
    lines: list[Line] = field(default_factory=list)
    answers: dict[int, list[Line]] = field(default_factory=dict)
    printed: set[int] = field(default_factory=set)
    asks_for_contacts: set[int] = field(default_factory=set)
    pages: set[int] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Drafts:
    """All drafts of a document and what belongs to none of them."""

    regions: list[str] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def draft_entries(items: list[Marked]) -> Drafts:
    """Sort the lines of a document into drafts, in the order of the document."""
    sorter = _Sorter(single=_is_single(items))
    for item in items:
        sorter.take(item)
    sorter.close(before_question=False)
    return sorter.result


def _is_single(items: list[Marked]) -> bool:
    """Tell whether the document is one initiative's own answers, without regions."""
    firsts = sum(
        isinstance(item, Printed) and (item.question, item.part) == (1, 0) for item in items
    )
    return firsts <= 1 and not any(isinstance(item, RegionMark) for item in items)


class _Sorter:
    """Keeps the open draft, the open question and the lines since the last mark."""

    def __init__(self, *, single: bool) -> None:
        self.single = single
        self.result = Drafts()
        self.region: str | None = None
        self.draft: Draft | None = None
        self.question = 0
        self.block: list[Line] = []

    def take(self, item: Marked) -> None:
        if isinstance(item, Line):
            self.block.append(item)
        elif isinstance(item, RegionMark):
            self.close(before_question=False)
            self._open_region(item.name)
        elif item.part == 0:
            self._take_question(item)
        else:
            self._take_part(item)

    def close(self, *, before_question: bool) -> None:
        """End the open draft: sort the lines after its last printed question."""
        lines, self.block = self.block, []
        after_answer = self.draft is not None
        if not after_answer:
            lines = drop_intro(lines)
        heading = heading_before_question(lines) if before_question else None
        rest = lines[: heading.start] if heading else lines
        if heading and heading.before:
            rest = [*rest, heading.before]
        if not after_answer and self.region is None:
            self._leave_out(rest)  # a foreword, before the first region
        else:
            self._sort(rest, after_answer=after_answer)
        self.draft, self.question = None, 0
        if before_question:
            self._open_questionnaire(heading, lines)

    def _sort(self, lines: list[Line], *, after_answer: bool) -> None:
        lines = lines if self.single else unstick(lines)
        notices = [] if self.single else find_notices(lines, after_answer=after_answer)
        first = notices[0].start if notices else len(lines)
        if self.draft:
            self._answer(lines[:first])
        else:
            self._leave_out(lines[:first])
        for index, notice in enumerate(notices):
            stop = notices[index + 1].start if index + 1 < len(notices) else len(lines)
            body = lines[notice.stop : stop]
            draft = Draft(notice.name, self.region, "notice", body)
            draft.pages = {line.page for line in lines[notice.start : stop]}
            self.result.drafts.append(draft)

    def _answer(self, lines: list[Line]) -> None:
        if self.draft:
            self.draft.answers.setdefault(self.question, []).extend(lines)
            self.draft.pages.update(line.page for line in lines)

    def _leave_out(self, lines: list[Line]) -> None:
        if self.region is None or not lines:
            return
        words = " ".join(line.text for line in lines[:3])[:60].strip()
        self.result.warnings.append(f"{self.region}: belongs to no initiative: '{words}…'")

    def _open_region(self, name: str) -> None:
        self.region = name
        if name not in self.result.regions:
            self.result.regions.append(name)

    def _open_questionnaire(self, heading: Heading | None, lines: list[Line]) -> None:
        draft = Draft(heading.name if heading else "", self.region, "questionnaire")
        if heading:
            draft.lines = lines[heading.stop :]
            draft.pages = {line.page for line in lines[heading.start :]}
            if heading.before:
                draft.warnings.append("the name stood on the last line of the text before it")
        else:
            draft.warnings.append("no name was found above the first question")
        self.draft = draft
        self.result.drafts.append(draft)

    def _take_question(self, item: Printed) -> None:
        if self.draft is None or self._begins_anew(item):
            self.close(before_question=True)
        elif self.question:
            self._answer(self.block)
            self.block = []
            if item.question in self.draft.printed:
                self.draft.warnings.append(f"question {item.question} is printed more than once")
        if self.draft is None:
            return
        self.question = item.question
        self.draft.printed.add(item.question)
        self.draft.pages.add(item.page)

    def _begins_anew(self, item: Printed) -> bool:
        """Tell whether a printed question is the next initiative's."""
        draft = self.draft
        if draft is None:
            return True
        heading = heading_before_question(self.block)
        if item.question == 1:
            return max(draft.printed) > 1 or heading is not None
        if item.question in draft.printed and item.question < self.question:
            return self.question >= _LATE and item.question <= 3
        return False

    def _take_part(self, item: Printed) -> None:
        if self.draft is None:
            return
        if item.question == self.question:
            if item.question == _LAST:
                self.draft.asks_for_contacts.add(_LAST)
            self._answer(self.block)
            self.block = []
        else:
            # an answer may repeat a sentence of another question as its own heading
            self.block.append(Line(item.text, item.page))
