"""The trial ledger's storage: a chain with a locked head, one per trial."""

from collections.abc import Iterator

from peervej.apps.audit.models import LedgerHead, LedgerLine


def lock_head(trial_code: str) -> LedgerHead:
    """The head row of the chain, locked until the transaction ends."""
    LedgerHead.objects.get_or_create(trial_code=trial_code)
    return LedgerHead.objects.select_for_update().get(trial_code=trial_code)


def append_line(head: LedgerHead, line: str, line_hash: str) -> None:
    """Write the next line of the chain under a head locked by `lock_head`."""
    head.events += 1
    head.head = line_hash
    LedgerLine.objects.create(
        trial_code=head.trial_code, number=head.events, line=line, line_hash=line_hash
    )
    head.save(update_fields=["events", "head"])


def read_lines(trial_code: str) -> Iterator[str]:
    """The chain's lines in order, each exactly as it was hashed."""
    lines = LedgerLine.objects.filter(trial_code=trial_code).order_by("number")
    return lines.values_list("line", flat=True).iterator()
