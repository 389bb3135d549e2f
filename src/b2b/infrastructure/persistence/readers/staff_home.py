from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.home.queries.staff_home import StaffHome
from b2b.application.shared.values import money_of
from b2b.infrastructure.clock import ISTANBUL

_HOME: Final = text("""
with placed as (
    select currency, count(*) as orders, sum(gross) as gross
      from orders
     where placed_at >= :start and placed_at < :end and status not in ('draft', 'cancelled')
     group by currency)
select (select array_agg(currency order by currency) from placed) as currencies,
       (select array_agg(gross order by currency) from placed) as sums,
       (select coalesce(sum(orders), 0)::int from placed) as orders,
       (select count(*) from webhook_deliveries where state = 'failed') as failed,
       (select count(*) from webhook_deliveries where state = 'dead') as dead
""")


class SqlStaffHomeReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, day: date) -> StaffHome:
        asked = {"start": _begin(day), "end": _begin(day + timedelta(days=1))}
        row = (await self._session.execute(_HOME, asked)).one()
        sums = zip(row.sums or [], row.currencies or [], strict=True)
        return StaffHome(
            orders_today=row.orders,
            ordered_today=[money_of(gross, currency.strip()) for gross, currency in sums],
            failed_deliveries=row.failed,
            dead_deliveries=row.dead,
        )


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, ISTANBUL).astimezone(UTC)
