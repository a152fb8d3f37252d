"""Encryption of contact fields and of the links between research and person.

AES-256-GCM with a random nonce; table, row and field go in as associated data, so a
ciphertext moved to another row does not open. Format: key id (4 bytes) ‖ nonce (12) ‖
ciphertext and tag.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from peervej.apps.people.models import VaultEntry

KEY_ID_BYTES = 4
NONCE_BYTES = 12
AT_A_TIME = 500


class WrongKey(RuntimeError):
    """A ciphertext was made with another key set, or belongs to another row."""


def encrypt(purpose: str, plaintext: bytes, *, place: str) -> bytes:
    """Encrypt under the key of `purpose`; `place` is table/row/field."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(_key(purpose)).encrypt(nonce, plaintext, place.encode())
    return bytes.fromhex(settings.PEERVEJ_KEYS.id) + nonce + sealed


def decrypt(purpose: str, stored: bytes | memoryview, *, place: str) -> bytes:
    """Open what `encrypt` made for the same place."""
    stored = bytes(stored)
    key_id, nonce = stored[:KEY_ID_BYTES], stored[KEY_ID_BYTES : KEY_ID_BYTES + NONCE_BYTES]
    if key_id.hex() != settings.PEERVEJ_KEYS.id:
        raise WrongKey("This value was encrypted with another key set; restore its key files.")
    try:
        return AESGCM(_key(purpose)).decrypt(
            nonce, stored[KEY_ID_BYTES + NONCE_BYTES :], place.encode()
        )
    except InvalidTag as error:
        raise WrongKey("This value does not belong to this row.") from error


def keyed_hash(purpose: str, value: str) -> str:
    """HMAC-SHA-256 of `value`: finds equal values, tells nothing without the key."""
    return hmac.new(
        settings.PEERVEJ_KEYS.lookup, f"{purpose}\0{value}".encode(), hashlib.sha256
    ).hexdigest()


def store_secret_link(known: str, sought: str) -> None:
    """Keep that `known` leads to `sought`, readable only with the key."""
    store_secret_links({known: sought})


def store_secret_links(links: Mapping[str, str]) -> None:
    """Keep that each name leads to what is sought; one statement for all."""
    VaultEntry.objects.bulk_create(
        VaultEntry(
            lookup=lookup, ciphertext=encrypt("research", sought.encode(), place=f"vault/{lookup}")
        )
        for lookup, sought in ((keyed_hash("link", one), sought) for one, sought in links.items())
    )


def follow_secret_link(known: str) -> str | None:
    """What `known` leads to, or None."""
    lookup = keyed_hash("link", known)
    entry = VaultEntry.objects.filter(lookup=lookup).first()
    if entry is None:
        return None
    return decrypt("research", entry.ciphertext, place=f"vault/{lookup}").decode()


def follow_secret_links(known: Iterable[str]) -> dict[str, str]:
    """What each of `known` leads to, where it leads anywhere; a few questions for all."""
    by_lookup = {keyed_hash("link", one): one for one in known}
    lookups = list(by_lookup)
    return {
        by_lookup[entry.lookup]: decrypt(
            "research", entry.ciphertext, place=f"vault/{entry.lookup}"
        ).decode()
        for start in range(0, len(lookups), AT_A_TIME)
        for entry in VaultEntry.objects.filter(lookup__in=lookups[start : start + AT_A_TIME])
    }


def cut_secret_link(known: str) -> None:
    """Remove what `known` leads to."""
    VaultEntry.objects.filter(lookup=keyed_hash("link", known)).delete()


def _key(purpose: str) -> bytes:
    key: bytes = getattr(settings.PEERVEJ_KEYS, purpose)
    return key
