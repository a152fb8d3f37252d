"""What is costly to make is made once for a file; each test works in a savepoint of its own."""

import contextlib
from collections.abc import Iterator

from django.db import transaction
from pytest_django import DjangoDbBlocker


@contextlib.contextmanager
def kept_for_a_file(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let a fixture of a file write what all its tests find, and take it away afterwards.

    Not for files with a test in real transactions: that one would empty every table.
    """
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
