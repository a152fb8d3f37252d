"""Every refusal is known in both languages, with what can be done about it."""

import pytest

import peervej.methods.power.recruitment
import peervej.methods.power.recruitment_plan
import peervej.methods.power.sample_size  # noqa: F401  the refusals are known once imported
from peervej.methods.analysis import AnalysisRefused
from peervej.report.words import LANGUAGES, load_words, say_refusal, say_remedy


def refusal_codes(kind: type[AnalysisRefused] = AnalysisRefused) -> set[str]:
    found = {one.code for one in kind.__subclasses__() if one.__module__.startswith("peervej.")}
    return found.union(*(refusal_codes(one) for one in kind.__subclasses__()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_says_what_is_wrong_and_what_to_do(language: str) -> None:
    words = load_words(language)
    codes = refusal_codes()
    assert len(codes) > 30
    assert {code for code in codes if say_refusal(words, code, "") == ""} == set()
    assert {code for code in codes if not say_remedy(words, code).endswith(".")
            and not say_remedy(words, code).endswith("?")} == set()  # fmt: skip
    assert set(words["remedies"]) == codes
