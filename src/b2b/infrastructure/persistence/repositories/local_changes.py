from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.integration.conflicts import Conflict
from b2b.domain.integration.errors import ConflictNotFound
from b2b.domain.integration.ownership import Disagreement, SharedField
from b2b.domain.shared.ids import AddressId, ConflictId, CustomerId, new_id
from b2b.infrastructure.persistence.readers.conflicts import (
    ADDRESSES,
    FIELDS,
    address_conflict,
    field_conflict,
)
from b2b.infrastructure.persistence.tables.identity import customers
from b2b.infrastructure.persistence.tables.integration import local_addresses, local_changes

# The dealer is locked before anything of theirs, here as by pushes: one of two sees what the other wrote.
_NOTE: Final = text(
    "with dealer as (select id from customers where id = :customer and external_id is not null"
    " for no key update)"
    " insert into local_changes (id, customer_id, field, local_value, currency, changed_at)"
    " select :id, id, :field, :value, :currency, :at from dealer"
    " on conflict (tenant_id, customer_id, field) do update set local_value = excluded.local_value,"
    " currency = excluded.currency, changed_at = excluded.changed_at, state = 'quiet', erp_value = null,"
    " offered_at = null"
)
_NOTE_ADDRESS: Final = text(
    "insert into local_addresses (id, customer_id, address_id, changed_at)"
    " select :id, a.customer_id, a.id, :at from customer_addresses a"
    " where a.id = :address and a.external_id is not null"
    " on conflict (tenant_id, address_id) do update set changed_at = excluded.changed_at, state = 'quiet',"
    " erp_value = null, offered_at = null"
)


class SqlLocalChanges:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def note(
        self, customer_id: CustomerId, field: SharedField, value: str, *, currency: str | None, at: datetime
    ) -> None:
        given = {"id": new_id(), "field": field.value, "value": value, "currency": currency, "at": at}
        await self._session.execute(_NOTE, {**given, "customer": customer_id})

    async def note_addresses(self, addresses: Collection[AddressId], *, at: datetime) -> None:
        for address in sorted(addresses):
            await self._session.execute(_NOTE_ADDRESS, {"id": new_id(), "address": address, "at": at})

    async def lock(self, conflict_id: ConflictId) -> Conflict:
        for table, statement, conflict in (
            (local_changes, FIELDS, field_conflict),
            (local_addresses, ADDRESSES, address_conflict),
        ):
            await self._session.execute(_dealer_of(table, conflict_id))
            here = statement.where(table.c.id == conflict_id, table.c.state == Disagreement.OPEN)
            row = (await self._session.execute(here.with_for_update(of=table))).one_or_none()
            if row is not None:
                return conflict(row)
        raise ConflictNotFound

    async def settle(self, conflict_id: ConflictId) -> None:
        for table in (local_changes, local_addresses):
            await self._session.execute(delete(table).where(table.c.id == conflict_id))

    async def reject(self, conflict_id: ConflictId) -> None:
        for table in (local_changes, local_addresses):
            statement = update(table).where(table.c.id == conflict_id)
            await self._session.execute(statement.values(state=Disagreement.REJECTED))


def _dealer_of(table: Any, conflict_id: ConflictId) -> Any:
    concerned = select(table.c.customer_id).where(table.c.id == conflict_id).scalar_subquery()
    return select(customers.c.id).where(customers.c.id == concerned).with_for_update()
