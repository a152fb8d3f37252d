"""HL7 FHIR R4 Questionnaires: items and answers, read from JSON.

Source: HL7 FHIR R4 (4.0.1), resources Questionnaire, QuestionnaireResponse and ValueSet;
extensions ``translation`` and ``ordinalValue``.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from peervej.methods.errors import UnusableInput
from peervej.methods.strict_toml import decode_text

MAX_BYTES = 10_000_000
MAX_DEPTH = 40
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
ORDINALS = frozenset(
    {
        "http://hl7.org/fhir/StructureDefinition/ordinalValue",
        "http://hl7.org/fhir/StructureDefinition/itemWeight",
    }
)
OTHER_TYPES = frozenset({"group", "display"})
QUESTION_TYPES = frozenset(
    {
        "attachment",
        "boolean",
        "choice",
        "date",
        "dateTime",
        "decimal",
        "integer",
        "open-choice",
        "quantity",
        "reference",
        "string",
        "text",
        "time",
        "url",
    }
)


class UnusableFhir(UnusableInput):
    """The file is not the FHIR R4 resource that was asked for."""


@dataclass(frozen=True)
class Choice:
    """One answer: its code as written, its number where one is given, its words by language."""

    code: str
    number: int | None
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Question:
    """One item that is neither a group nor a display: its link, type, words and answers.

    ``answer_list`` is the canonical address of a ValueSet that is not in the file.
    """

    link_id: str
    type: str
    texts: Mapping[str, str]
    choices: tuple[Choice, ...] = ()
    answer_list: str | None = None
    repeats: bool = False


@dataclass(frozen=True)
class Questionnaire:
    """A Questionnaire's title, language and questions, groups flattened in order."""

    id: str
    title: str
    language: str
    questions: tuple[Question, ...]
    instruction: Mapping[str, str]


