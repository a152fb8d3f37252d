"""What the repository promises about itself."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "peervej"
TEMPLATES = sorted(SRC.rglob("templates/**/*.html"))
PYTHON = sorted(path for path in SRC.rglob("*.py") if "migrations" not in path.parts)
# Templates that are found by convention and named nowhere.
BY_CONVENTION = {"400.html", "403.html", "404.html", "500.html"}
TEMPLATE_NAME = re.compile(r"[\w/-]+\.(?:html|txt)")
PHONE = re.compile(r"(?<![\d#])(?:\d{2} ){3}\d{2}(?!\d)|\btel:\d{3}")


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("left out: not a git checkout")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def template_name(path: Path) -> str:
    return str(path).rsplit("/templates/", 1)[1]


def test_no_dead_template():
    named = set()
    for path in [*PYTHON, *TEMPLATES]:
        named |= set(TEMPLATE_NAME.findall(path.read_text(encoding="utf-8")))
    dead = [
        name
        for name in map(template_name, TEMPLATES)
        if name not in named
        and Path(name).name not in BY_CONVENTION
        # Templates that replace another package's under its own name.
        and not name.startswith(("allauth/", "account/", "mfa/", "design/forms/", "django/"))
    ]
    assert dead == []


@pytest.mark.parametrize("path", TEMPLATES, ids=template_name)
def test_templates_keep_the_content_policy(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son(click|load|submit|change|input)\s*=", text)
    inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", text)
    assert all("application/ld+json" in attributes for attributes in inline)
    assert "<style" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=template_name)
def test_no_number_to_call_is_written_into_a_template(path):
    drawing = re.compile(r'\b(?:d|points|viewBox|transform)="[^"]*"')
    assert not PHONE.search(drawing.sub("", path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", TEMPLATES, ids=template_name)
def test_templates_fetch_nothing_from_elsewhere(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//[^\"]*\.(?:css|js|woff2?)", text)


def calls_in(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            names.add(f"{owner.id if isinstance(owner, ast.Name) else ''}.{node.func.attr}")
    return names


READS_A_CLOCK = {
    "timezone.now", "timezone.localtime", "timezone.localdate", "datetime.now", "datetime.today",
    "date.today", "datetime.utcnow", "time.time",
}  # fmt: skip
# The clock itself; turning a stored moment into local time reads none.
MAY = {"apps/audit/clock.py", "cli/demo_data/stages.py"}


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(SRC)))
def test_only_the_clock_reads_the_clock(path):
    if str(path.relative_to(SRC)) in MAY:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [
        f"{node.func.value.id}.{node.func.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and f"{node.func.value.id}.{node.func.attr}" in READS_A_CLOCK
        and not (node.func.attr in {"localtime", "localdate"} and node.args)
    ]
    assert found == []


def test_lock_files_hold_hashes_and_no_address():
    for path in sorted((ROOT / "requirements").glob("*.lock")):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text, path.name
        pinned = re.findall(r"^[a-z0-9-]+(?:\[[\w,]+\])?==", text, re.MULTILINE)
        assert pinned
        assert text.count("--hash=sha256:") >= len(pinned)


def test_the_repository_names_no_machine():
    pattern = re.compile(r"/work/|/farm/|/root/|(?<!no-emit-)index-url|find-links|extra-index")
    own = Path(__file__).resolve()
    for path in tracked_files():
        if path == own or path.suffix in {".png", ".mo", ".lock"}:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        assert not pattern.search(text), path


def test_nothing_is_left_for_later():
    pattern = re.compile(r"\b(TODO|FIXME|XXX)\b|raise NotImplementedError")
    for path in PYTHON:
        assert not pattern.search(path.read_text(encoding="utf-8")), path


def test_documents_link_to_files_that_exist():
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), (path.name, target)
