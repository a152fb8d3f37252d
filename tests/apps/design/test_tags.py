"""Template tags and components."""

import pytest
from django.core.paginator import Paginator
from django.test import RequestFactory
from django.utils.translation import override

from tests.apps.design.rendering import Elements, page, render


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def test_a_route_that_does_not_exist_falls_back():
    assert render("{% url_or '#' 'portal:never_made' %}") == "#"


def test_a_route_that_exists_is_found():
    assert render("{% url_or '#' 'account_login' %}").startswith("/")


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("112", "tel:112"),
        ("70 20 12 01", "tel:+4570201201"),
        ("+45 70 20 12 01", "tel:+4570201201"),
        ("0045 70201201", "tel:+4570201201"),
    ],
)
def test_numbers_can_be_called(written, address):
    assert render("{{ number|tel_href }}", number=written) == address


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("{% path 10 2 3 %}", "2 of 10 times are done. Next is number 3."),
        ("{% path_row 10 10 %}", "All 10 times are done."),
        ("{% path 1 0 1 %}", "0 of 1 time is done. Next is number 1."),
        ("{% path 3 1 %}", "1 of 3 times are done."),
        ('{% path 3 1 label="Your road" %}', "Your road"),
    ],
)
def test_the_path_says_in_words_what_it_shows(call, words):
    elements = Elements(render(call))
    assert [a["aria-label"] for a in elements.all("div") if a.get("role") == "img"] == [words]
    assert all(attrs["aria-hidden"] == "true" for attrs in elements.all("svg"))


def test_the_path_takes_words_for_its_stops():
    assert "uge 4" in render("{% path stops 0 1 %}", stops=["uge 1", "uge 4"])


def test_danish_commas_never_reach_the_drawing():
    with override("da"):
        path = Elements(render("{% path 10 2 3 %}")).all("path")[0]["d"]
    assert "," not in path


def test_the_map_is_a_set_of_links_with_the_same_table_beside_it():
    tiles = [
        {"col": 0, "row": 0, "label": "Vejle", "count": 3, "url": "/vejle/"},
        {"col": 1, "row": 0, "label": "Odense", "count": None, "url": "/odense/"},
        {"col": 1, "row": 1, "label": "Assens", "count": 0},
    ]
    html = render('{% tile_map tiles caption="Offers" unit="offers" %}', tiles=tiles)
    links = Elements(html).all("a")
    named = [(a["href"], a.get("aria-label")) for a in links if a["href"].startswith("/")]
    assert named == [
        ("/vejle/", "Vejle: 3 offers"),
        ("/odense/", "Odense"),
        ("/odense/", None),
        ("/vejle/", None),
    ]
    assert "too few to show" in html


def test_pages_keep_the_filters():
    request = RequestFactory().get("/", {"region": "syd", "page": "2"})
    assert render("{% page_url 3 %}", request=request) == "?region=syd&amp;page=3"
    assert render("{% page_url 3 %}") == "?page=3"


def test_one_page_needs_no_pagination():
    paginator = Paginator([1, 2], 10)
    assert page("components/pagination", page=paginator.page(1)).strip() == ""


def test_an_action_that_changes_something_is_a_form():
    html = page("components/button", label="I am coming", url="/come/", post=True)
    assert Elements(html).all("form")[0]["method"] == "post"
    assert Elements(page("components/button", label="See", url="/see/")).all("a") != []
    assert Elements(page("components/button", label="Save")).all("button") != []


def test_a_short_action_says_what_it_is_about():
    html = page("components/work_item", title="A worry", action_label="Open", url="/w/")
    assert 'Open<span class="away"> A worry</span>' in html


def test_urgency_is_said_in_words_too():
    assert "Cannot wait" in page("components/work_item", title="A worry", urgency="now")
    assert "Cannot wait" not in page("components/work_item", title="A match", urgency="calm")


def test_demonstration_is_told_only_in_demonstrations():
    assert "made up" in page("citizen", demo_mode=True)
    assert "made up" not in page("citizen")


def test_acute_numbers_come_from_the_context_only():
    class Line:
        label, number = "Livslinien", "70 20 12 01"

    for name in ("citizen", "phone", "question"):
        assert 'href="tel:+4570201201"' in page(name, acute_numbers=[Line])
        assert "tel:" not in page(name)


@pytest.mark.parametrize("name", ["base", "citizen", "phone", "desk", "question"])
def test_pages_have_one_main_neutral_title_and_a_way_past_the_menu(name):
    html = page(name)
    elements = Elements(html)
    assert elements.all("html") == [{"lang": "en"}]
    assert [attrs["id"] for attrs in elements.all("main")] == ["main"]
    assert "<title>Peervej</title>" in html
    assert elements.all("a")[0]["href"] == "#main"
    assert len(elements.ids()) == len(set(elements.ids()))


def test_the_way_out_is_a_plain_link_to_somewhere_neutral():
    links = {a.get("href") for a in Elements(page("citizen")).all("a") if "data-leave" in a}
    assert links == {"https://www.dmi.dk/"}
    other = Elements(page("phone", leave_url="https://example.org/")).all("a")
    assert {a["href"] for a in other if "data-leave" in a} == {"https://example.org/"}


def test_the_site_is_chosen_only_by_those_who_have_several():
    one, other = {"pk": 1}, {"pk": 2}
    several = Elements(page("desk", desk_sites=[one, other], desk_site=other))
    chosen = [(option["value"], "selected" in option) for option in several.all("option")]
    assert chosen == [("1", False), ("2", True)] * 2
    assert len(several.ids()) == len(set(several.ids()))
    assert Elements(page("desk", desk_sites=[one], desk_site=one)).all("select") == []


def test_the_desk_marks_where_you_are():
    entries = [
        {"label": "Today", "url": "/i-dag/", "current": True},
        {"label": "Groups", "url": "/hold/", "current": False},
    ]
    html = page("desk", desk_nav=entries, site_name="Helsingør", desk_on_call="Karen to 20")
    current = {a["href"] for a in Elements(html).all("a") if a.get("aria-current") == "page"}
    assert current == {"/i-dag/"}
    assert "Helsingør" in html
    assert "On call: Karen to 20" in html
