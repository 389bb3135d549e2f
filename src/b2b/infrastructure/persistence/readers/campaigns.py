from datetime import date
from decimal import Decimal
from typing import Any, Final, LiteralString

import msgspec
from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.pricing.queries.campaigns import (
    CampaignDealer,
    CampaignKey,
    CampaignPage,
    CampaignRow,
    CampaignRuleView,
    CampaignUseRow,
    CampaignView,
)
from b2b.application.shared.pages import PageRequest, cut, decode_cursor
from b2b.application.shared.values import MoneyValue, money
from b2b.domain.pricing.campaigns import CampaignState
from b2b.domain.pricing.errors import CampaignNotFound
from b2b.domain.shared.ids import CampaignId
from b2b.domain.shared.money import Currency, Money
from b2b.infrastructure.persistence.campaign_times import times_of

_ROWS: Final[LiteralString] = """
    select c.*, coalesce(d.discount, 0) as discount, coalesce(d.uses, 0) as used, s.state
      from campaigns c
      left join lateral (select sum(x.discount_given) as discount, sum(x.uses) as uses
                           from campaign_dealers x where x.campaign_id = c.id) d on true
      cross join lateral (
        select case when c.cancelled_at is not null then 'cancelled' when not c.is_released then 'draft'
                    when c.ends_on < :on then 'ended' when c.paused_by is not null then 'paused'
                    when c.starts_on > :on then 'scheduled' else 'active' end as state) s
     where not c.is_deleted
"""
_PAGE: Final = text(f"""{_ROWS}
       and (cast(:state as varchar) is null or s.state = :state)
       and (cast(:seen_on as date) is null
            or (c.starts_on, c.id) < (cast(:seen_on as date), cast(:seen as uuid)))
     order by c.starts_on desc, c.id desc limit :size
""")
_ONE: Final = text(f"{_ROWS} and c.id = :id")
_DEALERS: Final = text("""
    select k.code, k.title, d.discount_given, d.uses from campaign_dealers d
      join customers k on k.id = d.customer_id where d.campaign_id = :id and d.uses > 0
     order by d.discount_given desc, k.code limit 20
""")
_ORDERS: Final = text("""
    select o.number, o.customer_title, o.placed_at, u.discount, u.reversed from campaign_uses u
      join orders o on o.id = u.order_id where u.campaign_id = :id order by u.id desc limit 20
""")


class SqlCampaignReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, state: CampaignState | None, request: PageRequest, *, on: date) -> CampaignPage:
        seen = decode_cursor(request.cursor, CampaignKey)
        asked = {
            "on": on,
            "state": state.value if state else None,
            "seen_on": seen.starts_on if seen else None,
            "seen": seen.id if seen else None,
            "size": request.size + 1,
        }
        rows = (await self._session.execute(_PAGE, asked)).all()
        found, cursor = cut(rows, request.size, lambda row: CampaignKey(row.starts_on, row.id))
        return CampaignPage(items=[_row(row, on) for row in found], next_cursor=cursor)

    async def one(self, campaign_id: CampaignId, *, on: date) -> CampaignView:
        row = (await self._session.execute(_ONE, {"id": campaign_id, "on": on})).one_or_none()
        if row is None:
            raise CampaignNotFound
        dealers = await self._session.execute(_DEALERS, {"id": campaign_id})
        taken = await self._session.execute(_ORDERS, {"id": campaign_id})
        return CampaignView(
            campaign=_row(row, on),
            description=row.description,
            currency=row.currency,
            rules=msgspec.convert(row.rules, list[CampaignRuleView]),
            dealer_discount_limit=_limit(row.dealer_discount_limit, row.currency),
            dealer_use_limit=row.dealer_use_limit,
            paused_at=row.paused_at,
            cancelled_at=row.cancelled_at,
            synced_at=row.last_synced_at,
            dealers=[
                CampaignDealer(
                    customer_code=each.code,
                    customer_title=each.title,
                    discount_given=_money(each.discount_given, row.currency),
                    uses=each.uses,
                )
                for each in dealers
            ],
            orders=[
                CampaignUseRow(
                    order_number=each.number,
                    customer_title=each.customer_title,
                    at=each.placed_at,
                    discount=_money(each.discount, row.currency),
                    reversed=_money(each.reversed, row.currency),
                )
                for each in taken
            ],
        )


def _row(row: Row[Any], on: date) -> CampaignRow:
    times = times_of(row)
    return CampaignRow(
        id=row.id,
        external_id=row.external_id,
        name=row.name,
        state=times.state(on).value,
        paused_by=row.paused_by,
        priority=row.priority,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        discount_given=_money(row.discount, row.currency),
        discount_limit=_limit(row.discount_limit, row.currency),
        uses=row.used,
        use_limit=row.use_limit,
    )


def _limit(amount: Decimal | None, currency: str) -> MoneyValue | None:
    return None if amount is None else _money(amount, currency)


def _money(amount: Decimal, currency: str) -> MoneyValue:
    return money(Money.rounded(amount, Currency(currency)))
