from typing import Any

from sqlalchemy import Row

from b2b.domain.pricing.campaigns import CampaignTimes, PausedBy


def times_of(row: Row[Any]) -> CampaignTimes:
    """Of a row that has the columns of the same names, and `cancelled_at`."""
    return CampaignTimes(
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        is_released=row.is_released,
        paused_by=PausedBy(row.paused_by) if row.paused_by else None,
        is_cancelled=row.cancelled_at is not None,
    )
