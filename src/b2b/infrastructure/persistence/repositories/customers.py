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
        found = await self.get_deleted_too(address_id, customer_id=customer_id)
        if found.is_deleted:
            raise AddressNotFound(address_id=address_id)
        return found

    async def get_deleted_too(self, address_id: AddressId, *, customer_id: CustomerId) -> Address:
        await self._lock_company(customer_id)
        statement = _of(customer_id).where(customer_addresses.c.id == address_id)
        found: Address | None = await self._session.scalar(statement.with_for_update())
        if found is None:
            raise AddressNotFound(address_id=address_id)
        return found

    async def lock_all(self, customer_id: CustomerId) -> list[Address]:
        # Two who add an address at once meet here: there may be none to lock yet.
        await self._lock_company(customer_id)
        living = _of(customer_id).where(not_(customer_addresses.c.is_deleted))
        statement = living.order_by(customer_addresses.c.id).with_for_update()
        return list(await self._session.scalars(statement))

    async def _lock_company(self, customer_id: CustomerId) -> None:
        """First, as pushes do it, so that none waits for the other in a circle."""
        company = select(customers.c.id).where(customers.c.id == customer_id)
        await self._session.execute(company.with_for_update())


def _of(customer_id: CustomerId) -> Any:
    return select(Address).where(customer_addresses.c.customer_id == customer_id)
