"""Reading the outbox."""

from collections.abc import Iterable

from peervej.apps.messaging.models import Message

AT_A_TIME = 500


def keys_in_outbox(keys: Iterable[str]) -> set[str]:
    """Those of `keys` under which a message has been queued, whatever became of it."""
    wanted = list(keys)
    return {
        key
        for start in range(0, len(wanted), AT_A_TIME)
        for key in Message.objects.filter(key__in=wanted[start : start + AT_A_TIME]).values_list(
            "key", flat=True
        )
    }
