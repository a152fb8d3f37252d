"""Identifiers that stay the same in every installation and after every load."""

from uuid import UUID, uuid5

NAMESPACE = UUID("6f1b3a5e-5a2b-4f0e-9a55-0c6f5e0d7a11")


def identify(kind: str, *names: str) -> str:
    """The identifier of one thing, made from its kind and its own lasting names."""
    return str(uuid5(NAMESPACE, "/".join((kind, *names))))
