"""Stock under lock. Levels are always locked by SKU and warehouse, so that nobody waits in a circle."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Insert,
    Integer,
    Update,
    Uuid,
    any_,
    bindparam,
    column,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.selectable import TableValuedAlias

from b2b.domain.inventory.allocation import Allocation, StockLevel
from b2b.domain.ordering.lines import LineMove
from b2b.domain.ordering.order import Order
from b2b.domain.shared.ids import OrderId, OrderLineId, ProductId, WarehouseId, new_id
from b2b.infrastructure.persistence.pipelines import write_later
from b2b.infrastructure.persistence.readers.statements import drawn
from b2b.infrastructure.persistence.tables.catalog import products
from b2b.infrastructure.persistence.tables.inventory import (
    stock_levels,
    stock_movements,
    stock_reservations,
    warehouses,
)


def _given(name: str, **columns: type[Uuid[UUID]] | type[Integer]) -> TableValuedAlias:
    """Rows that come as parameters, an array for each column: one text for any number of rows."""
    arrays = [bindparam(f"given_{column_name}", type_=ARRAY(kind)) for column_name, kind in columns.items()]
    listed = [column(column_name, kind) for column_name, kind in columns.items()]
    return func.unnest(*arrays).table_valued(*listed).render_derived(name=name)


def _moving(*, on_hand: bool) -> Update:
    moved = _given("moved", product_id=Uuid, warehouse_id=Uuid, quantity=Integer)
    changed = {stock_levels.c.reserved: stock_levels.c.reserved + moved.c.quantity}
    if on_hand:
        changed[stock_levels.c.on_hand] = stock_levels.c.on_hand + moved.c.quantity
    return (
        update(stock_levels)
        .where(
            stock_levels.c.product_id == moved.c.product_id,
            stock_levels.c.warehouse_id == moved.c.warehouse_id,
        )
        .values(changed)
    )


_PRODUCTS: Final = any_(bindparam("products", type_=ARRAY(Uuid)))
_MOVE: Final = _moving(on_hand=False)
_MOVE_OUT: Final = _moving(on_hand=True)
_AVAILABLE: Final = (
    select(
        stock_levels.c.product_id,
        func.sum(func.greatest(stock_levels.c.on_hand - stock_levels.c.reserved, 0)).label("pieces"),
    )
    .where(stock_levels.c.product_id == _PRODUCTS)
    .group_by(stock_levels.c.product_id)
)
_LOCK: Final = (
    select(
        stock_levels.c.product_id,
        stock_levels.c.warehouse_id,
        warehouses.c.code,
        stock_levels.c.on_hand,
        stock_levels.c.reserved,
    )
    .join(warehouses, warehouses.c.id == stock_levels.c.warehouse_id)
    .join(products, products.c.id == stock_levels.c.product_id)
    .where(stock_levels.c.product_id == _PRODUCTS, ~warehouses.c.is_deleted)
    .order_by(products.c.sku, warehouses.c.code)
    .with_for_update(of=stock_levels)
)


def _reserving() -> Insert:
    """A row for each allocation of one order."""
    given = _given("given", id=Uuid, order_line_id=Uuid, product_id=Uuid, warehouse_id=Uuid, quantity=Integer)
    shared = {
        "customer_id": bindparam("customer", type_=Uuid),
        "order_id": bindparam("order", type_=Uuid),
        "expires_at": bindparam("expires", type_=stock_reservations.c.expires_at.type),
    }
    own = [given.c[name] for name in ("id", "order_line_id", "product_id", "warehouse_id", "quantity")]
    names = [*(each.name for each in own), *shared]
    return insert(stock_reservations).from_select(names, select(*own, *shared.values())).inline()


_RESERVE: Final = drawn(_reserving())
_DRAWN_LOCK: Final = drawn(_LOCK)
_DRAWN_MOVE: Final = drawn(_MOVE)


class SqlStockShelves:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock(self, product_ids: Sequence[ProductId]) -> tuple[StockLevel, ...]:
        if not product_ids:
            return ()
        found = await _DRAWN_LOCK.rows(self._session, {"products": list(product_ids)})
        return tuple(
            StockLevel(
                product_id=ProductId(product_id),
                warehouse_id=WarehouseId(warehouse_id),
                warehouse_code=code,
                on_hand=on_hand,
                reserved=reserved,
            )
            for product_id, warehouse_id, code, on_hand, reserved in found
        )

    async def available(self, product_ids: Sequence[ProductId]) -> Mapping[ProductId, int]:
        found = (await self._session.execute(_AVAILABLE, {"products": product_ids})).all()
        return {ProductId(row.product_id): int(row.pieces) for row in found}

    async def reserve(
        self, order: Order, allocations: Sequence[Allocation], *, expires_at: datetime | None
    ) -> None:
        if not allocations:
            return
        lines: dict[ProductId, OrderLineId] = {line.product_id: line.id for line in order.lines}
        write_later(
            self._session,
            _RESERVE,
            {
                "customer": order.customer_id,
                "order": order.id,
                "expires": expires_at,
                "given_id": [new_id() for _ in allocations],
                "given_order_line_id": [lines[each.product_id] for each in allocations],
                "given_product_id": [each.product_id for each in allocations],
                "given_warehouse_id": [each.warehouse_id for each in allocations],
                "given_quantity": [each.quantity for each in allocations],
            },
        )
        moved = {(each.product_id, each.warehouse_id): each.quantity for each in allocations}
        write_later(self._session, _DRAWN_MOVE, _by_place(moved))

    async def release(self, order_id: OrderId, moves: Sequence[LineMove]) -> None:
        taken = await self._take(order_id, moves, "released_quantity")
        await self._move({place: -quantity for place, quantity in taken.items()}, on_hand=False)

    async def consume(self, order_id: OrderId, moves: Sequence[LineMove]) -> None:
        taken = await self._take(order_id, moves, "consumed_quantity")
        await self._move({place: -quantity for place, quantity in taken.items()}, on_hand=True)
        if taken:
            await self._session.execute(
                insert(stock_movements).values(occurred_at=func.now()),
                [
                    {
                        "id": new_id(),
                        "product_id": product_id,
                        "warehouse_id": warehouse_id,
                        "kind": "shipment",
                        "quantity": -quantity,
                        "reference": str(order_id),
                    }
                    for (product_id, warehouse_id), quantity in taken.items()
                ],
            )

    async def keep(self, order_id: OrderId) -> None:
        await self._session.execute(
            update(stock_reservations)
            .where(stock_reservations.c.order_id == order_id)
            .values(expires_at=None)
        )

    async def _take(
        self, order_id: OrderId, moves: Sequence[LineMove], counter: str
    ) -> dict[tuple[ProductId, WarehouseId], int]:
        """Book the moves' set-aside pieces on the order's reservations; answers how many from where."""
        wanted = {move.line_id: move.allocated for move in moves if move.allocated}
        if not wanted:
            return {}
        await self.lock([move.product_id for move in moves if move.allocated])
        left = (
            stock_reservations.c.quantity
            - stock_reservations.c.released_quantity
            - stock_reservations.c.consumed_quantity
        )
        statement = (
            select(stock_reservations, left.label("left"))
            .where(stock_reservations.c.order_id == order_id, left > 0)
            .order_by(stock_reservations.c.id)
            .with_for_update()
        )
        taken: defaultdict[tuple[ProductId, WarehouseId], int] = defaultdict(int)
        booked: dict[UUID, int] = {}
        for row in (await self._session.execute(statement)).all():
            line_id = OrderLineId(row.order_line_id)
            if quantity := min(row.left, wanted.get(line_id, 0)):
                wanted[line_id] -= quantity
                booked[row.id] = quantity
                taken[ProductId(row.product_id), WarehouseId(row.warehouse_id)] += quantity
        await self._book(booked, counter)
        return dict(taken)

    async def _book(self, booked: Mapping[UUID, int], counter: str) -> None:
        if not booked:
            return
        target = stock_reservations.c[counter]
        moved = _given("moved", id=Uuid, quantity=Integer)
        await self._session.execute(
            update(stock_reservations)
            .where(stock_reservations.c.id == moved.c.id)
            .values({target: target + moved.c.quantity}),
            {"given_id": list(booked), "given_quantity": list(booked.values())},
        )

    async def _move(self, by_place: Mapping[tuple[ProductId, WarehouseId], int], *, on_hand: bool) -> None:
        """Change the counters of levels that are locked already."""
        if not by_place:
            return
        await self._session.execute(
            _MOVE_OUT if on_hand else _MOVE,
            _by_place(by_place),
        )


def _by_place(quantities: Mapping[tuple[ProductId, WarehouseId], int]) -> dict[str, list[object]]:
    """As arrays, a place's quantity at the same position in each."""
    return {
        "given_product_id": [product_id for product_id, _ in quantities],
        "given_warehouse_id": [place for _, place in quantities],
        "given_quantity": list(quantities.values()),
    }
