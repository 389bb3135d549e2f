from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.domain.pricing.errors import CampaignNotFound
from b2b.domain.pricing.steering import Campaign
from b2b.domain.shared.ids import CampaignId
from b2b.infrastructure.persistence.campaign_times import times_of

_LOCK: Final = text("""
    select id, name, starts_on, ends_on, is_released, paused_by, cancelled_at,
           coalesce(discount_given >= discount_limit, false) or coalesce(uses >= use_limit, false)
               as exhausted
      from campaigns where id = :id and not is_deleted for no key update
""")
_SAVE: Final = text("""
    update campaigns
       set paused_by = :paused_by, version = version + 1,
           paused_at = case when cast(:paused_by as varchar) is null then null
                            else coalesce(paused_at, now()) end,
           cancelled_at = case when :is_cancelled then coalesce(cancelled_at, now()) end
     where id = :id
""")


class SqlCampaigns:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def lock(self, campaign_id: CampaignId) -> Campaign:
        row = (await self._session.execute(_LOCK, {"id": campaign_id})).one_or_none()
        if row is None:
            raise CampaignNotFound
        times = times_of(row)
        return Campaign(id=CampaignId(row.id), name=row.name, times=times, is_exhausted=row.exhausted)

    async def save(self, campaign: Campaign) -> None:
        times = campaign.times
        await self._session.execute(
            _SAVE,
            {
                "id": campaign.id,
                "paused_by": times.paused_by.value if times.paused_by else None,
                "is_cancelled": times.is_cancelled,
            },
        )
