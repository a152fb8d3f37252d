"""The seed nobody can choose: a committed secret, and what observers add to it.

Nothing here makes randomness: secret and salt are arguments, 32 bytes each from
the operating system, so that every result can be computed again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from peervej.methods.errors import UnusableInput
from peervej.methods.randomisation.encoding import HASH_BYTES, keyed, plain_text, sha256


class SealingRefused(UnusableInput):
    """A trial cannot be sealed with what was given."""


@dataclass(frozen=True)
class Contribution:
    """What one observer typed; `observer` is a public label such as "ethics committee"."""

    observer: str
    text: str


def commit(trial: str, secret: bytes) -> str:
    """Commit to the system's secret before any observer contributes; hexadecimal."""
    return sha256("peervej/secret/1", trial, _entropy(secret, "the secret")).hex()


def commit_salt(trial: str, salt: bytes) -> str:
    """Commit to the salt of the person codes, so that it cannot be exchanged; hexadecimal."""
    return sha256("peervej/salt/1", trial, _entropy(salt, "the salt")).hex()


def digest_contribution(trial: str, contribution: Contribution) -> str:
    """Hash one contribution as it stands in the ledger; the observer can do the same.

    Raises NotPlainText when label or text is empty, too long or not one line.
    """
    observer = plain_text(contribution.observer, "the observer's label")
    text = plain_text(contribution.text, "the contribution")
    return sha256("peervej/contribution/1", trial, observer, text).hex()


def combine_seed(trial: str, secret: bytes, digests: Sequence[str]) -> bytes:
    """Make the seed of the secret and the contributions' digests, in the ledger's order.

    Raises SealingRefused without any contribution: the system alone would then
    have chosen the seed.
    """
    if not digests:
        raise SealingRefused("at least one observer must contribute before the trial is sealed")
    parts = [bytes.fromhex(digest) for digest in digests]
    return sha256("peervej/seed/1", trial, _entropy(secret, "the secret"), *parts)


def commit_seed(trial: str, seed: bytes) -> str:
    """Commit to the seed; published when the trial is sealed; hexadecimal."""
    return sha256("peervej/seed-commitment/1", trial, _entropy(seed, "the seed")).hex()


def salt_person(trial: str, salt: bytes, code: str) -> str:
    """Turn a person's code into the one that stands in the ledger; hexadecimal.

    Keyed with a salt that is never published, so that knowing someone's code does
    not show which line is theirs, not even when the seed is out.
    """
    code = plain_text(code, "the person code")
    return keyed(_entropy(salt, "the salt"), "peervej/person/1", trial, code).hex()


def _entropy(value: bytes, what: str) -> bytes:
    if len(value) != HASH_BYTES:
        raise SealingRefused(f"{what} must be {HASH_BYTES} bytes, not {len(value)}")
    return value
