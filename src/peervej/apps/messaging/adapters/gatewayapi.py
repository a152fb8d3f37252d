"""Text messages through GatewayAPI's REST interface (POST /rest/mtsms, JSON).

`userref` carries our key: the supplier does not refuse a repeated one, so an
uncertain hand-over is never repeated.
"""

import json
import os
import urllib.error
import urllib.request
from datetime import datetime

from peervej.apps.messaging.adapters.base import HandOverFailed, HandOverUncertain, Recipient
from peervej.apps.messaging.kinds import Letter

TIMEOUT_SECONDS = 10


class GatewayApiAdapter:
    def send(self, recipient: Recipient, letter: Letter, *, key: str, now: datetime) -> None:
        body = {
            "sender": os.environ.get("PEERVEJ_SMS_SENDER", "Besked"),
            "message": letter.text,
            "recipients": [{"msisdn": recipient.address.removeprefix("+")}],
            "userref": key,
        }
        request = urllib.request.Request(  # noqa: S310 (address is the operator's setting)
            os.environ.get("PEERVEJ_SMS_URL", "https://gatewayapi.eu/rest/mtsms"),
            data=json.dumps(body).encode(),
            headers={
                "Content-Type": "application/json",
                "Authorization": f"Token {os.environ.get('PEERVEJ_SMS_TOKEN', '')}",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
                json.load(answer)
        except urllib.error.HTTPError as error:
            # 4xx and 5xx are answers: the supplier says that it did not take the message.
            raise HandOverFailed(f"HTTP {error.code}") from error
        except urllib.error.URLError as error:
            if isinstance(error.reason, ConnectionRefusedError):
                raise HandOverFailed("connection refused") from error
            raise HandOverUncertain(type(error.reason).__name__) from error
        except (TimeoutError, OSError, ValueError) as error:
            raise HandOverUncertain(type(error).__name__) from error
