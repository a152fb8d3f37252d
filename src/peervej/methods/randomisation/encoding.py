"""The one way values become bytes before they are hashed (docs/allocation.md, "Bytes")."""

import hashlib
import hmac
import re
import unicodedata

from peervej.methods.errors import UnusableInput

HASH_BYTES = 32
MOST_TEXT = 1000
_HEX = re.compile(r"[0-9a-f]{64}")


class NotAHash(UnusableInput):
    """A value that should be 32 bytes, written as 64 hexadecimal digits, is not."""


class NotPlainText(UnusableInput):
    """A text is empty, too long, or holds control characters."""


def encode(label: str, *parts: bytes | str | int) -> bytes:
    """Join a domain label and parts into bytes no other list of parts gives.

    Each is preceded by its length as 4 bytes, big-endian; text is UTF-8, an
    integer 8 bytes big-endian. The label says what is hashed and fixes the types
    of what follows, so that a hash made for one purpose is never one for another.
    """
    pieces = []
    for part in (label, *parts):
        if isinstance(part, int):
            part = part.to_bytes(8, "big")
        elif isinstance(part, str):
            part = part.encode()
        pieces.append(len(part).to_bytes(4, "big") + part)
    return b"".join(pieces)


def sha256(label: str, *parts: bytes | str | int) -> bytes:
    """Hash a labelled list of parts; 32 bytes (FIPS 180-4)."""
    return hashlib.sha256(encode(label, *parts)).digest()


def keyed(key: bytes, label: str, *parts: bytes | str | int) -> bytes:
    """Hash a labelled list of parts under a key with HMAC-SHA256; 32 bytes (RFC 2104)."""
    return hmac.digest(key, encode(label, *parts), "sha256")


def plain_text(text: str, what: str) -> str:
    """Bring a text that will be hashed to Unicode NFC; raises NotPlainText."""
    text = unicodedata.normalize("NFC", text)
    if not text.strip() or len(text) > MOST_TEXT:
        raise NotPlainText(f"{what} must hold 1 to {MOST_TEXT} characters")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
        raise NotPlainText(f"{what} must be one line without control characters")
    return text


def from_hex(text: str, what: str) -> bytes:
    """Read 32 bytes from 64 hexadecimal digits; raises NotAHash."""
    lowered = text.strip().lower()
    if not _HEX.fullmatch(lowered):
        raise NotAHash(f"{what} must be 64 hexadecimal digits (0-9, a-f)")
    return bytes.fromhex(lowered)
