from datetime import date, timedelta
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.home.queries.staff_home import ALERTS_MAX, StaffHome
from b2b.application.shared.access import Actor
from b2b.application.shared.values import money_of
from b2b.infrastructure.clock import in_istanbul
from b2b.infrastructure.persistence.readers.shelves import AlertShelf, StockAlerts

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
       (select count(*) from webhook_deliveries where state = 'dead') as dead,
       (select count(*) from push_receipts
         where not dry_run and started_at >= now() - interval '24 hours'
           and (status <> 'finished' or failed > 0)
           and not (status = 'running' and alive_at >= now() - interval '10 minutes')) as troubled,
       (select count(*) from (
          select 1 from orders
           where acknowledged_at is null and approved_at < now() - make_interval(mins => :minutes)
             and status <> 'cancelled'
           limit :alerts_max) as silent) as unacknowledged
""")

_ALERTS: Final = text("""
with empty as materialized (
    select distinct product_id from stock_levels as level
     where on_hand <= 0
       and not exists (
             select from stock_levels as there
              where there.product_id = level.product_id and there.on_hand > 0))
select (select count(*) from empty) as empties,
       (select count(*) from (
          select from empty
           where exists (
                   select from order_lines as line join orders as placed on placed.id = line.order_id
                    where line.product_id = empty.product_id
                      and placed.status not in ('draft', 'cancelled', 'rejected')
                      and (placed.placed_at >= now() - interval '30 days'
                           or line.shipped_quantity + line.cancelled_quantity < line.quantity
                              and placed.status not in ('delivered', 'completed')))
           limit :alerts_max) as alerts) as found
""")


class SqlStaffHomeReader:
    def __init__(self, session: AsyncSession, actor: Actor, shelf: AlertShelf) -> None:
        self._session = session
        self._actor = actor
        self._shelf = shelf

    async def of(self, day: date, *, acknowledge_minutes: int) -> StaffHome:
        asked = {
            "start": in_istanbul(day),
            "end": in_istanbul(day + timedelta(days=1)),
            "alerts_max": ALERTS_MAX,
            "minutes": acknowledge_minutes,
        }
        row = (await self._session.execute(_HOME, asked)).one()
        alerts = await self._shelf.get(self._actor.tenant_id, self._alerts)
        sums = zip(row.sums or [], row.currencies or [], strict=True)
        return StaffHome(
            orders_today=row.orders,
            ordered_today=[money_of(gross, currency.strip()) for gross, currency in sums],
            failed_deliveries=row.failed,
            dead_deliveries=row.dead,
            troubled_pushes=row.troubled,
            stock_alerts=alerts.count,
            unacknowledged_orders=row.unacknowledged,
        )

    async def _alerts(self) -> StockAlerts:
        row = (await self._session.execute(_ALERTS, {"alerts_max": ALERTS_MAX})).one()
        return StockAlerts(empty=row.empties, count=row.found)
