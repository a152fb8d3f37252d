"""Ways of handing a message over: one file each, all of one shape."""

from django.conf import settings

from peervej.apps.messaging.adapters import console, email, file, gatewayapi
from peervej.apps.messaging.adapters.base import Adapter, Recipient

__all__ = ["Adapter", "Recipient", "adapter_for"]

ADAPTERS: dict[str, type[Adapter]] = {
    "console": console.ConsoleAdapter,
    "file": file.FileAdapter,
    "email": email.EmailAdapter,
    "gatewayapi": gatewayapi.GatewayApiAdapter,
}


def adapter_for(channel: str) -> Adapter:
    """The adapter the operator chose for `channel`."""
    return ADAPTERS[settings.MESSAGE_ADAPTERS[channel]]()
