from typing import Any, Final

import msgspec
from sqlalchemy import BigInteger, bindparam, insert, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.integration.receipts import Ending, NewReceipt, Progress
from b2b.application.integration.results import Outcome
from b2b.application.shared.access import Actor
from b2b.application.shared.ports import Clock
from b2b.domain.shared.ids import ReceiptId, new_id
from b2b.infrastructure.persistence.tables.integration import push_errors

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
    " where id = :id"
).bindparams(bindparam("facts", type_=JSONB), bindparam("received_bytes", type_=BigInteger))


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
            await self._session.execute(insert(push_errors), _error_rows(receipt_id, progress))

    async def end(self, receipt_id: ReceiptId, ending: Ending) -> None:
        if ending.progress is not None:
            await self.advance(receipt_id, ending.progress)
        await self._session.execute(
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
        await self._session.commit()


def _error_rows(receipt_id: ReceiptId, progress: Progress) -> list[dict[str, Any]]:
    return [
        {
            "id": new_id(),
            "receipt_id": receipt_id,
            "place": error.index,
            "external_id": _storable(error.external_id, NAME_LENGTH_MAX),
            "code": error.code,
            "detail": _storable(error.detail),
            "pointer": _storable(error.pointer),
        }
        for error in progress.errors
    ]


def _storable(text: str | None, length: int = TEXT_LENGTH_MAX) -> str | None:
    """What was refused may hold what no column does, and be of any length."""
    return None if text is None else text.replace("\0", "\ufffd")[:length]
