from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Row, delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.integration.conflicts import Conflict
from b2b.domain.integration.errors import ConflictNotFound
from b2b.domain.integration.ownership import Disagreement, SharedField
from b2b.domain.shared.ids import ConflictId, CustomerId, new_id
from b2b.domain.shared.money import Currency, Money
from b2b.infrastructure.persistence.tables.identity import customers
from b2b.infrastructure.persistence.tables.integration import local_changes

SHOWN_MAX: Final = 200
_NOTE: Final = text(
    "insert into local_changes (id, customer_id, field, local_value, currency, changed_at)"
    " select :id, c.id, :field, :value, :currency, :at from customers c"
    " where c.id = :customer and c.external_id is not null"
    " on conflict (tenant_id, customer_id, field) do update set local_value = excluded.local_value,"
    " currency = excluded.currency, changed_at = excluded.changed_at, state = 'quiet', erp_value = null,"
    " offered_at = null"
)
_OPEN: Final = (
    select(local_changes, customers.c.code, customers.c.title)
    .join(customers, customers.c.id == local_changes.c.customer_id)
    .where(local_changes.c.state == Disagreement.OPEN)
    .order_by(local_changes.c.offered_at, local_changes.c.id)
    .limit(SHOWN_MAX)
)


class SqlLocalChanges:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def note(
        self, customer_id: CustomerId, field: SharedField, value: str, *, currency: str | None, at: datetime
    ) -> None:
        given = {"id": new_id(), "field": field.value, "value": value, "currency": currency, "at": at}
        await self._session.execute(_NOTE, {**given, "customer": customer_id})

    async def open(self) -> list[Conflict]:
        return [_conflict(row) for row in await self._session.execute(_OPEN)]

    async def lock(self, conflict_id: ConflictId) -> Conflict:
        statement = _OPEN.where(local_changes.c.id == conflict_id).with_for_update(of=local_changes)
        row = (await self._session.execute(statement)).one_or_none()
        if row is None:
            raise ConflictNotFound
        return _conflict(row)

    async def settle(self, conflict_id: ConflictId) -> None:
        await self._session.execute(delete(local_changes).where(local_changes.c.id == conflict_id))

    async def reject(self, conflict_id: ConflictId) -> None:
        statement = update(local_changes).where(local_changes.c.id == conflict_id)
        await self._session.execute(statement.values(state=Disagreement.REJECTED))


def _shown(value: str, currency: Currency | None) -> str:
    """An amount with its currency's decimals; anything else as it is."""
    return f"{Money(Decimal(value), currency).amount:f}" if currency else value


def _conflict(row: Row[Any]) -> Conflict:
    return Conflict(
        id=ConflictId(row.id),
        customer_id=CustomerId(row.customer_id),
        customer_code=row.code,
        customer_title=row.title,
        field=row.field,
        local_value=_shown(row.local_value, row.currency),
        erp_value=_shown(row.erp_value, row.currency),
        currency=row.currency.code if row.currency else None,
        changed_at=row.changed_at,
        offered_at=row.offered_at,
    )
