"""A tenant's direct connection to its ERP: where it is, how far it is read, what is still to be written."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.integration.erp.ports import (
    ClaimedOrder,
    Company,
    ErpConnection,
    ErpStream,
    Progress,
    Settlement,
)
from b2b.application.messaging.queries.events import EventFeed
from b2b.domain.integration.erp_orders import ErpOrderState
from b2b.domain.messaging.event_types import EventTypes
from b2b.domain.ordering.states import OrderStatus
from b2b.domain.shared.ids import CustomerId, OrderId, new_id
from b2b.infrastructure.persistence.tables.erp import erp_connections, erp_cursors, erp_orders
from b2b.infrastructure.persistence.tables.events import outbox
from b2b.infrastructure.persistence.tables.identity import customer_addresses
from b2b.infrastructure.persistence.tables.ordering import orders

ORDER_EVENTS: Final = EventTypes.of(["order.*"])
APPROVED: Final = frozenset({OrderStatus.APPROVED.value, OrderStatus.PARTIALLY_APPROVED.value})
# Cards and prices belong to a firm; these to one of its periods.
OF_A_PERIOD: Final = frozenset({ErpStream.STOCK, ErpStream.INVOICES})
FAULT_LENGTH: Final = 1000
LOGO: Final = "logo"

_CLAIM: Final = text("""
    with due as (
        select id, uncertain_firm, uncertain_period from erp_orders
        where next_attempt_at <= :at and (claimed_until is null or claimed_until <= :at)
        order by id limit 1 for update skip locked
    )
    update erp_orders o set claimed_until = :until, attempts = o.attempts + 1,
        uncertain_firm = coalesce(o.uncertain_firm, :firm),
        uncertain_period = coalesce(o.uncertain_period, :period)
    from due where o.id = due.id
    returning o.id, o.order_id, o.attempts, due.uncertain_firm, due.uncertain_period
