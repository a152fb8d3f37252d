"""Rendering without a request, and reading the result."""

from html.parser import HTMLParser
from pathlib import Path

from django.template import Context, Engine, engines
from django.template.loader import render_to_string

DESIGN = Path(__file__).parents[3] / "src/peervej/apps/design"


class Elements(HTMLParser):
    """All start tags of a page, as (tag, attributes)."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def all(self, tag):
        return [attrs for name, attrs in self.found if name == tag]

    def ids(self):
        return [attrs["id"] for _, attrs in self.found if "id" in attrs]


def engine() -> Engine:
    return engines["django"].engine


def render(source, **context):
    return render_page("{% load i18n design %}" + source, **context)


def render_page(source, **context):
    return engine().from_string(source).render(Context(context))


def page(name, **context):
    return render_to_string(f"design/{name}.html", context)
