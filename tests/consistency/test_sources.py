"""Nothing of other people's goes into the repository: no person, no sentence."""

import re

from tests.consistency.test_repository import tracked_files

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<!\d)(?:\+45 ?)?(?:\d{2} ?){3}\d{2}(?!\d)")
WORD = re.compile(r"\w+")
RUN = 12  # words in a row; shorter runs are names of laws, places and programmes
OWN_TEXT = {".md", ".toml", ".po", ".html", ".txt", ".py"}
PUBLIC_NUMBERS = {"70201201"}
# The printed form every initiative was sent: the reader must know it word for word to tell
# print from answers. It is shown to nobody; the pages ask in words of our own.
PRINTED_FORM = "src/peervej/methods/mapping/questionnaire.py"


def runs_of(text: str) -> set[tuple[str, ...]]:
    words = [word.lower() for word in WORD.findall(text)]
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def read(path) -> str:
    return path.read_text(encoding="utf-8", errors="ignore")


def test_no_sentence_of_the_sources(shared):
    theirs = set()
    for path in sorted((shared / "sources").glob("*.txt")):
        theirs |= runs_of(read(path))
    for path in tracked_files():
        if path.suffix in OWN_TEXT and not str(path).endswith(PRINTED_FORM):
            copied = runs_of(read(path)) & theirs
            assert not copied, (path, sorted(copied)[:3])


def test_no_contact_of_the_sources(shared):
    emails, phones = set(), set()
    for path in sorted((shared / "sources").glob("*.txt")):
        text = read(path)
        emails |= {found.lower() for found in EMAIL.findall(text)}
        phones |= {re.sub(r"\D", "", found)[-8:] for found in PHONE.findall(text)}
    phones -= PUBLIC_NUMBERS
    for path in tracked_files():
        if path.suffix not in OWN_TEXT:
            continue
        text = read(path)
        lower = text.lower()
        assert not [email for email in emails if email in lower], path
        here = {re.sub(r"\D", "", found)[-8:] for found in PHONE.findall(text)}
        assert not here & phones, path
