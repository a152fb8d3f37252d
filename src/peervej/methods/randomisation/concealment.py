"""What a revealed draw leaves in the ledger: a commitment to each arm, never the arm."""

from collections.abc import Mapping

from peervej.methods.randomisation.encoding import keyed, sha256


def arm_nonce(seed: bytes, draw: int, person: str) -> bytes:
    """Compute the nonce that hides a person's arm; anyone with the seed gets the same.

    `person` is the salted code. With only two arms a hash without nonce could be guessed.
    """
    return keyed(seed, "peervej/nonce/1", draw, person)


def hash_arm(arm: str, nonce: bytes) -> str:
    """Commit to an arm; hexadecimal. Arm and nonce together open the commitment."""
    return sha256("peervej/arm/1", arm, nonce).hex()


def conceal_arms(seed: bytes, draw: int, arms: Mapping[str, str]) -> dict[str, str]:
    """Turn {salted code: arm} into {salted code: commitment} for the ledger."""
    return {p: hash_arm(arm, arm_nonce(seed, draw, p)) for p, arm in sorted(arms.items())}
