"""The words of a questionnaire: the operator's own copy first, then what comes with Peervej."""

import logging
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from peervej.data.instruments import load_instrument
from peervej.data.instruments import load_wording as shipped_wording
from peervej.methods.errors import UnusableInput
from peervej.methods.instruments import Wording, load_wording

log = logging.getLogger("peervej.wording")


def wording_of(instrument_id: str, language: str) -> Wording | None:
    """The wording in a language, else in Danish; None where the operator has loaded none.

    The operator's copy is `wording/<instrument>.<language>.toml` in PEERVEJ_HOME. One that does
    not fit its instrument is left out and logged: nobody is to meet half a questionnaire.
    """
    for code in dict.fromkeys((language.split("-")[0], "da")):
        path = Path(settings.HOME) / "wording" / f"{instrument_id}.{code}.toml"
        if path.is_file():
            own = _read(path, instrument_id, path.stat().st_mtime_ns)
            if own is not None:
                return own
        shipped = shipped_wording(instrument_id, code)
        if shipped is not None:
            return shipped
    return None


@lru_cache(maxsize=64)
def _read(path: Path, instrument_id: str, _changed: int) -> Wording | None:
    try:
        return load_wording(path.read_bytes(), load_instrument(instrument_id), what=path.name)
    except (OSError, UnusableInput) as error:
        log.error("The wording %s cannot be used: %s", path.name, error)
        return None
