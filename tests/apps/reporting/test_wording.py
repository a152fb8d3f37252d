"""Numbers in sentences, and remarks in the reader's language."""

import pytest
from django.utils.translation import override

from peervej.apps.reporting.wording import explain_refusal, explain_remark, say_p
from peervej.methods.analysis.remarks import covariate_missing, line_impossible


@pytest.mark.parametrize(
    ("value", "said"), [(0.0432, "= 0,0432"), (0.00001, "< 0,0001"), (1.0, "= 1,0000")]
)
def test_a_p_value_is_never_nought(value: float, said: str) -> None:
    with override("da"):
        assert say_p(value) == said


def test_remarks_and_refusals_are_in_the_readers_language() -> None:
    remark = covariate_missing("y0", 3)
    with override("da"):
        assert explain_remark(remark, {"y0": "Første"}).startswith("Første mangler for 3")
        said = explain_remark(line_impossible("cr2", "one_group", ""), {})
        assert said.startswith("Hold ved robuste standardfejl (CR2): alle i indsatsen")
        assert explain_refusal("one_group", "").startswith("Alle i indsatsen")
    with override("en"):
        assert explain_remark(remark, {}) == remark.text
        assert explain_refusal("no_such_code", "because.") == "Because."
