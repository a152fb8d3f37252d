"""The one home of randomness: the operating system's, or in a demonstration a seed's.

A demonstration is reproducible from its seed, draw included, so what is random there
must come from the seed too. Outside demonstration mode a source cannot be set.
"""

import secrets
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

Source = Callable[[int], bytes]
_source: ContextVar[Source] = ContextVar("entropy", default=secrets.token_bytes)


class EntropyIsReal(RuntimeError):
    """Randomness can only come from a seed in demonstration mode."""


def random_bytes(size: int) -> bytes:
    """Bytes nobody can foresee (or, while a demonstration is built, bytes of its seed)."""
    return _source.get()(size)


def random_uuid() -> uuid.UUID:
    """A random key of version 4."""
    return uuid.UUID(bytes=random_bytes(16), version=4)


@contextmanager
def entropy_from(source: Source) -> Iterator[None]:
    """Take randomness from `source` while a demonstration is built."""
    if not settings.DEMO_MODE:
        raise EntropyIsReal("Randomness can only come from a seed in demonstration mode.")
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)
