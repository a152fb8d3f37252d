"""Numbers in sentences, and remarks in the reader's language."""

import pytest
from django.utils.translation import override

from peervej.apps.reporting.wording import explain_refusal, explain_remark, number
from peervej.methods.analysis.remarks import covariate_missing, line_impossible


@pytest.mark.parametrize(
    ("value", "written"), [(1.26, "1,3"), (2.051, "2,1"), (-0.04, "0,0"), (-2.96, "-3,0")]
)
def test_numbers_are_rounded_and_not_cut(value: float, written: str) -> None:
    with override("da"):
        assert number(value) == written


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
