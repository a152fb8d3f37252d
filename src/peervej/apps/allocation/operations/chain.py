"""Writing to a trial's ledger, and refusing when the chain is behind what was published."""

import json
import os
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from peervej.apps.allocation.models import Receipt, Sealing
from peervej.apps.allocation.queries import published_receipts, receipts_file
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
    """Publish the head: in the table, on the trial's page, and in a file outside the database."""
    receipt = Receipt.objects.create(trial=trial, events=head.events, head=head.head, issued_on=on)
    head.published_events, head.published_head = head.events, head.head
    head.save(update_fields=["published_events", "published_head"])
    # Not before the commit: a line that was rolled back must not count as published.
    transaction.on_commit(lambda: publish_receipts(trial), robust=True)
    return receipt


def publish_receipts(trial: Trial) -> int:
    """Write receipts to the file outside the database that are not in it yet.

    A machine that stops between commit and file leaves one out; the timer adds it.
    """
    published = published_receipts(trial.code)
    missing = [
        {"events": receipt.events, "head": receipt.head}
        for receipt in Receipt.objects.filter(trial=trial).order_by("events")
        if receipt.events not in published
    ]
    if not missing:
        return 0
    path = receipts_file(trial.code)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A line may have been cut off when the machine stopped: begin on a new one.
    with path.open("a", encoding="utf-8") as file:
        file.write("\n" if file.tell() else "")
        file.write("".join(json.dumps(receipt) + "\n" for receipt in missing))
        file.flush()
        os.fsync(file.fileno())
    return len(missing)


def refuse_when_behind(trial: Trial) -> None:
    """Compare the chain with every receipt kept outside the database."""
    published = published_receipts(trial.code)
    here = dict(
        LedgerLine.objects.filter(trial_code=trial.code, number__in=list(published)).values_list(
            "number", "line_hash"
        )
    )
    for events, head in published.items():
        if here.get(events) != head:
            raise BehindPublishedHead(
                _(
                    "The ledger was published with %(events)s lines, and this database does not"
                    " have that line. It is an older copy: restore the newest one before anyone"
                    " is drawn."
                )
                % {"events": events}
            )


def hide(trial_code: str, field: str, value: bytes) -> bytes:
    """Encrypt a secret of a trial for its row and field."""
    return encrypt("draw", value, place=_place(trial_code, field))


def unhide(sealing: Sealing, field: str) -> bytes:
    """Open a secret of a trial."""
    place = _place(sealing.trial.code, field)
    return decrypt("draw", getattr(sealing, f"{field}_ciphertext"), place=place)


def _place(trial_code: str, field: str) -> str:
    return f"allocation_sealing/{trial_code}/{field}"
