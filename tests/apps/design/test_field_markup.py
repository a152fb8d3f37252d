"""Labels, hints and errors belong to their inputs, in markup and in words."""

import pytest
from django import forms
from django.utils.translation import override

from peervej.apps.design.styleguide import SampleForm
from tests.apps.design.rendering import Elements, page, render


@pytest.fixture
def wrong():
    with override("en"):
        yield SampleForm({"name": "", "born_day": "31", "born_month": "2", "born_year": "2026"})


def test_every_input_has_a_label_or_a_legend(wrong):
    html = render("{% for bound in form %}{% field bound %}{% endfor %}", form=wrong)
    elements = Elements(html)
    labelled = {attrs["for"] for attrs in elements.all("label") if "for" in attrs}
    inputs = [*elements.all("input"), *elements.all("select"), *elements.all("textarea")]
    assert {attrs["id"] for attrs in inputs} == labelled
    assert len(elements.all("fieldset")) == len(elements.all("legend")) == 3


def test_described_by_points_at_hint_and_error_that_exist(wrong):
    elements = Elements(render("{{ form }}", form=wrong))
    named = " ".join(attrs.get("aria-describedby") or "" for _, attrs in elements.found).split()
    assert {"id_name_helptext", "id_name_error", "id_born_error", "id_way_error"} <= set(named)
    assert set(named) <= set(elements.ids())


def test_summary_says_the_same_words_as_the_fields_and_leads_to_them(wrong):
    html = page("components/error_summary", form=wrong)
    links = [attrs["href"] for attrs in Elements(html).all("a")]
    assert links == ["#id_name", "#id_born_0", "#id_way_0", "#id_agree"]
    fields = render("{{ form }}", form=wrong)
    assert {target.lstrip("#") for target in links} <= set(Elements(fields).ids())
    for errors in wrong.errors.values():
        for words in errors:
            assert words in html
            assert words in fields


def test_no_summary_before_anything_was_sent():
    assert page("components/error_summary", form=SampleForm()).strip() == ""
    assert page("components/error_summary").strip() == ""


def test_errors_of_the_whole_form_stand_in_the_summary():
    form = forms.Form({})
    form.add_error(None, "Both cannot be true.")
    assert "<li>Both cannot be true.</li>" in page("components/error_summary", form=form)


def test_a_question_is_the_heading_of_its_page():
    with override("en"):
        html = render("{% field form.way heading=True %}", form=SampleForm())
    assert "<legend><h1>How may we reach you?</h1>" in html


def test_what_may_be_left_out_says_so():
    with override("en"):
        form = SampleForm()
        assert "(optional)" in render("{% field form.place %}", form=form)
        assert "(optional)" not in render("{% field form.name %}", form=form)


def test_a_hint_given_in_the_template_is_tied_to_the_input():
    html = render('{% field form.words hint="Short is fine." %}', form=SampleForm())
    assert 'id="id_words_helptext">Short is fine.' in html
    assert Elements(html).all("textarea")[0]["aria-describedby"] == "id_words_helptext"


def test_what_people_wrote_is_escaped():
    form = SampleForm({"name": "<b>Sol</b>"})
    assert "<b>Sol" not in render("{{ form }}", form=form)


def test_hidden_fields_have_no_label():
    class Hidden(forms.Form):
        key = forms.CharField(widget=forms.HiddenInput)

    html = render("{{ form }}{% field form.key %}", form=Hidden())
    assert [attrs["type"] for attrs in Elements(html).all("input")] == ["hidden", "hidden"]
    assert Elements(html).all("label") == []