def read_resource(
    data: bytes | str, kind: str, *, what: str, max_bytes: int = MAX_BYTES
) -> dict[str, Any]:
    """Read a FHIR resource of one kind from JSON; raises `UnusableFhir`."""
    text = decode_text(data, what=what, max_bytes=max_bytes)
    try:
        resource = json.loads(text)
        text.encode()
        json.dumps(resource, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        reason = str(error).splitlines()[0][:120] if str(error) else "too deeply nested"
        raise UnusableFhir(f"{what} is not valid JSON: {reason}.") from None
    if not isinstance(resource, dict) or resource.get("resourceType") != kind:
        found = resource.get("resourceType") if isinstance(resource, dict) else None
        raise UnusableFhir(f"{what} is not a FHIR {kind} (resourceType is {str(found)[:40]!r}).")
    return resource


def read_questionnaire(
    data: bytes | str,
    *,
    value_sets: Mapping[str, tuple[Choice, ...]] | None = None,
    what: str = "the questionnaire",
) -> Questionnaire:
    """Read a Questionnaire; ``value_sets`` gives answer lists that stand in files of their own.

    Raises `UnusableFhir` on another resource, an unknown or missing item type, a missing or
    repeated linkId, or a value of another kind than R4 says.
    """
    resource = read_resource(data, "Questionnaire", what=what)
    language = _text(resource, "language", what) or "en"
    known = dict(value_sets or {})
    for contained in _list(resource, "contained", what):
        if contained.get("resourceType") == "ValueSet":
            known[f"#{_text(contained, 'id', what)}"] = _value_set(contained, language, what)
    questions: list[Question] = []
    instruction: Mapping[str, str] = {}
    seen: set[str] = set()
    for item in _walk(_list(resource, "item", what), what):
        link = _text(item, "linkId", what)
        if not link or link in seen:
            raise UnusableFhir(f"{what} has an item without a linkId of its own ({link!r}).")
        seen.add(link)
        kind = _text(item, "type", what)
        if kind not in QUESTION_TYPES | OTHER_TYPES:
            raise UnusableFhir(f"{what}: item {link} has the type {kind!r}, which R4 lacks.")
        if kind == "display" and not instruction and not questions:
            instruction = _texts(item, "text", language, what)
        if kind in QUESTION_TYPES:
            questions.append(_question(item, link, kind, language, known, what))
    if not questions:
        raise UnusableFhir(f"{what} has no questions.")
    title = _text(resource, "title", what) or _text(resource, "name", what) or "Questionnaire"
    name = _text(resource, "id", what) or title
    return Questionnaire(name, title, language, tuple(questions), instruction)


def read_value_set(
    data: bytes | str, *, language: str = "en", what: str = "the answer list"
) -> dict[str, tuple[Choice, ...]]:
    """Read a ValueSet file into ``{its url: its answers}``; raises `UnusableFhir`."""
    resource = read_resource(data, "ValueSet", what=what)
    url = _text(resource, "url", what)
    if not url:
        raise UnusableFhir(f"{what} has no url, so no item can refer to it.")
    choices = _value_set(resource, _text(resource, "language", what) or language, what)
    return {url: choices}


def _walk(items: list[dict[str, Any]], what: str, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > MAX_DEPTH:
        raise UnusableFhir(f"{what} nests its items more than {MAX_DEPTH} deep.")
    for item in items:
        yield item
        yield from _walk(_list(item, "item", what), what, depth + 1)


def _question(
    item: dict[str, Any],
    link: str,
    kind: str,
    language: str,
    known: Mapping[str, tuple[Choice, ...]],
    what: str,
) -> Question:
    address = _text(item, "answerValueSet", what)
    choices: tuple[Choice, ...] = ()
    if address:
        choices = known.get(address) or known.get(address.split("|")[0]) or ()
    else:
        choices = tuple(
            _option(option, language, what) for option in _list(item, "answerOption", what)
        )
    missing = address if address and not choices else None
    texts = _texts(item, "text", language, what)
    return Question(link, kind, texts, choices, missing, item.get("repeats") is True)


def _option(option: dict[str, Any], language: str, what: str) -> Choice:
    if "valueInteger" in option:
        number = option["valueInteger"]
        if type(number) is not int:
            raise UnusableFhir(f"{what} has an answer whose valueInteger is {number!r}.")
        return Choice(str(number), number, {language: str(number)})
    coding = option.get("valueCoding")
    if isinstance(coding, dict):
        return _coding(coding, _ordinal(option), language, what)
    text = _text(option, "valueString", what)
    return Choice(text, None, {language: text})


def _coding(coding: dict[str, Any], outer: int | None, language: str, what: str) -> Choice:
    code = _text(coding, "code", what)
    number = _ordinal(coding)
    number = outer if number is None else number
    if number is None and code.removeprefix("-").isascii() and code.removeprefix("-").isdigit():
        number = int(code) if len(code) <= 4 else None
    return Choice(code, number, _texts(coding, "display", language, what))


def _ordinal(element: dict[str, Any]) -> int | None:
    for extension in _list(element, "extension", "an extension"):
        if str(extension.get("url")) in ORDINALS:
            value = extension.get("valueDecimal")
            if isinstance(value, int | float) and not isinstance(value, bool):
                return int(value) if value == value // 1 and abs(value) < 10_000 else None
    return None


def _value_set(resource: dict[str, Any], language: str, what: str) -> tuple[Choice, ...]:
    compose = resource.get("compose") or {}
    includes = _list(compose, "include", what) if isinstance(compose, dict) else []
    concepts = [c for include in includes for c in _list(include, "concept", what)]
    if not concepts and isinstance(resource.get("expansion"), dict):
        concepts = _list(resource["expansion"], "contains", what)
    return tuple(_coding(concept, None, language, what) for concept in concepts)


def _texts(element: dict[str, Any], key: str, language: str, what: str) -> dict[str, str]:
    texts = {}
    own = _text(element, key, what)
    if own:
        texts[language] = own
    shadow = element.get(f"_{key}")
    for extension in _list(shadow, "extension", what) if isinstance(shadow, dict) else []:
        if extension.get("url") != TRANSLATION:
            continue
        parts = {str(part.get("url")): part for part in _list(extension, "extension", what)}
        code = _text(parts.get("lang", {}), "valueCode", what)
        content = parts.get("content", {})
        words = _text(content, "valueString", what) or _text(content, "valueMarkdown", what)
        if code and words:
            texts[code] = words
    return texts


def _text(element: dict[str, Any], key: str, what: str) -> str:
    value = element.get(key, "")
    if not isinstance(value, str):
        raise UnusableFhir(f"{what}: {key} must be text, not {type(value).__name__}.")
    return value


def _list(element: dict[str, Any], key: str, what: str) -> list[dict[str, Any]]:
    value = element.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise UnusableFhir(f"{what}: {key} must be a list of objects.")
    return value
