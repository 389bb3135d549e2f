from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, RowMapping, Select, and_, case, func, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.integration.queries.receipts import (
    Receipt,
    ReceiptDetail,
    ReceiptError,
    ReceiptFilter,
    ReceiptPage,
)
from b2b.application.integration.receipts import LIFELESS_AFTER, ReceiptStatus
from b2b.application.integration.results import ERRORS_SHOWN_MAX
from b2b.application.shared.pages import PageRequest, cut, decode_cursor
from b2b.domain.integration.errors import ReceiptNotFound
from b2b.domain.shared.ids import ApiKeyId, ReceiptId
from b2b.infrastructure.persistence.tables.identity import api_clients, api_keys
from b2b.infrastructure.persistence.tables.integration import push_errors, push_receipts

_RECEIPTS: Final = push_receipts.c
_LIFELESS: Final = and_(_RECEIPTS.status == "running", _RECEIPTS.alive_at < func.now() - LIFELESS_AFTER)
_STATUS: Final = case((_LIFELESS, literal("interrupted")), else_=_RECEIPTS.status)
_TOOK: Final = func.coalesce(_RECEIPTS.finished_at, case((_LIFELESS, _RECEIPTS.alive_at)))
_COMPUTED: Final = {
    "status": _STATUS,
    "client": select(api_clients.c.name).where(api_clients.c.id == _RECEIPTS.client_id).scalar_subquery(),
    "duration_ms": (func.extract("epoch", _TOOK - _RECEIPTS.started_at) * 1000).cast(
        push_receipts.c.received.type
    ),
}
_COLUMNS: Final = tuple(
    (_COMPUTED[name] if name in _COMPUTED else _RECEIPTS[name]).label(name)
    for name in Receipt.__struct_fields__
)


class ReceiptKey(msgspec.Struct, frozen=True):
    started_at: datetime
    id: UUID


class SqlReceiptReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, wanted: ReceiptFilter, request: PageRequest) -> ReceiptPage:
        order = (_RECEIPTS.started_at, _RECEIPTS.id)
        statement = _wanted(wanted).order_by(*(column.desc() for column in order)).limit(request.size + 1)
        if key := decode_cursor(request.cursor, ReceiptKey):
            statement = statement.where(tuple_(*order) < tuple_(key.started_at, key.id))
        rows = [_receipt(row) for row in (await self._session.execute(statement)).mappings()]
        items, cursor = cut(rows, request.size, lambda row: ReceiptKey(row.started_at, row.id))
        return ReceiptPage(items=items, next_cursor=cursor)

    async def get(self, receipt_id: ReceiptId, *, of_key: ApiKeyId | None) -> ReceiptDetail:
        statement = _wanted(ReceiptFilter(of_key=of_key)).where(_RECEIPTS.id == receipt_id)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        if row is None:
            raise ReceiptNotFound
        errors = [error for _, error in await self._errors(receipt_id, None)]
        return ReceiptDetail(receipt=_receipt(row), errors=errors)

    async def errors(self, receipt_id: ReceiptId) -> AsyncIterator[ReceiptError]:
        after: tuple[int, UUID] | None = None
        while found := await self._errors(receipt_id, after):
            for _, error in found:
                yield error
            after = found[-1][0]

    async def _errors(
        self, receipt_id: ReceiptId, after: tuple[int, UUID] | None
    ) -> list[tuple[tuple[int, UUID], ReceiptError]]:
        """Each with its place in the order, the first after the one given."""
        errors = push_errors.c
        statement = (
            select(errors.id, errors.place, errors.external_id, errors.code, errors.detail, errors.pointer)
            .where(errors.receipt_id == receipt_id)
            .order_by(errors.place, errors.id)
            .limit(ERRORS_SHOWN_MAX)
        )
        if after is not None:
            statement = statement.where(tuple_(errors.place, errors.id) > tuple_(*after))
        return [
            (
                (place, error_id),
                ReceiptError(index=place, external_id=name, code=code, detail=detail, pointer=pointer),
            )
            for error_id, place, name, code, detail, pointer in await self._session.execute(statement)
        ]

    async def named(self, receipts: Sequence[ReceiptId]) -> list[Receipt]:
        """In no particular order."""
        statement = select(*_COLUMNS).where(_RECEIPTS.id.in_(receipts))
        return [_receipt(row) for row in (await self._session.execute(statement)).mappings()]


def _wanted(wanted: ReceiptFilter) -> Select[tuple[object, ...]]:
    statement = select(*_COLUMNS)
    if wanted.resource is not None:
        statement = statement.where(_RECEIPTS.resource == wanted.resource.value)
    if wanted.status is not None:
        statement = statement.where(*_in_status(wanted.status))
    if wanted.of_key is not None:
        client = select(api_keys.c.client_id).where(api_keys.c.id == wanted.of_key).scalar_subquery()
        statement = statement.where(_RECEIPTS.client_id == client)
    return statement


def _in_status(status: ReceiptStatus) -> list[ColumnElement[bool]]:
    """Written so that the index of what went wrong can serve it."""
    if status is ReceiptStatus.FINISHED:
        return [_RECEIPTS.status == status.value]
    return [_RECEIPTS.status != "finished", _STATUS.in_([status.value])]


def _receipt(row: RowMapping) -> Receipt:
    return msgspec.convert(dict(row), type=Receipt)
