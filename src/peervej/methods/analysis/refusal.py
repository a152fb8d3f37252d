"""The family of named reasons for which the engine gives no number."""

from typing import ClassVar

from peervej.methods.errors import UnusableInput


class AnalysisRefused(UnusableInput):
    """No analysis is possible; ``code`` is a stable name of the reason, the message a sentence."""

    code: ClassVar[str] = "refused"
