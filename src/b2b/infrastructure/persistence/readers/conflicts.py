from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import Row, Select, and_, case, func, literal, null, or_, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.integration.conflicts import (
    AddressConflict,
    Conflict,
    ConflictFilter,
    ConflictPage,
    StatedAddress,
)
from b2b.application.shared.pages import PageRequest, cut, decode_cursor
from b2b.domain.integration.ownership import Disagreement, SharedField
from b2b.domain.shared.ids import AddressId, ConflictId, CustomerId
from b2b.domain.shared.money import Currency, Money
from b2b.infrastructure.persistence.tables.identity import customer_addresses, customers
from b2b.infrastructure.persistence.tables.integration import local_addresses, local_changes

_DEALER: Final = (
    customers.c.code,
    customers.c.external_id.label("customer_external_id"),
    customers.c.title,
)
_STATED: Final = StatedAddress.__struct_fields__
_NAMED: Final = [part for name in _STATED for part in (literal(name), customer_addresses.c[name])]
_HERE: Final = case(
    (customer_addresses.c.is_deleted, null()), else_=func.jsonb_build_object(*_NAMED, type_=JSONB)
)

FIELDS: Final = select(local_changes, *_DEALER).join(customers, customers.c.id == local_changes.c.customer_id)
ADDRESSES: Final = (
    select(local_addresses, customer_addresses.c.external_id, _HERE.label("here"), *_DEALER)
    .join(customers, customers.c.id == local_addresses.c.customer_id)
    .join(customer_addresses, customer_addresses.c.id == local_addresses.c.address_id)
)


class ConflictKey(msgspec.Struct, frozen=True):
    id: UUID


class SqlConflictReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, wanted: ConflictFilter, request: PageRequest) -> ConflictPage:
        """Of both tables as many as the page needs, since their ids are of one order."""
        after = decode_cursor(request.cursor, ConflictKey)
        found: list[Conflict] = []
        if wanted.field is not SharedField.ADDRESS:
            statement = _page(FIELDS, local_changes, wanted, after)
            if wanted.field is not None:
                statement = statement.where(local_changes.c.field == wanted.field)
            rows = await self._session.execute(statement.limit(request.size + 1))
            found += map(field_conflict, rows)
        if wanted.field in {None, SharedField.ADDRESS}:
            statement = _page(ADDRESSES, local_addresses, wanted, after)
            rows = await self._session.execute(statement.limit(request.size + 1))
            found += map(address_conflict, rows)
        found.sort(key=lambda conflict: conflict.id)
        items, cursor = cut(
            found[: request.size + 1], request.size, lambda conflict: ConflictKey(conflict.id)
        )
        return ConflictPage(items=items, next_cursor=cursor)


def _page(
    statement: Select[Any], table: Any, wanted: ConflictFilter, after: ConflictKey | None
) -> Select[Any]:
    statement = statement.where(table.c.state == wanted.state).order_by(table.c.id)
    if wanted.customer is not None:
        known = wanted.customer.replace("\x00", "")
        statement = statement.where(or_(customers.c.code == known, customers.c.external_id == known))
    return statement if after is None else statement.where(and_(table.c.id > after.id))


def field_conflict(row: Row[Any]) -> Conflict:
    return Conflict(
        id=ConflictId(row.id),
        customer_id=CustomerId(row.customer_id),
        customer_code=row.code,
        customer_external_id=row.customer_external_id,
        customer_title=row.title,
        field=row.field,
        state=row.state,
        local_value=_shown(row.local_value, row.currency),
        erp_value=None if row.erp_value is None else _shown(row.erp_value, row.currency),
        currency=row.currency.code if row.currency else None,
        changed_at=row.changed_at,
        offered_at=row.offered_at,
    )


def address_conflict(row: Row[Any]) -> Conflict:
    here = msgspec.convert(row.here, type=StatedAddress | None)
    said = msgspec.convert(row.erp_value, type=StatedAddress | None)
    is_said = row.state != Disagreement.QUIET
    return Conflict(
        id=ConflictId(row.id),
        customer_id=CustomerId(row.customer_id),
        customer_code=row.code,
        customer_external_id=row.customer_external_id,
        customer_title=row.title,
        field=SharedField.ADDRESS,
        state=row.state,
        local_value=_line(here),
        erp_value=_line(said) if is_said else None,
        currency=None,
        address=AddressConflict(
            id=AddressId(row.address_id), external_id=row.external_id, here=here, erp=said
        ),
        changed_at=row.changed_at,
        offered_at=row.offered_at,
    )


def _shown(value: str, currency: Currency | None) -> str:
    """An amount with its currency's decimals; anything else as it is."""
    return f"{Money(Decimal(value), currency).amount:f}" if currency else value


def _line(stated: StatedAddress | None) -> str:
    """Empty where there is none."""
    if stated is None:
        return ""
    parts = (stated.title, stated.line1, stated.line2, stated.district, stated.province)
    return ", ".join(part for part in parts if part)
