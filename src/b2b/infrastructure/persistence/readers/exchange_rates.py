from datetime import date
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.pricing.queries.exchange_rates import ExchangeRate

# The newest row of each key; of those of a pair and source the newest day.
_ON: Final = text("""
select distinct on (r.currency, r.against, r.source)
       r.currency, r.against, r.valid_on as date, trim_scale(r.buying)::text as buying,
       trim_scale(r.selling)::text as selling, trim_scale(r.effective_buying)::text as effective_buying,
       trim_scale(r.effective_selling)::text as effective_selling, r.source
  from exchange_rates r
 where r.valid_on <= :day and not r.is_deleted
   and not exists (select from exchange_rates n where n.external_id = r.external_id and n.id > r.id)
 order by r.currency, r.against, r.source, r.valid_on desc, r.id desc
""")


class SqlRateReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def on(self, day: date) -> list[ExchangeRate]:
        rows = (await self._session.execute(_ON, {"day": day})).mappings()
        return [ExchangeRate(**row) for row in rows]