""")


class SqlErpConnections:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def active(self) -> ErpConnection | None:
        found = await self.find()
        return found if found and found.is_active else None

    async def find(self) -> ErpConnection | None:
        statement = select(erp_connections).where(erp_connections.c.system == LOGO)
        row = (await self._session.execute(statement)).mappings().one_or_none()
        if row is None:
            return None
        return ErpConnection(
            id=row["id"],
            address=row["address"],
            user=row["user_name"],
            sealed_password=row["sealed_password"],
            client_id=row["client_id"],
            sealed_client_secret=row["sealed_client_secret"],
            company=Company(row["firm"], row["period"]),
            warehouses=tuple((number, code) for number, code in row["warehouses"]),
            is_active=row["is_active"],
        )

    async def save(self, connection: ErpConnection, *, from_beginning: bool) -> None:
        values = {
            "address": connection.address,
            "user_name": connection.user,
            "sealed_password": connection.sealed_password,
            "client_id": connection.client_id,
            "sealed_client_secret": connection.sealed_client_secret,
            "firm": connection.company.firm,
            "period": connection.company.period,
            "warehouses": [list(pair) for pair in connection.warehouses],
            "is_active": connection.is_active,
        }
        newest = select(func.coalesce(func.max(outbox.c.position), 0)).scalar_subquery()
        feed_position = 0 if from_beginning else newest
        await self._session.execute(
            insert(erp_connections)
            .values(id=connection.id, system=LOGO, feed_position=feed_position, **values)
            .on_conflict_do_update(constraint="uq_erp_connections_system", set_=values)
        )

    async def contacted(self, connection: ErpConnection, at: datetime) -> None:
        await self._note(connection, last_contact_at=at, away_since=None, last_fault=None)

    async def missed(self, connection: ErpConnection, at: datetime, fault: str) -> None:
        since = func.coalesce(erp_connections.c.away_since, at)
        await self._note(connection, away_since=since, last_fault=fault[:FAULT_LENGTH])

    async def _note(self, connection: ErpConnection, **values: object) -> None:
        statement = update(erp_connections).where(erp_connections.c.id == connection.id).values(**values)
        await self._session.execute(statement)


class SqlErpCursors:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, connection: ErpConnection, stream: ErpStream) -> Progress:
        cursors = erp_cursors.c
        firm, period = _books(connection.company, stream)
        statement = select(
            cursors.since, cursors.round_offset, cursors.round_highest, cursors.round_begun_at
        ).where(
            cursors.connection_id == connection.id,
            cursors.stream == stream.value,
            cursors.firm == firm,
            cursors.period == period,
        )
        row = (await self._session.execute(statement)).one_or_none()
        return Progress(since=row[0], offset=row[1], highest=row[2], begun_at=row[3]) if row else Progress()

    async def put(
        self,
        connection: ErpConnection,
        stream: ErpStream,
        progress: Progress,
        *,
        refused: Sequence[str],
        completed_at: datetime | None,
    ) -> None:
        firm, period = _books(connection.company, stream)
        values: dict[str, object] = {
            "since": progress.since,
            "round_offset": progress.offset,
            "round_highest": progress.highest,
            "round_begun_at": progress.begun_at,
        }
        if completed_at is not None:
            values["completed_at"] = completed_at
        if refused:
            values["refused"] = list(refused)
        await self._session.execute(
            insert(erp_cursors)
            .values(
                id=new_id(),
                connection_id=connection.id,
                stream=stream.value,
                firm=firm,
                period=period,
                **values,
            )
            .on_conflict_do_update(constraint="uq_erp_cursors_stream", set_=values)
        )

    async def forget(self, connection: ErpConnection, stream: ErpStream) -> None:
        await self._session.execute(
            delete(erp_cursors).where(
                erp_cursors.c.connection_id == connection.id, erp_cursors.c.stream == stream.value
            )
        )


def _books(company: Company, stream: ErpStream) -> tuple[int, int]:
    return company.firm, company.period if stream in OF_A_PERIOD else 0


class SqlErpBacklog:
    def __init__(self, session: AsyncSession, feed: EventFeed) -> None:
        self._session = session
        self._feed = feed

    async def collect(self, connection: ErpConnection, size: int) -> int:
        position = await self._session.scalar(
            select(erp_connections.c.feed_position)
            .where(erp_connections.c.id == connection.id)
            .with_for_update()
        )
        events, reached = await self._feed.read(position or 0, ORDER_EVENTS, size)
        approved = [event.data["id"] for event in events if event.data.get("status") in APPROVED]
        if approved:
            await self._add(approved)
        await self._session.execute(
            update(erp_connections).where(erp_connections.c.id == connection.id).values(feed_position=reached)
        )
        return len(events)

    async def _add(self, order_ids: Sequence[object]) -> None:
        found = select(orders.c.id, orders.c.customer_id, orders.c.number).where(orders.c.id.in_(order_ids))
        rows = [
            {
                "id": new_id(),
                "order_id": row.id,
                "customer_id": row.customer_id,
                "number": row.number,
                "next_attempt_at": func.now(),
            }
            for row in await self._session.execute(found.order_by(orders.c.placed_at, orders.c.id))
        ]
        if rows:
            await self._session.execute(insert(erp_orders).values(rows).on_conflict_do_nothing())

    async def claim(self, company: Company, at: datetime, until: datetime) -> ClaimedOrder | None:
        values = {"at": at, "until": until, "firm": company.firm, "period": company.period}
        row = (await self._session.execute(_CLAIM, values)).one_or_none()
        if row is None:
            return None
        earlier = Company(row.uncertain_firm, row.uncertain_period) if row.uncertain_firm else None
        order_id = OrderId(row.order_id)
        return ClaimedOrder(id=row.id, order_id=order_id, attempts=row.attempts, until=until, earlier=earlier)

    async def settle(self, claimed: ClaimedOrder, settlement: Settlement) -> None:
        uncertain = settlement.uncertain_in
        await self._session.execute(
            update(erp_orders)
            .where(erp_orders.c.id == claimed.id, erp_orders.c.claimed_until == claimed.until)
            .values(
                state=settlement.state.value,
                attempts=claimed.attempts - (0 if settlement.counts else 1),
                next_attempt_at=settlement.next_attempt_at,
                claimed_until=None,
                uncertain_firm=uncertain.firm if uncertain else None,
                uncertain_period=uncertain.period if uncertain else None,
                erp_order_number=settlement.erp_order_number,
                reasons=list(settlement.reasons),
            )
        )

    async def ship_to(self, order_id: OrderId, customer_id: CustomerId) -> str | None:
        """The address that the order's copy was made of, if it is still there as it was."""
        copy, address = orders.c.shipping_address, customer_addresses.c
        statement = (
            select(address.external_id)
            .join(orders, orders.c.customer_id == address.customer_id)
            .where(
                orders.c.id == order_id,
                address.customer_id == customer_id,
                address.kind == "shipping",
                address.external_id.is_not(None),
                ~address.is_deleted,
                address.title == func.jsonb_extract_path_text(copy, "title"),
                address.line1 == func.jsonb_extract_path_text(copy, "line1"),
            )
            .order_by(address.id)
            .limit(1)
        )
        found: str | None = await self._session.scalar(statement)
        return found

    async def portal_numbers(self, erp_numbers: Sequence[str]) -> dict[str, str]:
        statement = select(erp_orders.c.erp_order_number, erp_orders.c.number).where(
            erp_orders.c.erp_order_number.in_(erp_numbers)
        )
        return {row[0]: row[1] for row in await self._session.execute(statement)}

    async def retry(self, number: str | None, at: datetime) -> int:
        statement = (
            update(erp_orders)
            .where(erp_orders.c.state == ErpOrderState.REFUSED.value)
            .values(next_attempt_at=at)
            .returning(erp_orders.c.id)
        )
        if number is not None:
            statement = statement.where(erp_orders.c.number == number)
        return len((await self._session.scalars(statement)).all())
