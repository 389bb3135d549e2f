"""What the processes are told through the environment, checked as a whole before anything starts.

Every field is the variable of the same name in capitals after `B2B_`: `database_url` is `B2B_DATABASE_URL`.
Lists are separated by commas.
"""

import base64
import binascii
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final, Self, get_origin

import msgspec
from msgspec import Meta, Struct

PREFIX: Final = "B2B_"
# Variables of the demo's ERP, which is a program of its own.
DEMO_PREFIXES: Final = ("B2B_DEMO_", "B2B_ERP_")
JWT_SECRET_LENGTH_MIN: Final = 64
SECRETS_KEY_BYTES: Final = 32
DATABASE_SCHEME: Final = "postgresql+psycopg://"
_DATABASE_URLS: Final = frozenset({"database_url", "database_owner_url", "database_direct_url"})
MASKED: Final = frozenset({"jwt_secret", "secrets_key", "redis_url"}) | _DATABASE_URLS

Port = Annotated[int, Meta(ge=0, le=65535)]
Positive = Annotated[int, Meta(ge=1)]
Seconds = Annotated[int, Meta(ge=0)]


class ConfigurationFault(Exception):
    """The environment is not usable; its sentence lists every fault, so that one round mends all."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("The configuration is not usable: " + "; ".join(faults) + ".")


class Settings(Struct, frozen=True, kw_only=True):
    """One process's configuration.

    - Complete: `connected` has filled in the embedded servers where the environment names none.
    - Only migrations need `database_owner_url`.
    - `database_direct_url` is set where `database_url` is that of a pooler in transaction mode; it leads to
      the server itself.
    - A port of 0 means a free one.
    - `secure_cookies` may be off only where pages are served over plain http at another name than localhost.
    - Statements that take `slow_statement_milliseconds` are logged; 0 logs none.
    - Counts that are dear, and what a page lists, are kept for `cache_seconds` at most, the order of a
      search's answers for ten times that; 0 keeps none.
    - `traces_url` is the collector (OTLP by HTTP) that is sent the share `traces_share` of all traces.
    - `logo_connector` starts the process that calls LOGO beside the others.
    - `default_tenant` is the code of the company served at host names that no tenant has.
    - Its printed form never shows a secret.
    """

    home: Path = Path(".b2b")
    environment: str = "local"
    log_level: Annotated[str, Meta(pattern="^(debug|info|warning|error)$")] = "info"
    slow_statement_milliseconds: Annotated[int, Meta(ge=0)] = 500
    traces_url: str | None = None
    traces_share: Annotated[float, Meta(ge=0, le=1)] = 1.0

    database_url: str
    database_owner_url: str | None = None
    database_direct_url: str | None = None
    database_pool_size: Positive = 5
    database_lock_timeout_seconds: Seconds = 0
    redis_url: str
    cache_seconds: Seconds = 60

    jwt_secret: Annotated[str, Meta(min_length=JWT_SECRET_LENGTH_MIN)]
    secrets_key: str

    listen_host: str = "127.0.0.1"
    portal_port: Port = 0
    integration_port: Port = 0
    worker_metrics_port: Port = 0
    scheduler_metrics_port: Port = 0
    logo_connector: bool = False
    logo_metrics_port: Port = 0
    portal_url: str = "http://127.0.0.1"
    secure_cookies: bool = True
    integration_url: str = "http://127.0.0.1"
    trusted_proxies: Annotated[int, Meta(ge=0)] = 0

    user_requests_per_minute: Positive = 100
    page_requests_per_minute: Positive = 300
    address_requests_per_minute: Positive = 1000
    api_key_requests_per_minute: Positive = 500
    sign_in_attempts_per_minute: Positive = 20

    key_uses_kept_days: Annotated[int, Meta(ge=30)] = 90
    access_token_minutes: Positive = 15
    refresh_token_days: Positive = 7
    password_memory_kib: Annotated[int, Meta(ge=8)] = 65536
    password_passes: Positive = 3
    default_tenant: str | None = None
    order_hold_hours: Positive = 48

    webhook_timeout_seconds: Positive = 10
    webhook_fast_delays: tuple[Seconds, ...] = (1, 2, 4, 8, 16)
    webhook_slow_delays: tuple[Seconds, ...] = (60, 300, 1800, 7200, 21600, 43200, 86400)
    webhook_probe_seconds: Positive = 30
    allow_private_webhooks: bool = False

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read every `B2B_` variable; an empty one counts as absent. Raises ConfigurationFault."""
        faults: list[str] = []
        values: dict[str, object] = {}
        for field in msgspec.structs.fields(cls):
            text = environ.get(variable(field.name), "").strip()
            if not text:
                if field.required:
                    faults.append(f"{variable(field.name)} is missing")
                continue
            try:
                values[field.name] = _parsed(field.name, text, field.type)
            except ValueError as fault:
                faults.append(f"{variable(field.name)} {fault}")
        if faults:
            raise ConfigurationFault(faults)
        return msgspec.convert(values, type=cls, dec_hook=_as_is)

    @property
    def secrets_key_bytes(self) -> bytes:
        """The 32 bytes that encrypt webhook secrets at rest."""
        return _decoded_key(self.secrets_key)

    def __repr__(self) -> str:
        shown = (
            f"{name}={'***' if name in MASKED and value else repr(value)}"
            for name, value in msgspec.structs.asdict(self).items()
        )
        return f"Settings({', '.join(shown)})"


def variable(field_name: str) -> str:
    """The environment variable that sets a field."""
    return PREFIX + field_name.upper()


def required(value: str | None, field_name: str) -> str:
    """An address that a process cannot do without. Raises ConfigurationFault where it is not set."""
    if value is None:
        raise ConfigurationFault([f"{variable(field_name)} is missing"])
    return value


def unknown_variables(environ: Mapping[str, str]) -> tuple[str, ...]:
    """`B2B_` variables that set nothing, most likely misspelt."""
    known = {variable(name) for name in Settings.__struct_fields__}
    ours = (name for name in environ if name.startswith(PREFIX) and not name.startswith(DEMO_PREFIXES))
    return tuple(sorted(name for name in ours if name not in known))


def _parsed(name: str, text: str, kind: object) -> object:
    if name in _DATABASE_URLS:
        return _database_url(text)
    if name == "redis_url":
        return _redis_url(text)
    if name == "secrets_key":
        _decoded_key(text)
        return text
    if kind is Path:
        return Path(text)
    raw = [part.strip() for part in text.split(",")] if get_origin(kind) is tuple else text
    try:
        return msgspec.convert(raw, type=kind, strict=False)
    except msgspec.ValidationError as error:
        raise ValueError(f"is not valid: {str(error)[0].lower()}{str(error)[1:]}") from None


def _as_is(kind: type, value: object) -> object:
    """msgspec knows no Path; the values it is given here were converted already."""
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} is not a {kind.__name__}")
    return value


def _database_url(text: str) -> str:
    """The address in the one form that the program uses; the driver's name may be left out."""
    scheme, separator, rest = text.partition("://")
    if not separator or scheme not in {"postgresql", "postgres", "postgresql+psycopg"}:
        raise ValueError("must begin with postgresql://")
    return DATABASE_SCHEME + rest


def _redis_url(text: str) -> str:
    if not text.startswith(("redis://", "rediss://", "unix://")):
        raise ValueError("must begin with redis://, rediss:// or unix://")
    return text


def _decoded_key(text: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(text)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != SECRETS_KEY_BYTES:
        raise ValueError(f"must be {SECRETS_KEY_BYTES} bytes in URL-safe base64")
    return key
