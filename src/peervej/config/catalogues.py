"""Catalogues without system tools: .po to .mo, and which msgids a source tree uses."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parent.parent
CALLS = {"gettext": 1, "gettext_lazy": 1, "_": 1, "ngettext": 2, "ngettext_lazy": 2, "pgettext": 2}
TEMPLATE_TAG = re.compile(r"""\{%\s*(?:translate|trans)\s+("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")
FILTERED = re.compile(r"""_\(("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\)""")
BLOCK = re.compile(
    r"\{%\s*blocktrans(?:late)?(?P<options>[^%]*)%\}(?P<body>.*?)\{%\s*endblocktrans(?:late)?\s*%\}",
    re.DOTALL,
)
PLURAL = re.compile(r"\{%\s*plural\s*%\}")
VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def compile_all(folder: Path = PACKAGE) -> int:
    """Write a .mo beside every .po; returns how many."""
    catalogues = sorted(folder.rglob("locale/*/LC_MESSAGES/*.po"))
    for path in catalogues:
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
    return len(catalogues)


def used_msgids(app: Path) -> dict[str, str]:
    """Every msgid in the Python files and templates below `app`, with a place it stands."""
    found: dict[str, str] = {}
    for path in sorted(app.rglob("*.py")):
        if "migrations" not in path.parts:
            for msgid in _python_msgids(path.read_text(encoding="utf-8")):
                found.setdefault(msgid, path.name)
    for pattern in ("*.html", "*.txt"):
        for path in sorted(app.rglob(f"templates/**/{pattern}")):
            for msgid in _template_msgids(path.read_text(encoding="utf-8")):
                found.setdefault(msgid, path.name)
    return found


def _python_msgids(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else None
        first = node.args[0] if node.args else None
        if name in CALLS and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


def _template_msgids(source: str) -> Iterator[str]:
    for match in [*TEMPLATE_TAG.finditer(source), *FILTERED.finditer(source)]:
        yield ast.literal_eval(match[1])
    for match in BLOCK.finditer(source):
        body = PLURAL.split(match["body"])[0]
        if "trimmed" in match["options"]:
            body = " ".join(line.strip() for line in body.strip().splitlines())
        yield VARIABLE.sub(r"%(\1)s", body)


def missing_translations(app: Path) -> dict[str, str]:
    """Msgids used below `app` that its Danish catalogue lacks, with a place each stands."""
    path = app / "locale" / "da" / "LC_MESSAGES" / "django.po"
    translated = set()
    if path.is_file():
        translated = {
            entry.msgid
            for entry in polib.pofile(str(path))
            if entry.translated() and "fuzzy" not in entry.flags
        }
    return {msgid: where for msgid, where in used_msgids(app).items() if msgid not in translated}


def collect() -> None:
    """Add what is missing to each app's Danish catalogue, untranslated."""
    for app in sorted((PACKAGE / "apps").iterdir()):
        missing = missing_translations(app) if app.is_dir() else {}
        if not missing:
            continue
        path = app / "locale" / "da" / "LC_MESSAGES" / "django.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = polib.pofile(str(path)) if path.is_file() else polib.POFile()
        catalogue.metadata.setdefault("Content-Type", "text/plain; charset=UTF-8")
        catalogue.metadata.setdefault("Language", "da")
        catalogue.metadata.setdefault("Plural-Forms", "nplurals=2; plural=(n != 1);")
        known = {entry.msgid for entry in catalogue}
        for msgid in missing:
            if msgid not in known:
                catalogue.append(polib.POEntry(msgid=msgid, msgstr=""))
            sys.stdout.write(f"{app.name}: {msgid}\n")
        catalogue.save(str(path))


if __name__ == "__main__":
    if "--collect" in sys.argv:
        collect()
    compile_all()
