from collections.abc import Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import BigInteger, Row, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.integration.receipts import Ending, NewReceipt, Progress, ReceiptStatus
from b2b.application.integration.results import ItemResult, Outcome
from b2b.application.shared.access import Actor
from b2b.application.shared.ports import Clock
from b2b.domain.shared.ids import ReceiptId, new_id
from b2b.infrastructure.observability.business import PUSH_ITEMS, PUSH_SECONDS, PUSHES

NAME_LENGTH_MAX: Final = 200
TEXT_LENGTH_MAX: Final = 2000
# Not waited for: whatever makes a part of the push last, makes what was written before it last too.
_BEGIN: Final = text(
    "insert into push_receipts"
    " (id, resource, mode, dry_run, client_id, api_key_id, request_id, started_at, alive_at)"
    " select :id, :resource, :mode, :dry_run, (select client_id from api_keys where id = :key), :key,"
    "  :request_id, :at, :at"
    " from set_config('synchronous_commit', 'off', true)"
)
_ADVANCE: Final = text(
    "update push_receipts set alive_at = :at, received_bytes = :received_bytes, received = :received,"
    " created = :created, updated = :updated, unchanged = :unchanged, stale = :stale, failed = :failed,"
    " vanished = :vanished, error_codes = :codes where id = :id"
).bindparams(bindparam("codes", type_=JSONB))
_END: Final = text(
    "update push_receipts set status = :status, failure_code = :failure_code, finished_at = :at,"
    " failure_facts = :facts, alive_at = :at, received_bytes = coalesce(:received_bytes, received_bytes)"
    " where id = :id returning resource, dry_run, created, updated, unchanged, stale, failed, vanished,"
    " extract(epoch from finished_at - started_at)::float8 as seconds"
).bindparams(bindparam("facts", type_=JSONB), bindparam("received_bytes", type_=BigInteger))

_KEEP_ERRORS: Final = text(
    "insert into push_errors (id, receipt_id, place, external_id, code, detail, pointer)"
    " select e.id, :receipt_id, e.place, e.name, e.code, e.detail, e.pointer from unnest("
    " cast(:ids as uuid[]), cast(:places as integer[]), cast(:names as text[]), cast(:codes as text[]),"
    " cast(:details as text[]), cast(:pointers as text[])) e (id, place, name, code, detail, pointer)"
)


class SqlPushReceipts:
    def __init__(self, session: AsyncSession, actor: Actor, clock: Clock) -> None:
        self._session = session
        self._actor = actor
        self._clock = clock

    async def begin(self, receipt: NewReceipt) -> None:
        await self._session.execute(
            _BEGIN,
            {
                "id": receipt.id,
                "resource": receipt.resource.value,
                "mode": receipt.mode.value,
                "dry_run": receipt.dry_run,
                "key": self._actor.api_key_id,
                "request_id": self._actor.origin.request_id,
                "at": receipt.started_at,
            },
        )
        await self._session.commit()

    async def advance(self, receipt_id: ReceiptId, progress: Progress) -> None:
        counts = {outcome.value: progress.counts.get(outcome, 0) for outcome in Outcome}
        await self._session.execute(
            _ADVANCE,
            {
                "id": receipt_id,
                "at": self._clock.now(),
                "received_bytes": progress.received_bytes,
                "received": sum(counts.values()),
                "vanished": progress.vanished,
                "codes": msgspec.to_builtins(progress.codes),
                **counts,
            },
        )
        if progress.errors:
            values = {"receipt_id": receipt_id, **_columns(progress.errors)}
            await self._session.execute(_KEEP_ERRORS, values)

    async def end(self, receipt_id: ReceiptId, ending: Ending) -> None:
        if ending.progress is not None:
            await self.advance(receipt_id, ending.progress)
        ended = await self._session.execute(
            _END,
            {
                "id": receipt_id,
                "at": self._clock.now(),
                "status": ending.status.value,
                "failure_code": ending.failure_code,
                "facts": dict(ending.failure_facts),
                "received_bytes": ending.received_bytes,
            },
        )
        row = ended.one_or_none()
        await self._session.commit()
        if row is not None:
            _count(row, ending.status)


def _count(row: Row[Any], status: ReceiptStatus) -> None:
    """A dry run wrote nothing: it counts as a push, its items do not."""
    PUSHES.labels(row.resource, "dry_run" if row.dry_run else status.value).inc()
    PUSH_SECONDS.labels(row.resource).observe(row.seconds)
    if row.dry_run:
        return
    for outcome in Outcome:
        PUSH_ITEMS.labels(row.resource, outcome.value).inc(getattr(row, outcome.value))
    PUSH_ITEMS.labels(row.resource, "vanished").inc(row.vanished)


def _columns(errors: Sequence[ItemResult]) -> dict[str, list[Any]]:
    """A part may have ten thousand: one statement of arrays, not a row after the other."""
    return {
        "ids": [new_id() for _ in errors],
        "places": [error.index for error in errors],
        "names": [_storable(error.external_id, NAME_LENGTH_MAX) for error in errors],
        "codes": [error.code for error in errors],
        "details": [_storable(error.detail) for error in errors],
        "pointers": [_storable(error.pointer) for error in errors],
    }


def _storable(text: str | None, length: int = TEXT_LENGTH_MAX) -> str | None:
    """What was refused may hold what no column does, and be of any length."""
    return None if text is None else text.replace("\0", "\ufffd")[:length]
