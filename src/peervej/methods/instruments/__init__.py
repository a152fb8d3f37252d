"""Questionnaires: their structure, their scores, and their way in from other systems.

The wording of an instrument belongs to its owners and is loaded from the operator's own copy;
what is kept here is structure, scoring, missing rule, terms and source.
"""

from peervej.methods.instruments.answers import AnswerRow, UnusableAnswers, read_answers
from peervej.methods.instruments.consistency import reachable_range
from peervej.methods.instruments.definition import Instrument
from peervej.methods.instruments.fhir import (
    Questionnaire,
    UnusableFhir,
    read_questionnaire,
    read_value_set,
)
from peervej.methods.instruments.fhir_instrument import (
    instrument_from_questionnaire,
    read_answers_from_response,
)
from peervej.methods.instruments.imported import Imported
from peervej.methods.instruments.parts import (
    Band,
    Certainty,
    Direction,
    ImportantDifference,
    Item,
    Licence,
    Method,
    Missing,
    MissingMethod,
    Scoring,
    Subscale,
    UnusableInstrument,
)
from peervej.methods.instruments.reader import instrument_to_toml, load_instrument
from peervej.methods.instruments.redcap import (
    DictionaryField,
    UnusableDictionary,
    read_dictionary,
    write_dictionary,
)
from peervej.methods.instruments.redcap_instrument import (
    dictionary_from_instrument,
    forms,
    instrument_from_dictionary,
)
from peervej.methods.instruments.scoring import Score, UnusableAnswer, rule_allowing, score
from peervej.methods.instruments.wording import (
    Wording,
    WordingDoesNotFit,
    load_wording,
    wording_to_toml,
)

__all__ = [
    "AnswerRow",
    "Band",
    "Certainty",
    "DictionaryField",
    "Direction",
    "ImportantDifference",
    "Imported",
    "Instrument",
    "Item",
    "Licence",
    "Method",
    "Missing",
    "MissingMethod",
    "Questionnaire",
    "Score",
    "Scoring",
    "Subscale",
    "UnusableAnswer",
    "UnusableAnswers",
    "UnusableDictionary",
    "UnusableFhir",
    "UnusableInstrument",
    "Wording",
    "WordingDoesNotFit",
    "dictionary_from_instrument",
    "forms",
    "instrument_from_dictionary",
    "instrument_from_questionnaire",
    "instrument_to_toml",
    "load_instrument",
    "load_wording",
    "reachable_range",
    "read_answers",
    "read_answers_from_response",
    "read_dictionary",
    "read_questionnaire",
    "read_value_set",
    "rule_allowing",
    "score",
    "wording_to_toml",
    "write_dictionary",
]
