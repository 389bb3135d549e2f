from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.ordering.ports import CartLine, CartPut
from b2b.domain.shared.ids import CustomerId, ProductId, UserId, new_id
from b2b.infrastructure.persistence.tables.catalog import products
from b2b.infrastructure.persistence.tables.ordering import cart_lines, carts


class SqlCarts:
    """One row per cart serialises what its owner does in two windows at once."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lines(self, user_id: UserId, *, lock: bool = False) -> tuple[CartLine, ...]:
        if lock:
            await self._session.execute(
                select(carts.c.id).where(carts.c.user_id == user_id).with_for_update()
            )
        statement = (
            select(
                cart_lines.c.product_id,
                products.c.sku,
                cart_lines.c.quantity,
                cart_lines.c.shown_unit_price,
                cart_lines.c.shown_campaign_id,
            )
            .join(carts, carts.c.id == cart_lines.c.cart_id)
            .join(products, products.c.id == cart_lines.c.product_id)
            .where(carts.c.user_id == user_id)
            .order_by(cart_lines.c.id)
        )
        found = (await self._session.execute(statement)).all()
        return tuple(
            CartLine(
                product_id=ProductId(row.product_id),
                sku=row.sku,
                quantity=row.quantity,
                shown_unit_price=row.shown_unit_price,
                shown_campaign_id=row.shown_campaign_id,
            )
            for row in found
        )

    async def put(
        self,
        user_id: UserId,
        customer_id: CustomerId,
        puts: Sequence[CartPut],
        *,
        add: bool,
        at: datetime,
    ) -> None:
        cart = insert(carts).values(
            id=new_id(), customer_id=customer_id, user_id=user_id, last_activity_at=at
        )
        cart_id = await self._session.scalar(
            cart.on_conflict_do_update(
                constraint="uq_carts_user", set_={"last_activity_at": cart.excluded.last_activity_at}
            ).returning(carts.c.id)
        )
        if not puts:
            return
        line = insert(cart_lines).values(
            [
                {
                    "id": new_id(),
                    "customer_id": customer_id,
                    "cart_id": cart_id,
                    "product_id": put.product_id,
                    "quantity": put.quantity,
                    "shown_unit_price": put.shown_unit_price,
                    "shown_campaign_id": put.shown_campaign_id,
                }
                for put in puts
            ]
        )
        new = line.excluded
        await self._session.execute(
            line.on_conflict_do_update(
                constraint="uq_cart_lines_product",
                set_={
                    "quantity": cart_lines.c.quantity + new.quantity if add else new.quantity,
                    "shown_unit_price": new.shown_unit_price,
                    "shown_campaign_id": new.shown_campaign_id,
                },
            )
        )

    async def remove(self, user_id: UserId, product_ids: Sequence[ProductId] | None, at: datetime) -> int:
        own = select(carts.c.id).where(carts.c.user_id == user_id).scalar_subquery()
        statement = delete(cart_lines).where(cart_lines.c.cart_id == own).returning(cart_lines.c.id)
        if product_ids is not None:
            statement = statement.where(cart_lines.c.product_id.in_(product_ids))
        gone = (await self._session.execute(statement)).all()
        await self._session.execute(
            update(carts).where(carts.c.user_id == user_id).values(last_activity_at=at)
        )
        return len(gone)
