from typing import Final

from sqlalchemy import Text, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.infrastructure.persistence.readers.statements import drawn

_NEXT: Final = drawn(select(func.next_number(bindparam("kind", type_=Text))))


class SqlNumbers:
    """A PostgreSQL sequence per tenant and kind: no row is locked, so nobody waits for another's order."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def next(self, kind: str) -> int:
        ((number,),) = await _NEXT.rows(self._session, {"kind": kind})
        return int(number)
