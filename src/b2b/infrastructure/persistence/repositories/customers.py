from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, not_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.domain.customers.addresses import Address
from b2b.domain.customers.customer import Customer
from b2b.domain.customers.errors import AddressNotFound, CustomerNotFound
from b2b.domain.shared.ids import AddressId, CustomerId
from b2b.infrastructure.persistence.tables.identity import customer_addresses, customers, sessions


class SqlCustomers:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, code: str) -> Customer:
        statement = select(Customer).where(customers.c.code == code, not_(customers.c.is_deleted))
        found = await self._session.scalar(statement.with_for_update())
        if found is None:
            raise CustomerNotFound(code=code)
        return found


class SqlCustomerSessions:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def end_all(self, customer_id: CustomerId, *, reason: str, at: datetime) -> int:
        statement = (
            update(sessions)
            .where(sessions.c.customer_id == customer_id, sessions.c.revoked_at.is_(None))
            .values(revoked_at=at, revoked_reason=reason)
        )
        ended: CursorResult[Any] = await self._session.execute(statement)  # type: ignore[assignment]
        return ended.rowcount


class SqlAddresses:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, address: Address) -> None:
        self._session.add(address)

    async def get(self, address_id: AddressId, *, customer_id: CustomerId) -> Address:
        statement = _live(customer_id).where(customer_addresses.c.id == address_id)
        found: Address | None = await self._session.scalar(statement.with_for_update())
        if found is None:
            raise AddressNotFound(address_id=address_id)
        return found

    async def lock_all(self, customer_id: CustomerId) -> list[Address]:
        # The company's own row, so that two who add an address at once meet: there may be none to lock yet.
        await self._session.execute(
            select(customers.c.id).where(customers.c.id == customer_id).with_for_update()
        )
        statement = _live(customer_id).order_by(customer_addresses.c.id).with_for_update()
        return list(await self._session.scalars(statement))


def _live(customer_id: CustomerId) -> Any:
    return select(Address).where(
        customer_addresses.c.customer_id == customer_id, not_(customer_addresses.c.is_deleted)
    )
