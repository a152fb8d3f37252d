"""The adapter against a stand-in that answers as the supplier documents."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from peervej.apps.messaging.adapters.base import (
    HandOverFailed,
    HandOverRefused,
    HandOverUncertain,
    Recipient,
)
from peervej.apps.messaging.adapters.gatewayapi import GatewayApiAdapter
from peervej.apps.messaging.kinds import Letter

TO = Recipient("sms", "+4522334455", "da")
TAKEN = json.dumps({"ids": [421332671], "usage": {"countries": {"DK": 1}, "currency": "DKK"}})


@pytest.fixture
def supplier(monkeypatch):
    """A server on this machine; set `answer` to (status, body), or None to hang up."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.heard.append((self.path, dict(self.headers), json.loads(body)))
            if server.answer is None:
                self.connection.close()
                return
            status, text = server.answer
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.heard, server.answer = [], (200, TAKEN)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    monkeypatch.setenv("PEERVEJ_SMS_URL", f"http://127.0.0.1:{server.server_port}/rest/mtsms")
    monkeypatch.setenv("PEERVEJ_SMS_TOKEN", "hemmelig")
    monkeypatch.setenv("PEERVEJ_SMS_SENDER", "Besked")
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def send(now, text="Hej Sol. Vi ses på torsdag kl. 15.00.", key="offer:7"):
    GatewayApiAdapter().send(TO, Letter("Aftale", text), key=key, now=now)


def test_what_is_sent_is_what_the_supplier_reads(supplier, now):
    send(now)
    [(path, headers, body)] = supplier.heard
    assert path == "/rest/mtsms"
    assert headers["Authorization"] == "Token hemmelig"
    assert headers["Content-Type"] == "application/json"
    reference = body.pop("userref")
    assert body == {
        "sender": "Besked",
        "message": "Hej Sol. Vi ses på torsdag kl. 15.00.",
        "recipients": [{"msisdn": 4522334455}],
    }
    assert len(reference) == 32
    assert "offer" not in reference


def test_the_same_key_has_the_same_reference(supplier, now):
    send(now)
    send(now)
    send(now, key="offer:8")
    first, second, other = [body["userref"] for _path, _headers, body in supplier.heard]
    assert first == second != other


@pytest.mark.parametrize("text", ["Hej Łucja", "Vi ses 🌻", "Zażółć"])
def test_signs_outside_the_alphabet_are_sent_as_they_are(supplier, now, text):
    send(now, text)
    assert supplier.heard[0][2]["encoding"] == "UCS2"
    assert supplier.heard[0][2]["message"] == text


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ((401, '{"code": "0x0201"}'), HandOverFailed),
        ((403, ""), HandOverFailed),
        ((429, ""), HandOverFailed),
        ((500, "oh"), HandOverFailed),
        ((503, ""), HandOverFailed),
        ((400, '{"code": "0x0308", "message": "invalid number"}'), HandOverRefused),
        ((422, "{}"), HandOverRefused),
        ((200, "<html>"), HandOverUncertain),
        ((200, "[]"), HandOverUncertain),
        ((200, '{"ids": []}'), HandOverUncertain),
        (None, HandOverUncertain),
    ],
)
def test_each_answer_has_its_outcome(supplier, now, answer, outcome):
    supplier.answer = answer
    with pytest.raises(outcome):
        send(now)


def test_a_supplier_that_is_not_there_has_surely_not_sent(monkeypatch, now):
    monkeypatch.setenv("PEERVEJ_SMS_URL", "http://127.0.0.1:9/rest/mtsms")
    with pytest.raises(HandOverFailed):
        send(now)
