"""The test vectors of docs/allocation.md, computed by the program.

`python -m tests.methods.randomisation.vectors` prints them for the page.
"""

from peervej.methods.randomisation import (
    Kind,
    Outcome,
    append_all,
    arm_nonce,
    arm_of_slot,
    commit,
    commit_salt,
    commit_seed,
    digest_contribution,
    draw_batch,
    events,
    hash_arm,
)
from peervej.methods.randomisation.batch import rank_of, shares
from peervej.methods.randomisation.blocks import arms_of_block
from peervej.methods.randomisation.encoding import encode, keyed
from peervej.methods.randomisation.generator import Stream
from tests.methods.randomisation.trials import (
    OBSERVERS,
    SALT,
    SECRET,
    SITES,
    START,
    batch,
    closing,
    joining,
    make_design,
    person,
    sealing,
    seed_of,
)


def compute_vectors() -> dict[str, str]:
    """Compute every vector, by the name it has on the page."""
    design = make_design()
    seed = seed_of(design)
    people = [person(number) for number in range(1, 6)]
    stream = Stream(seed, "block", SITES[0], 0)
    arms = draw_batch(design, seed, 1, people)
    unequal = make_design(intervention=2, control=1)
    blocks = make_design(Kind.PERMUTED_BLOCKS, (4, 6))
    simple = make_design(Kind.SIMPLE, ())
    first = arm_nonce(seed, 1, people[0])
    return {
        "encode": encode("peervej/example/1", "æ", 258, b"\x00\xff").hex(),
        "secret": SECRET.hex(),
        "salt": SALT.hex(),
        "secret_commitment": commit("vejen", SECRET),
        "salt_commitment": commit_salt("vejen", SALT),
        "digest_1": digest_contribution("vejen", OBSERVERS[0]),
        "digest_2": digest_contribution("vejen", OBSERVERS[1]),
        "seed": seed.hex(),
        "seed_commitment": commit_seed("vejen", seed),
        **{f"person_{number}": code for number, code in enumerate(people, start=1)},
        "stream_hash_0": keyed(seed, "peervej/stream/1", "block", SITES[0], 0, 0).hex(),
        "stream_below_10": " ".join(str(stream.below(10)) for _ in range(12)),
        "rank_1": rank_of(seed, 1, people[0]).hex(),
        "odd_point": str(Stream(seed, "odd", 1).below(2)),
        "batch_shares": " ".join(map(str, shares(design, seed, 1, 5))),
        "batch_arms": " ".join(arms[each] for each in people),
        "batch_shares_2_to_1": " ".join(map(str, shares(unequal, seed, 1, 5))),
        "block_0": " ".join(arms_of_block(blocks, seed, SITES[0], 0)),
        "block_1": " ".join(arms_of_block(blocks, seed, SITES[0], 1)),
        "simple_slots": " ".join(arm_of_slot(simple, seed, SITES[0], slot) for slot in range(1, 9)),
        "nonce_1": first.hex(),
        "arm_hash_1": hash_arm(arms[people[0]], first),
    }


def compute_ledger() -> bytes:
    """Write the short ledger of the page: sealed, three join and one does not, drawn, closed."""
    design = make_design()
    people = [person(number) for number in range(1, 4)]
    declined = events.assessed(START, SITES[0], Outcome.DECLINED)
    story = [*sealing(design, ledger_format=2), *joining(people), declined]
    lines, _ = append_all([*story, *batch(design, 1, people), closing(design, 120)])
    return lines


if __name__ == "__main__":
    for name, value in compute_vectors().items():
        print(f"{name} = {value}")
    print(START)
    print(compute_ledger().decode())
