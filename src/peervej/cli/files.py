"""Files named on the command line."""

from pathlib import Path

from peervej.methods.errors import UnusableInput

MAX_BYTES = 100_000_000


def read_file(path: Path, *, max_bytes: int = MAX_BYTES) -> bytes:
    """Return a file's content; raises `UnusableInput` when it cannot be read or is too large."""
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no such name"
        raise UnusableInput(f"{path} cannot be read: {reason}.") from None
    if len(data) > max_bytes:
        raise UnusableInput(
            f"{path} is larger than {max_bytes} bytes; check that it is the right file."
        )
    return data


def write_whole_file(path: Path, content: bytes) -> None:
    """Write a file in place of what stood there, whole or not at all; raises `UnusableInput`.

    It is written beside and put in place at the end, so that whoever stops the command, or a
    full disk, leaves no half file. What is no ordinary file, such as a pipe, is written to.
    """
    beside = path.with_name(f".{path.name}.part")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        try:
            beside.write_bytes(content)
            beside.replace(path.resolve())
        finally:
            beside.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no such name"
        raise UnusableInput(f"{path} cannot be written: {reason}.") from None


def write_new_file(path: Path, text: str) -> None:
    """Write a file that does not exist yet; raises `UnusableInput` when it does or cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UnusableInput(
            f"{path} exists already and is left as it is; name another place with --out."
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no such name"
        raise UnusableInput(f"{path} cannot be written: {reason}.") from None
