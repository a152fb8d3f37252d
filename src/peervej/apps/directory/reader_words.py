"""Why a document could not be read, said to the editor.

The reader is pure computation and says it in English, for the command line as well.
"""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

REASONS: tuple[tuple[str, str | Promise], ...] = (
    (r"is empty", gettext_lazy("The file is empty. Choose the one with the answers.")),
    (
        r"^The file is [\d.]+ MB",
        gettext_lazy("The file is too large for its kind. Split it into smaller ones."),
    ),
    (r"^The file has \d+ lines", gettext_lazy("The text has too many lines. Split it.")),
    (r"old Word document", gettext_lazy("It is an old Word document (.doc). Save it as .docx.")),
    (r"rich text file", gettext_lazy("It is a rich text file. Save it as .docx.")),
    (r"compressed file", gettext_lazy("The file is packed together. Unpack it first.")),
    (
        r"is a picture",
        gettext_lazy("It is a picture. Send the text, or a PDF with text in it."),
    ),
    (
        r"beginning is missing",
        gettext_lazy("The file is damaged at its beginning. Save it again where it was made."),
    ),
    (
        r"rename it to end",
        gettext_lazy("The end of the file's name does not fit what is in it. Rename it."),
    ),
    (
        r"UTF-16|NUL byte|not UTF-8",
        gettext_lazy("The letters cannot be read. Save the text as UTF-8, or send it as Word."),
    ),
    (r"encrypted", gettext_lazy("The file has a password. Save it without one.")),
    (
        r"no Word document",
        gettext_lazy("It is a zip file, but no Word document. Save it as .docx."),
    ),
    (
        r"^The Word document is damaged",
        gettext_lazy("The Word document is damaged. Open it, and save it again."),
    ),
    (
        r"Word document unpacks",
        gettext_lazy("The Word document holds too much. Copy the text into a new one."),
    ),
    (
        r"no text \(it may be a scan\)",
        gettext_lazy("The PDF is pictures without text. Send the text, or a Word document."),
    ),
    (
        r"^The PDF is damaged",
        gettext_lazy("The PDF is damaged. Open it, and save it again, or send the text."),
    ),
    (
        r"^The PDF (draws|holds more|has more)",
        gettext_lazy("The PDF holds too much. Split it, or send the text."),
    ),
    (
        r"^No question of the mapping",
        gettext_lazy("There are no answers to the eight questions in it."),
    ),
)


def say_why(error: Exception) -> str:
    """What is wrong with a document and how to mend it, in the language of the page."""
    words = str(error)
    for pattern, said in REASONS:
        if re.search(pattern, words):
            return str(said)
    return _("Save it as Word or PDF with text. The reader says: %(why)s") % {"why": words}
