"""The draw: sealed seed, exact computation, and a ledger anyone can check.

The way through a trial, each step a function of its arguments alone:

1.  `read_design` (or `Design`)            what is drawn, fixed before sealing
2.  `commit`, `commit_salt`                32 random bytes each, kept encrypted
3.  `digest_contribution`, `combine_seed`  observers add to it; nobody chooses the seed
4.  `salt_person`                          the only form in which a person is drawn
5.  `draw_batch` or `arm_of_slot`          the arms
6.  `events.*` and `append`                the ledger's lines, none of which holds an arm
7.  `verify`                               the stand-alone verifier; `count_flow` counts

docs/allocation.md specifies every byte.
"""

from pathlib import Path

from peervej.methods.randomisation import events
from peervej.methods.randomisation.batch import BatchRefused, draw_batch, most_people
from peervej.methods.randomisation.concealment import arm_nonce, conceal_arms, hash_arm
from peervej.methods.randomisation.design import Design, DesignUnusable, Kind
from peervej.methods.randomisation.design_file import read_design
from peervej.methods.randomisation.encoding import NotAHash, from_hex
from peervej.methods.randomisation.events import Event, EventRefused, Outcome
from peervej.methods.randomisation.flow import Flow, count_flow
from peervej.methods.randomisation.ledger import (
    Head,
    LedgerUnusable,
    Line,
    LineUnusable,
    append,
    append_all,
    read_lines,
    verify,
)
from peervej.methods.randomisation.sealing import (
    Contribution,
    SealingRefused,
    combine_seed,
    commit,
    commit_salt,
    commit_seed,
    digest_contribution,
    salt_person,
)
from peervej.methods.randomisation.slots import Slot, SlotRefused, arm_of_slot, simulate_slots
from peervej.methods.randomisation.verifier import Fault, Verification

VERIFIER_FILE = Path(__file__).with_name("verifier.py")

__all__ = [
    "VERIFIER_FILE",
    "BatchRefused",
    "Contribution",
    "Design",
    "DesignUnusable",
    "Event",
    "EventRefused",
    "Fault",
    "Flow",
    "Head",
    "Kind",
    "LedgerUnusable",
    "Line",
    "LineUnusable",
    "NotAHash",
    "Outcome",
    "SealingRefused",
    "Slot",
    "SlotRefused",
    "Verification",
    "append",
    "append_all",
    "arm_nonce",
    "arm_of_slot",
    "combine_seed",
    "commit",
    "commit_salt",
    "commit_seed",
    "conceal_arms",
    "count_flow",
    "digest_contribution",
    "draw_batch",
    "events",
    "from_hex",
    "hash_arm",
    "most_people",
    "read_design",
    "read_lines",
    "salt_person",
    "simulate_slots",
    "verify",
]
