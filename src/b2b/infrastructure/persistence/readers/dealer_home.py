from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.home.queries.dealer_home import DealerHome
from b2b.domain.shared.ids import CustomerId
from b2b.infrastructure.persistence.tables.ordering import ORDER_IS_OPEN, orders


class SqlDealerHomeReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, customer_id: CustomerId) -> DealerHome:
        statement = (
            select(func.count())
            .select_from(orders)
            .where(orders.c.customer_id == customer_id, text(ORDER_IS_OPEN))
        )
        return DealerHome(open_orders=await self._session.scalar(statement) or 0)
