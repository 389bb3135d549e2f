"""The passwords and keys of an embedded installation: made once, kept in a file that only its owner reads."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec
from msgspec import field

from b2b.infrastructure.embedded.faults import EmbeddedFault

FILE: Final = "secrets.json"
JWT_SECRET_BYTES: Final = 64


def _token() -> str:
    return secrets.token_urlsafe(32)


def _jwt_secret() -> str:
    return secrets.token_urlsafe(JWT_SECRET_BYTES)


def _key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def _made(make: Callable[[], str]) -> str:
    value: str = field(default_factory=make)
    return value


class EmbeddedSecrets(msgspec.Struct, frozen=True, kw_only=True):
    """A field that an older file lacks is made when the file is next read."""

    superuser_password: str = _made(_token)
    owner_password: str = _made(_token)
    app_password: str = _made(_token)
    valkey_password: str = _made(_token)
    jwt_secret: str = _made(_jwt_secret)
    secrets_key: str = _made(_key)

    def environment(self) -> dict[str, str]:
        """The variables of the keys that the program signs and encrypts with."""
        return {"B2B_JWT_SECRET": self.jwt_secret, "B2B_SECRETS_KEY": self.secrets_key}

    def __repr__(self) -> str:
        return "EmbeddedSecrets(***)"


def load_secrets(home: Path) -> EmbeddedSecrets:
    """The home's secrets, made and written at first use."""
    path = home / FILE
    try:
        stored = path.read_bytes() if path.exists() else b"{}"
        loaded = msgspec.json.decode(stored, type=EmbeddedSecrets)
    except (OSError, msgspec.DecodeError) as error:
        raise EmbeddedFault(f"{path} cannot be read: {error}") from None
    complete = msgspec.json.format(msgspec.json.encode(loaded), indent=2)
    if complete != stored:
        _write_private(path, complete)
    return loaded


def _write_private(path: Path, content: bytes) -> None:
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    unfinished.replace(path)
