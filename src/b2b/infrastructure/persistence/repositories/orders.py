from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Uuid, bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.ordering.ports import CheckoutBuyer, ExpiredHold
from b2b.domain.customers.errors import AddressNotFound
from b2b.domain.ordering.amendments import Amendment
from b2b.domain.ordering.errors import OrderNotFound
from b2b.domain.ordering.history import StatusChange
from b2b.domain.ordering.lines import AddressCopy, CustomerCopy
from b2b.domain.ordering.order import Order
from b2b.domain.shared.ids import AddressId, CustomerId, OrderId, TierId
from b2b.domain.shared.money import Currency
from b2b.infrastructure.persistence.mapped_rows import note_written, rows_of, rows_together
from b2b.infrastructure.persistence.mappings.ordering import StoredLine, StoredOrder
from b2b.infrastructure.persistence.pipelines import write_later
from b2b.infrastructure.persistence.readers.statements import drawn
from b2b.infrastructure.persistence.tables.accounts import credit_holds
from b2b.infrastructure.persistence.tables.identity import customer_addresses, customers
from b2b.infrastructure.persistence.tables.inventory import stock_reservations
from b2b.infrastructure.persistence.tables.ordering import order_amendments, orders

_BUYER_COLUMNS: Final = (
    customers.c.code,
    customers.c.title,
    customers.c.external_id,
    customers.c.currency,
    customers.c.tier_id,
    customers.c.approval_mode,
    *customer_addresses.c,
)
_BUYER: Final = drawn(
    select(*_BUYER_COLUMNS)
    .join(customer_addresses, customer_addresses.c.customer_id == customers.c.id)
    .where(customers.c.id == bindparam("buyer", type_=Uuid), ~customer_addresses.c.is_deleted)
    .order_by(customer_addresses.c.is_default.desc(), customer_addresses.c.id)
    .limit(1000)
)
BuyerRow = Mapping[ColumnElement[Any], Any]


class SqlOrders:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    def add(self, order: Order) -> None:
        """Its rows have ids of ours, so that no insert waits for what another answers."""
        head = rows_of(StoredOrder)
        write_later(self._session, head.statement, head.row(order))
        for kind, entities in ((StoredLine, order.lines), (StatusChange, order.history)):
            # Lines do not name their order; the mapper knows by the list that they are in.
            rows = rows_of(kind).rows(entities, order_id=order.id)
            write_later(self._session, rows_together(kind), rows)
        note_written(self._session, order)

    async def get(self, number: str, *, customer_id: CustomerId | None, lock: bool = False) -> Order:
        return await self._one(orders.c.number == number, customer_id, lock=lock)

    async def by_id(self, order_id: OrderId, *, customer_id: CustomerId | None, lock: bool = False) -> Order:
        return await self._one(orders.c.id == order_id, customer_id, lock=lock)

    async def _one(self, which: ColumnElement[bool], customer_id: CustomerId | None, *, lock: bool) -> Order:
        statement = select(StoredOrder).where(which)
        if customer_id is not None:
            statement = statement.where(orders.c.customer_id == customer_id)
        if lock:
            # What waited for the lock must not decide on what it read before. An invoice that has locked the
            # account may still refer to the order: otherwise it would wait for us, and we for the account.
            statement = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
        order = await self._session.scalar(statement)
        if order is None:
            raise OrderNotFound
        return order


class SqlAmendments:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, amendment: Amendment) -> None:
        await self._session.execute(
            insert(order_amendments).values(
                id=amendment.id,
                customer_id=amendment.customer_id,
                order_id=amendment.order_id,
                sequence=amendment.sequence,
                by=amendment.by,
                reason=amendment.reason,
                at=amendment.at,
                currency=amendment.gross_before.currency,
                gross_before=amendment.gross_before.amount,
                gross_after=amendment.gross_after.amount,
                lines=[
                    {
                        "line_number": line.line_number,
                        "sku": line.sku.value,
                        "name": line.name,
                        "before": line.before,
                        "after": line.after,
                    }
                    for line in amendment.lines
                ],
            )
        )


class SqlCheckout:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def buyer(
        self,
        customer_id: CustomerId,
        *,
        shipping_address_id: AddressId,
        billing_address_id: AddressId | None,
    ) -> CheckoutBuyer:
        addresses = customer_addresses
        found = await _BUYER.rows(self._session, {"buyer": customer_id})
        rows = [dict(zip(_BUYER_COLUMNS, row, strict=True)) for row in found]
        by_id = {row[addresses.c.id]: row for row in rows}
        shipping = by_id.get(shipping_address_id)
        if shipping is None or (billing_address_id is not None and billing_address_id not in by_id):
            raise AddressNotFound
        billing = by_id[billing_address_id] if billing_address_id else _default_billing(rows, shipping)
        return CheckoutBuyer(
            customer_id=customer_id,
            customer=CustomerCopy(
                shipping[customers.c.code], shipping[customers.c.title], shipping[customers.c.external_id]
            ),
            currency=Currency(shipping[customers.c.currency]),
            tier_id=TierId(shipping[customers.c.tier_id]) if shipping[customers.c.tier_id] else None,
            approval_mode=shipping[customers.c.approval_mode],
            shipping_address=_copy(shipping),
            billing_address=_copy(billing),
        )

    async def is_active(self, customer_id: CustomerId) -> bool:
        statement = select(customers.c.status == "active").where(customers.c.id == customer_id)
        return bool(await self._session.scalar(statement))

    async def may_be_cut(self, customer_id: CustomerId) -> bool:
        statement = select(customers.c.partial_approval_allowed).where(customers.c.id == customer_id)
        return bool(await self._session.scalar(statement))


class SqlExpiredHolds:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def due(self, at: datetime, *, after: OrderId | None, limit: int) -> tuple[ExpiredHold, ...]:
        credit = select(credit_holds.c.order_id).where(
            credit_holds.c.state == "held", credit_holds.c.expires_at <= at
        )
        stock = select(stock_reservations.c.order_id).where(stock_reservations.c.expires_at <= at)
        statement = (
            select(orders.c.id, orders.c.number)
            .where(orders.c.id.in_(credit.union(stock)))
            .order_by(orders.c.id)
            .limit(limit)
        )
        if after is not None:
            statement = statement.where(orders.c.id > after)
        found = (await self._session.execute(statement)).all()
        return tuple(ExpiredHold(order_id=OrderId(row.id), number=row.number) for row in found)


def _default_billing(rows: Sequence[BuyerRow], shipping: BuyerRow) -> BuyerRow:
    kind = customer_addresses.c.kind
    return next((row for row in rows if row[kind] in {"billing", "both"}), shipping)


def _copy(row: BuyerRow) -> AddressCopy:
    columns = customer_addresses.c
    return AddressCopy(
        title=row[columns.title],
        line1=row[columns.line1],
        line2=row[columns.line2] or "",
        district=row[columns.district] or "",
        province=row[columns.province],
        postal_code=row[columns.postal_code] or "",
        country=row[columns.country],
        contact_name=row[columns.contact_name] or "",
        phone=row[columns.phone] or "",
    )
