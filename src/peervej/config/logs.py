"""What log lines may not hold: the parts of addresses that open something."""

import logging
import re

SECRET_PART = re.compile(r"(/(?:l|kalender|find/svar|konto/password/reset/key)/)[^\s/?\"']+")


class WithoutTokens(logging.Filter):
    """Django logs the path of a refused request; a path can be a way in."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = SECRET_PART.sub(r"\1…", record.getMessage())
        record.args = None
        return True
