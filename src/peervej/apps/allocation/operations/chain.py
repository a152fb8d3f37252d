"""Writing to a trial's ledger, and refusing when the chain is behind what was published."""

import json
from datetime import date


from peervej.apps.allocation.models import Receipt, Sealing
from peervej.apps.allocation.queries import receipts_file
from peervej.apps.audit.chain import append_line, lock_head
from peervej.apps.audit.models import LedgerHead, LedgerLine
from peervej.apps.people.vault import decrypt, encrypt
from peervej.apps.trial.models import Trial
from peervej.methods.randomisation import Event, Head, append


class BehindPublishedHead(RuntimeError):
    """The database lacks lines that have been published: it is an older copy.

    Drawing on would make a second, different history. Restore the newest copy.
    """


def write_event(trial: Trial, event: Event) -> LedgerHead:
    """Append one event under the chain's lock; call it inside a transaction."""
    head = lock_head(trial.code)
    before = Head(head.events, head.head) if head.events else Head()
    line, after = append(before, event)
    append_line(head, line.decode().rstrip("\n"), after.hash)
    return head


def issue_receipt(trial: Trial, head: LedgerHead, *, on: date) -> Receipt:
    """Publish the head: in the table, in a file outside the database, and on the trial's page."""
    receipt = Receipt.objects.create(
        trial=trial, events=head.events, head=head.head, issued_on=on
    )
    head.published_events, head.published_head = head.events, head.head
    head.save(update_fields=["published_events", "published_head"])
    path = receipts_file(trial.code)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"events": receipt.events, "head": receipt.head}) + "\n")
    return receipt


def refuse_when_behind(trial: Trial) -> None:
    """Compare the chain with every receipt kept outside the database."""
    path = receipts_file(trial.code)
    if not path.exists():
        return
    lines = dict(
        LedgerLine.objects.filter(trial_code=trial.code).values_list("number", "line_hash")
    )
    for text in path.read_text(encoding="utf-8").splitlines():
        receipt = json.loads(text)
        if lines.get(receipt["events"]) != receipt["head"]:
            raise BehindPublishedHead(
                f"The ledger was published with {receipt['events']} lines, and this database"
                " does not have that line. It is an older copy: restore the newest one before"
                " anyone is drawn."
            )


def hide(sealing: Sealing | str, field: str, value: bytes) -> bytes:
    """Encrypt a secret of a trial for its row and field."""
    return encrypt("draw", value, place=_place(sealing, field))


def unhide(sealing: Sealing, field: str) -> bytes:
    """Open a secret of a trial."""
    return decrypt("draw", getattr(sealing, f"{field}_ciphertext"), place=_place(sealing, field))


def _place(sealing: Sealing | str, field: str) -> str:
    code = sealing if isinstance(sealing, str) else sealing.trial.code
    return f"allocation_sealing/{code}/{field}"


