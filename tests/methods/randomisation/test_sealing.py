"""Sealing: commitments bind, and every contribution matters."""

import hashlib

import pytest

from peervej.methods.randomisation import (
    Contribution,
    SealingRefused,
    combine_seed,
    commit,
    commit_salt,
    commit_seed,
    digest_contribution,
    salt_person,
)
from peervej.methods.randomisation.encoding import NotPlainText
from tests.methods.randomisation.trials import OBSERVERS, SALT, SECRET

DIGESTS = [digest_contribution("vejen", each) for each in OBSERVERS]


def test_a_commitment_is_the_labelled_hash() -> None:
    message = b"\0\0\0\x10peervej/secret/1" + b"\0\0\0\x05vejen" + b"\0\0\0\x20" + SECRET
    assert commit("vejen", SECRET) == hashlib.sha256(message).hexdigest()


def test_commitments_of_one_value_for_different_purposes_differ() -> None:
    made = {make("vejen", SECRET) for make in (commit, commit_salt, commit_seed)}
    assert len(made | {commit("another", SECRET)}) == 4


def test_the_seed_depends_on_secret_trial_and_every_contribution_and_their_order() -> None:
    other = digest_contribution("vejen", Contribution("ethics committee", "another text"))
    seeds = {
        combine_seed("vejen", SECRET, DIGESTS),
        combine_seed("vejen", SALT, DIGESTS),
        combine_seed("another", SECRET, DIGESTS),
        combine_seed("vejen", SECRET, DIGESTS[::-1]),
        combine_seed("vejen", SECRET, DIGESTS[:1]),
        combine_seed("vejen", SECRET, [other, DIGESTS[1]]),
    }
    assert len(seeds) == 6
    assert {len(seed) for seed in seeds} == {32}


def test_a_contribution_typed_on_another_machine_has_the_same_digest() -> None:
    composed = Contribution("observer", "blåbærgrød 1987")
    decomposed = Contribution("observer", "bla\u030abærgrød 1987")
    assert digest_contribution("t", composed) == digest_contribution("t", decomposed)


def test_the_system_alone_cannot_seal() -> None:
    with pytest.raises(SealingRefused, match="at least one observer"):
        combine_seed("vejen", SECRET, [])


@pytest.mark.parametrize("secret", [b"", b"short", bytes(33)])
def test_entropy_of_another_length_is_refused(secret: bytes) -> None:
    with pytest.raises(SealingRefused, match="must be 32 bytes"):
        commit("vejen", secret)
    with pytest.raises(SealingRefused, match="must be 32 bytes"):
        salt_person("vejen", secret, "P-1")


def test_empty_contributions_are_refused() -> None:
    with pytest.raises(NotPlainText, match="the contribution"):
        digest_contribution("vejen", Contribution("observer", " "))


def test_a_person_code_says_nothing_without_the_salt() -> None:
    mine = salt_person("vejen", SALT, "P-00001")
    assert mine == salt_person("vejen", SALT, "P-00001")
    others = {salt_person("vejen", SECRET, "P-00001"), salt_person("other", SALT, "P-00001")}
    assert mine not in others | {salt_person("vejen", SALT, "P-00002")}
    assert hashlib.sha256(SALT + b"P-00001").hexdigest() != mine
