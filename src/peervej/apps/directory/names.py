"""When two names are the same name."""

import re
import unicodedata


def name_key(name: str) -> str:
    """What two writings of one name share: small letters, no marks, single spaces."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(re.sub(r"[^\w]+", " ", plain).split())[:160]
