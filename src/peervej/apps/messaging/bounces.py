"""Reading the letter a mail server sends when another could not be delivered (RFC 3464)."""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Mail

from peervej.methods.errors import UnusableInput

LARGEST = 10 * 1024 * 1024
_OURS = re.compile(r"<([0-9a-f]{32})@aftale>")


class NotAReturn(UnusableInput):
    """This is not the report of a mail server, or not about a message of ours."""


@dataclass(frozen=True)
class Return:
    """Which message it is about, and whether the server has given up."""

    handle: str
    is_final: bool


def read_return(raw: bytes) -> Return:
    """Read a delivery status notification. Raises NotAReturn on anything else."""
    if len(raw) > LARGEST:
        raise NotAReturn("This mail is larger than any report of a mail server.")
    mail = message_from_bytes(raw)
    if mail.get_content_type() != "multipart/report":
        raise NotAReturn("This mail is not a report that another one could not be delivered.")
    actions = [action for part in mail.walk() for action in _actions(part)]
    found = _OURS.search(raw.decode("latin-1"))
    if not actions or found is None:
        raise NotAReturn("The report does not name a message that was sent from here.")
    # "failed" is final also with a 4.x.x status: the server has tried for as long as it will.
    return Return(found[1], "failed" in actions)


def _actions(part: Mail) -> list[str]:
    """What was done for each recipient: failed, delayed, delivered, relayed, expanded."""
    if part.get_content_type() != "message/delivery-status":
        return []
    blocks = part.get_payload()
    if not isinstance(blocks, list):
        return []
    return [
        str(block["Action"]).split(";")[0].strip().lower()
        for block in blocks
        if isinstance(block, Mail) and block["Action"]
    ]
