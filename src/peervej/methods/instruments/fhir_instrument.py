"""Instruments, wordings and answers out of FHIR R4."""

from collections.abc import Collection

from peervej.methods.instruments.definition import Instrument
from peervej.methods.instruments.fhir import (
    Question,
    Questionnaire,
    UnusableFhir,
    read_resource,
)
from peervej.methods.instruments.imported import Imported, identifier_from, unscored_instrument
from peervej.methods.instruments.parts import Item
from peervej.methods.instruments.wording import Wording, check_wording


def instrument_from_questionnaire(
    questionnaire: Questionnaire, *, keep: Collection[str] | None = None
) -> Imported:
    """Make an instrument and a wording per language of a Questionnaire's single choices.

    Items are named by their linkId. A question whose answer list stands in another file becomes
    an item with ``answer_list`` and no range, to be completed before it can be scored. Other
    questions are left out, with the reason. A language is kept only when it has every text.
    Raises `UnusableFhir` when nothing is left.
    """
    items: list[Item] = []
    kept: list[Question] = []
    left_out: list[tuple[str, str]] = []
    for question in questionnaire.questions:
        why = _reason_to_leave_out(question, keep)
        if why:
            left_out.append((question.link_id, why))
            continue
        numbers = sorted(c.number for c in question.choices if c.number is not None)
        low, high = (numbers[0], numbers[-1]) if numbers else (None, None)
        items.append(Item(question.link_id, low, high, answer_list=question.answer_list))
        kept.append(question)
    if not items:
        raise UnusableFhir("the questionnaire has no question with one answer from a list.")
    instrument = unscored_instrument(
        identifier_from(questionnaire.id),
        questionnaire.title,
        items,
        "Imported from a FHIR R4 Questionnaire.",
    )
    wordings = {}
    for language in sorted({code for question in kept for code in question.texts}):
        wording = _wording(questionnaire, instrument, kept, language)
        if wording is not None:
            check_wording(wording, instrument)
            wordings[language] = wording
    return Imported(instrument, wordings, tuple(left_out))


def read_answers_from_response(
    data: bytes | str, instrument: Instrument, *, what: str = "the response"
) -> dict[str, int | None]:
    """Read a QuestionnaireResponse into answers by item id.

    Raises `UnusableFhir` when a link matches no item of the instrument, an item is answered
    twice, or an answer carries no whole number.
    """
    resource = read_resource(data, "QuestionnaireResponse", what=what)
    questions = {item.id for item in instrument.items}
    answers: dict[str, int | None] = {item.id: None for item in instrument.items}
    stack = [resource]
    while stack:
        element = stack.pop()
        children = element.get("item", [])
        if not isinstance(children, list) or not all(isinstance(c, dict) for c in children):
            raise UnusableFhir(f"{what}: item must be a list of objects.")
        stack.extend(children)
        given = element.get("answer")
        if not given:
            continue
        link = element.get("linkId")
        if not isinstance(link, str) or link not in questions:
            raise UnusableFhir(
                f"{what} answers {str(link)[:60]!r}, which is no item of {instrument.id}."
            )
        if not isinstance(given, list) or len(given) != 1 or answers[link] is not None:
            raise UnusableFhir(f"{what} answers {link} more than once.")
        answers[link] = _whole_number(given[0], f"{what}, {link}")
    return answers


def _whole_number(answer: object, where: str) -> int:
    value = answer.get("valueInteger") if isinstance(answer, dict) else None
    coding = answer.get("valueCoding") if isinstance(answer, dict) else None
    if value is None and isinstance(coding, dict):
        code = coding.get("code")
        digits = code.removeprefix("-") if isinstance(code, str) else ""
        if digits.isascii() and digits.isdigit() and len(digits) <= 4:
            value = int(str(code))
    if type(value) is not int:
        raise UnusableFhir(f"{where}: the answer is no whole number.")
    return value


def _reason_to_leave_out(question: Question, keep: Collection[str] | None) -> str:
    if keep is not None and question.link_id not in keep:
        return "not among the items asked for"
    if question.type != "choice":
        return f"a question of type {question.type}"
    if question.repeats:
        return "several answers at once"
    if question.answer_list:
        return ""
    numbers = sorted(c.number for c in question.choices if c.number is not None)
    if len(numbers) < len(question.choices) or len(numbers) < 2:
        return "its answers have no numbers"
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return "the numbers of its answers have gaps"
    return ""


def _wording(
    questionnaire: Questionnaire, instrument: Instrument, kept: list[Question], language: str
) -> Wording | None:
    labels = []
    for question in kept:
        ordered = sorted(question.choices, key=lambda choice: choice.number or 0)
        if language not in question.texts:
            return None
        if not all(language in choice.texts for choice in ordered):
            return None
        labels.append(tuple(choice.texts[language] for choice in ordered))
    same = len(set(labels)) == 1
    return Wording(
        instrument=instrument.id,
        language=language,
        items=tuple(question.texts[language] for question in kept),
        responses=labels[0] if same else (),
        item_responses=() if same else tuple(labels),
        instruction=questionnaire.instruction.get(language),
    )
