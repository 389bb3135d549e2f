"""Secrets at rest: sealed with the installation's key, and bound to what they belong to."""

import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

# The first byte names the way of sealing, so that a later one can live beside it.
_AES_256_GCM: Final = b"\x01"
_NONCE_BYTES: Final = 12


class SealBroken(Exception):
    """Sealed with another key, for another owner, or damaged."""


class Seal:
    """AES-256-GCM. What is sealed for one owner cannot be opened in the place of another."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def close(self, secret: bytes, owner: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return _AES_256_GCM + nonce + self._cipher.encrypt(nonce, secret, owner)

    def open(self, sealed: bytes, owner: bytes) -> bytes:
        """Raises `SealBroken`."""
        nonce, content = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        if sealed[:1] != _AES_256_GCM or len(nonce) != _NONCE_BYTES:
            raise SealBroken
        try:
            return self._cipher.decrypt(nonce, content, owner)
        except InvalidTag:
            raise SealBroken from None
