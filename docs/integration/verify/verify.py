"""Verifies a webhook with the standard library alone. As a program: 0 if genuine; see verify.md."""

import base64
import hashlib
import hmac
import os
import sys
import time
from collections.abc import Mapping

TOLERANCE_SECONDS = 5 * 60


def is_genuine(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """`headers` by lower-case names; `body` exactly as it arrived, before any parsing."""
    sent = headers.get("webhook-timestamp", "")
    if not sent.isdecimal() or abs(time.time() - int(sent)) > TOLERANCE_SECONDS:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers.get('webhook-id', '')}.{sent}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    # During a rotation there are two signatures; one that fits is enough.
    given = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(expected.encode(), each.encode()) for each in given)


if __name__ == "__main__":
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    found = {name: os.environ.get(name.upper().replace("-", "_"), "") for name in names}
    sys.exit(0 if is_genuine(os.environ["WEBHOOK_SECRET"], found, sys.stdin.buffer.read()) else 1)
