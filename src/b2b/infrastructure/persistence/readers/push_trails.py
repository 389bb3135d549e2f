from datetime import datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.integration.ports import Resource
from b2b.application.integration.queries.sync_health import PushTrail
from b2b.domain.shared.ids import ReceiptId
from b2b.infrastructure.persistence.readers.push_receipts import SqlReceiptReader

_TRAILS: Final = text("""
select asked.resource, newest.id, good.finished_at, troubled.number
  from unnest(cast(:resources as text[])) with ordinality as asked (resource, place)
  left join lateral (
    select id from push_receipts
     where resource = asked.resource and not dry_run
     order by started_at desc, id desc limit 1) as newest on true
  left join lateral (
    select finished_at from push_receipts
     where resource = asked.resource and not dry_run and status = 'finished'
       and (failed < received or received = 0)
     order by started_at desc, id desc limit 1) as good on true
 cross join lateral (
    select count(*) as number from push_receipts
     where resource = asked.resource and not dry_run and started_at >= :since
       and (status <> 'finished' or failed > 0)
       and not (status = 'running' and alive_at >= now() - interval '10 minutes')) as troubled
 order by asked.place
""")


class SqlPushTrails:
    """A few rows of an index each, however much was pushed."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._receipts = SqlReceiptReader(session)

    async def of_all(self, *, troubled_since: datetime) -> list[PushTrail]:
        asked = {"resources": [resource.value for resource in Resource], "since": troubled_since}
        rows = (await self._session.execute(_TRAILS, asked)).all()
        found = await self._receipts.named([ReceiptId(row.id) for row in rows if row.id])
        newest = {receipt.id: receipt for receipt in found}
        return [
            PushTrail(
                resource=Resource(resource),
                last=newest.get(receipt_id),
                pushed_at=pushed_at,
                troubled=troubled,
            )
            for resource, receipt_id, pushed_at, troubled in rows
        ]
