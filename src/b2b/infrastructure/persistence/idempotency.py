"""The key, a hash of the request and the result, in the same transaction as the effect."""

import hashlib
from datetime import timedelta
from typing import Final, TypeVar

import msgspec
from sqlalchemy import BigInteger, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.shared.access import Actor
from b2b.application.shared.ports import Clock, KeyReused
from b2b.domain.shared.ids import new_id
from b2b.infrastructure.persistence.pipelines import as_json, write_later
from b2b.infrastructure.persistence.readers.statements import drawn
from b2b.infrastructure.persistence.tables.events import idempotency_keys

Result = TypeVar("Result")

KEPT: Final = timedelta(hours=24)

_WAIT: Final = drawn(select(func.pg_advisory_xact_lock(bindparam("number", type_=BigInteger))))
_KEYS: Final = idempotency_keys.c
_STORED: Final = drawn(
    select(_KEYS.request_hash, _KEYS.result, _KEYS.expires_at).where(
        _KEYS.caller == bindparam("whose"), _KEYS.key == bindparam("named")
    )
)
_COLUMNS: Final = ("id", "caller", "key", "request_hash", "result", "expires_at")
_NEW: Final = insert(idempotency_keys).values({name: bindparam(name) for name in _COLUMNS}).inline()
# Only a row whose time has ended can still be there.
_STORE: Final = drawn(
    _NEW.on_conflict_do_update(
        constraint="uq_idempotency_keys_key",
        set_={name: _NEW.excluded[name] for name in ("request_hash", "result", "expires_at")},
    )
)


def encode_value(value: object) -> object:
    """What msgspec does not know by itself: frozen sets, in a fixed order."""
    if isinstance(value, frozenset):
        return sorted(value)
    raise NotImplementedError(type(value).__name__)


def request_hash(request: object) -> bytes:
    named = f"{type(request).__name__}:".encode()
    return hashlib.sha256(
        named + msgspec.json.encode(request, enc_hook=encode_value, order="sorted")
    ).digest()


class SqlIdempotencyKeys:
    def __init__(self, session: AsyncSession, actor: Actor, clock: Clock) -> None:
        self._session = session
        self._actor = actor
        self._clock = clock
        self._replayed = False

    @property
    def replayed(self) -> bool:
        return self._replayed

    async def replay(self, key: str | None, request: object, into: type[Result]) -> Result | None:
        if key is None:
            return None
        await self._wait_for_twin(key)
        found = await _STORED.rows(self._session, {"whose": self._actor.caller, "named": key})
        if not found:
            return None
        stored_hash, result, expires_at = found[0]
        if expires_at <= self._clock.now():
            return None
        if bytes(stored_hash) != request_hash(request):
            raise KeyReused
        self._replayed = True
        return msgspec.convert(result, into)

    async def store(self, key: str | None, request: object, result: object) -> None:
        if key is None:
            return
        values = {
            "id": new_id(),
            "caller": self._actor.caller,
            "key": key,
            "request_hash": request_hash(request),
            "result": as_json(result),
            "expires_at": self._clock.now() + KEPT,
        }
        write_later(self._session, _STORE, values)

    async def _wait_for_twin(self, key: str) -> None:
        """A lock that ends with the transaction: the twin then finds the stored result."""
        name = f"{self._actor.tenant_id}:{self._actor.caller}:{key}".encode()
        number = int.from_bytes(hashlib.sha256(name).digest()[:8], "big", signed=True)
        await _WAIT.sent(self._session, {"number": number})
