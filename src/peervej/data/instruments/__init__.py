"""The instruments that come with Peervej: structure and scoring, not the owners' wording."""

from functools import cache
from importlib import resources

from peervej.methods.errors import UnusableInput
from peervej.methods.instruments import Instrument, Wording
from peervej.methods.instruments import load_instrument as read_instrument
from peervej.methods.instruments import load_wording as read_wording


class UnknownInstrument(UnusableInput):
    """No instrument of that name comes with Peervej."""


def list_instruments() -> tuple[str, ...]:
    """Return the ids of all instruments, in alphabetical order."""
    return tuple(
        sorted(
            entry.name.removesuffix(".toml")
            for entry in resources.files(__name__).iterdir()
            if entry.name.endswith(".toml")
        )
    )


@cache
def load_instrument(instrument_id: str) -> Instrument:
    """Return an instrument by its id; raises `UnknownInstrument`."""
    if instrument_id not in list_instruments():
        raise UnknownInstrument(
            f"There is no instrument {instrument_id[:40]!r}; "
            f"there are {', '.join(list_instruments())}."
        )
    name = f"{instrument_id}.toml"
    return read_instrument(resources.files(__name__).joinpath(name).read_bytes(), what=name)


@cache
def load_wording(instrument_id: str, language: str) -> Wording | None:
    """Return the wording that comes with Peervej in a language, or None where it is the owner's.

    Only instruments written for Peervej have one; see `Licence.wording_shipped`.
    """
    instrument = load_instrument(instrument_id)
    folder = resources.files(__name__).joinpath("wording")
    name = f"{instrument_id}.{language}.toml"
    if name not in {entry.name for entry in folder.iterdir()}:
        return None
    return read_wording(folder.joinpath(name).read_bytes(), instrument, what=name)
