from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession


class SqlNumbers:
    """A PostgreSQL sequence per tenant and kind: no row is locked, so nobody waits for another's order."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def next(self, kind: str) -> int:
        return int(await self._session.scalar(select(func.next_number(kind))) or 0)
