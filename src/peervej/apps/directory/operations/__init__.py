"""What is done to the directory, in the order an entry lives through it."""

from peervej.apps.directory.operations.drafting import (
    move_section,
    open_draft,
    save_section,
    submit_draft,
)
from peervej.apps.directory.operations.freshness import (
    choose_interval,
    confirm_parts,
    hide_faded,
    remind_owners,
)
from peervej.apps.directory.operations.loading import load_initiatives
from peervej.apps.directory.operations.moderation import (
    accept_draft,
    add_facts,
    close_correction,
    decide_fact,
    drop_draft,
    return_draft,
    unlist_entry,
)
from peervej.apps.directory.operations.owners import (
    ask_to_own,
    end_owner,
    invite_owner,
    verify_owner,
)
from peervej.apps.directory.operations.suggesting import join_draft, suggest_entry
from peervej.apps.directory.operations.upkeep import (
    propose_facts,
    report_correction,
)

__all__ = [
    "accept_draft",
    "add_facts",
    "ask_to_own",
    "choose_interval",
    "close_correction",
    "confirm_parts",
    "decide_fact",
    "drop_draft",
    "end_owner",
    "hide_faded",
    "invite_owner",
    "join_draft",
    "load_initiatives",
    "move_section",
    "open_draft",
    "propose_facts",
    "remind_owners",
    "report_correction",
    "return_draft",
    "save_section",
    "submit_draft",
    "suggest_entry",
    "unlist_entry",
    "verify_owner",
]
