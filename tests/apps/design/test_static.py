"""Size of what is sent, and nothing a strict content policy would stop."""

import gzip
import re

import pytest

from tests.apps.design.rendering import DESIGN

TEMPLATES = sorted((DESIGN / "templates").rglob("*.html"))
STATIC = DESIGN / "static/design"


def test_style_sheet_is_small():
    css = (STATIC / "peervej.css").read_bytes()
    assert len(css) < 25_000
    assert len(gzip.compress(css)) < 7_500


def test_script_is_tiny():
    assert len((STATIC / "peervej.js").read_bytes()) < 4_000


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_inline_style_or_script(path):
    html = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", html)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))


@pytest.mark.parametrize("path", [*TEMPLATES, *STATIC.iterdir()], ids=lambda path: path.name)
def test_nothing_is_fetched_from_elsewhere(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"(?:src|srcset)=[\"']https?:|@import|url\(|<link[^>]+https?:", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_telephone_number_stands_in_a_template(path):
    html = re.sub(r' d="[^"]*"', "", path.read_text(encoding="utf-8"))
    assert not re.search(r"\b112\b|\d{2} \d{2} \d{2} \d{2}|tel:\+?\d", html)
