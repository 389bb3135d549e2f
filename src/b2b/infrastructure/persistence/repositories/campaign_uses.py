"""What campaigns have given, counted under lock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, LiteralString
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.pricing.ports import OrdersUse
from b2b.domain.pricing.campaigns import Budget, CampaignName, CampaignState
from b2b.domain.shared.ids import CampaignId, CustomerId, new_id
from b2b.domain.shared.money import Currency, Money
from b2b.infrastructure.persistence.campaign_times import times_of
from b2b.infrastructure.persistence.pipelines import write_now

_ROWS: Final[LiteralString] = """
    select id, starts_on, ends_on, is_released, paused_by, cancelled_at, is_deleted, currency, discount_limit,
           use_limit, dealer_discount_limit, dealer_use_limit, discount_given, uses
      from campaigns where id = any(:ids)
"""
# Who counts against a limit for all takes turns. What has none is only kept from getting one meanwhile.
_LIMITED: Final = text(
    f"{_ROWS} and (discount_limit is not null or use_limit is not null) order by id for no key update"
)
_FREE: Final = text(f"{_ROWS} and discount_limit is null and use_limit is null order by id for share")
_CHANGED: Final = text(f"{_ROWS} order by id for no key update")
# The dealer's account is locked before, so that their counters are nobody else's meanwhile.
_DEALERS: Final = text("""
    select campaign_id, discount_given, uses from campaign_dealers
     where customer_id = :customer and campaign_id = any(:ids) order by campaign_id for update
""")
_BOOKED: Final = text("""
    select campaign_id, discount - reversed as discount from campaign_uses
     where order_id = :order order by campaign_id for update
""")
_BOOK: Final = text("""
    insert into campaign_uses (id, campaign_id, customer_id, order_id, currency, discount)
    values (:id, :campaign, :customer, :order, :currency, :discount)
""")
_REVERSE: Final = text("""
    update campaign_uses set reversed = reversed - :discount
     where order_id = :order and campaign_id = :campaign
""")
_COUNT_DEALER: Final = text("""
    insert into campaign_dealers as d (id, campaign_id, customer_id, discount_given, uses)
    values (:id, :campaign, :customer, greatest(:discount, 0), greatest(:uses, 0))
    on conflict (tenant_id, campaign_id, customer_id) do update
       set discount_given = d.discount_given + :discount, uses = d.uses + :uses
""")
_COUNT: Final = text("""
    update campaigns
       set discount_given = discount_given + :discount, uses = uses + :uses,
           paused_by = case when :discount > 0 and (discount_given + :discount >= discount_limit
                                                    or uses + :uses >= use_limit)
                            then coalesce(paused_by, 'limit') else paused_by end,
           paused_at = case when :discount > 0 and (discount_given + :discount >= discount_limit
                                                    or uses + :uses >= use_limit)
                            then coalesce(paused_at, now()) else paused_at end
     where id = :campaign and (discount_limit is not null or use_limit is not null)
    returning id, name, external_id, paused_by = 'limit' and :discount > 0 as has_paused
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Move:
    """How an order's part of a campaign changes: below zero where it comes back."""

    campaign_id: CampaignId
    discount: Decimal
    uses: int
    is_new: bool


class SqlCampaignUses:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock(
        self, campaign_ids: Sequence[CampaignId], customer_id: CustomerId, on: date
    ) -> Mapping[CampaignId, Budget]:
        if not campaign_ids:
            return {}
        running = [row for row in await self._locked(campaign_ids) if _runs(row, on)]
        taken = await self._session.execute(
            _DEALERS, {"customer": customer_id, "ids": [row.id for row in running]}
        )
        dealers = {row.campaign_id: row for row in taken}
        return {CampaignId(row.id): _budget(row, dealers.get(row.id)) for row in running}

    async def settle(self, use: OrdersUse) -> tuple[CampaignName, ...]:
        # What is booked refers to its order, which may be new.
        await write_now(self._session)
        booked = await self._session.execute(_BOOKED, {"order": use.order_id})
        moves = _moves({CampaignId(row.campaign_id): row.discount for row in booked}, use.discounts)
        if not moves:
            return ()
        await self._locked([move.campaign_id for move in moves])
        found = [await self._move(use, move) for move in moves]
        return tuple(name for name in found if name is not None)

    async def _locked(self, campaign_ids: Sequence[CampaignId]) -> list[Row[Any]]:
        """Once more for those that were given a limit, or lost it, while we waited for them."""
        rows = list(await self._session.execute(_LIMITED, {"ids": list(campaign_ids)}))
        rows += await self._session.execute(_FREE, {"ids": list(campaign_ids)})
        if missing := set[UUID](campaign_ids) - {row.id for row in rows}:
            rows += await self._session.execute(_CHANGED, {"ids": list(missing)})
        return rows

    async def _move(self, use: OrdersUse, move: _Move) -> CampaignName | None:
        moved: dict[str, object] = {
            "id": new_id(),
            "campaign": move.campaign_id,
            "customer": use.customer_id,
            "order": use.order_id,
            "currency": use.currency.code,
            "discount": move.discount,
            "uses": move.uses,
        }
        await self._session.execute(_BOOK if move.is_new else _REVERSE, moved)
        await self._session.execute(_COUNT_DEALER, moved)
        row = (await self._session.execute(_COUNT, moved)).one_or_none()
        if row is None or not row.has_paused:
            return None
        return CampaignName(id=CampaignId(row.id), name=row.name, external_id=row.external_id)


def _moves(booked: Mapping[CampaignId, Decimal], discounts: Mapping[CampaignId, Money]) -> tuple[_Move, ...]:
    """In the order of ids. What was booked is only ever lowered."""
    moves = []
    for campaign_id in sorted(booked.keys() | discounts.keys()):
        has = discounts[campaign_id].amount if campaign_id in discounts else Decimal(0)
        before = booked.get(campaign_id)
        if before is None:
            moves.append(_Move(campaign_id=campaign_id, discount=has, uses=1, is_new=True))
        elif has < before:
            uses = 0 if has else -1
            moves.append(_Move(campaign_id=campaign_id, discount=has - before, uses=uses, is_new=False))
    return tuple(moves)


def _runs(row: Row[Any], on: date) -> bool:
    times = times_of(row)
    return not row.is_deleted and times.state(on) is CampaignState.ACTIVE


def _budget(row: Row[Any], dealer: Row[Any] | None) -> Budget:
    discounts = [
        _left(row.discount_limit, row.discount_given),
        _left(row.dealer_discount_limit, dealer.discount_given if dealer else 0),
    ]
    uses = [_left(row.use_limit, row.uses), _left(row.dealer_use_limit, dealer.uses if dealer else 0)]
    discount = min((left for left in discounts if left is not None), default=None)
    return Budget(
        discount=None if discount is None else Money.rounded(discount, Currency(row.currency)),
        uses=min((int(left) for left in uses if left is not None), default=None),
    )


def _left(limit: Decimal | int | None, given: Decimal | int) -> Decimal | None:
    return None if limit is None else Decimal(limit) - given
