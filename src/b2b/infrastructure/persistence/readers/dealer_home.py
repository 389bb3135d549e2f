from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.home.queries.dealer_home import DealerHome
from b2b.domain.ordering.states import OrderStatus
from b2b.domain.shared.ids import CustomerId
from b2b.infrastructure.persistence.tables.ordering import orders

_OPEN: Final = (
    OrderStatus.PENDING_APPROVAL,
    OrderStatus.APPROVED,
    OrderStatus.PARTIALLY_APPROVED,
    OrderStatus.PROCESSING,
    OrderStatus.PARTIALLY_SHIPPED,
    OrderStatus.SHIPPED,
    OrderStatus.ON_HOLD,
)


class SqlDealerHomeReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, customer_id: CustomerId) -> DealerHome:
        statement = (
            select(func.count())
            .select_from(orders)
            .where(orders.c.customer_id == customer_id, orders.c.status.in_(_OPEN))
        )
        return DealerHome(open_orders=await self._session.scalar(statement) or 0)
