"""Standard Webhooks 1.0: secrets, and the signatures made with them."""

import base64
import hashlib
import hmac
import os
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from b2b.domain.shared.ids import EndpointId
from b2b.infrastructure.security.sealing import Seal

PREFIX: Final = "whsec_"
SECRET_BYTES: Final = 32


class SealedSecretBox:
    """Makes signing secrets, and keeps each sealed for its endpoint."""

    def __init__(self, seal: Seal) -> None:
        self._seal = seal

    def new(self) -> str:
        return PREFIX + base64.b64encode(os.urandom(SECRET_BYTES)).decode()

    def seal(self, secret: str, endpoint_id: EndpointId) -> bytes:
        return self._seal.close(secret.encode(), endpoint_id.bytes)

    def open(self, sealed: bytes, endpoint_id: EndpointId) -> str:
        return self._seal.open(sealed, endpoint_id.bytes).decode()


def signed_headers(webhook_id: str, at: datetime, body: bytes, secrets: Iterable[str]) -> dict[str, str]:
    """The three headers of one attempt; one signature for each secret that is valid now."""
    timestamp = str(int(at.timestamp()))
    content = f"{webhook_id}.{timestamp}.".encode() + body
    signatures = " ".join(f"v1,{_signature(secret, content)}" for secret in secrets)
    return {"webhook-id": webhook_id, "webhook-timestamp": timestamp, "webhook-signature": signatures}


def _signature(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
