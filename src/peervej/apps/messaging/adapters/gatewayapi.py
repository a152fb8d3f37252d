"""Text messages through GatewayAPI's REST interface (POST /rest/mtsms, JSON).

`userref` carries a handle of our key: the supplier does not refuse a repeated one, so an
uncertain hand-over is never repeated.
"""

import json
import os
import urllib.error
import urllib.request
from datetime import datetime
from typing import Any, ClassVar

from peervej.apps.messaging.adapters.base import (
    HandOverFailed,
    HandOverRefused,
    HandOverUncertain,
    Recipient,
    handle_of,
)
from peervej.apps.messaging.kinds import Letter

TIMEOUT_SECONDS = 10
ADDRESS = "https://gatewayapi.eu/rest/mtsms"
# The seven-bit alphabet of GSM 03.38 with its extension; a sign outside it arrives as a
# question mark unless the message is sent as UCS-2.
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà^{}\\[~]|€"
)
# What the operator or the supplier can mend: a key, money, too many at once.
WORTH_ANOTHER_TRY = frozenset({401, 402, 403, 408, 425, 429})


class GatewayApiAdapter:
    repeats_safely: ClassVar[bool] = False

    def send(self, recipient: Recipient, letter: Letter, *, key: str, now: datetime) -> None:
        body: dict[str, Any] = {
            "sender": os.environ.get("PEERVEJ_SMS_SENDER", "Besked"),
            "message": letter.text,
            "recipients": [{"msisdn": int(recipient.address.removeprefix("+"))}],
            "userref": handle_of(key),
        }
        if not GSM.issuperset(letter.text):
            body["encoding"] = "UCS2"
        request = urllib.request.Request(  # noqa: S310 (address is the operator's setting)
            os.environ.get("PEERVEJ_SMS_URL", ADDRESS),
            data=json.dumps(body).encode(),
            headers={
                "Content-Type": "application/json",
                "Authorization": f"Token {os.environ.get('PEERVEJ_SMS_TOKEN', '')}",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
                ids = json.load(answer)["ids"]
        except urllib.error.HTTPError as error:
            # 4xx and 5xx are answers: the supplier says that it did not take the message.
            if error.code >= 500 or error.code in WORTH_ANOTHER_TRY:
                raise HandOverFailed(f"HTTP {error.code}") from error
            raise HandOverRefused(f"HTTP {error.code}") from error
        except urllib.error.URLError as error:
            if isinstance(error.reason, ConnectionRefusedError):
                raise HandOverFailed("connection refused") from error
            raise HandOverUncertain(type(error.reason).__name__) from error
        except (TimeoutError, OSError, ValueError, LookupError, TypeError) as error:
            raise HandOverUncertain(type(error).__name__) from error
        if not ids:
            raise HandOverUncertain("no id in the answer")
