from typing import Final

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.shared.ports import StaleVersion
from b2b.application.shared.settings import Setting, Value
from b2b.domain.shared.ids import new_id
from b2b.infrastructure.persistence.readers.statements import drawn
from b2b.infrastructure.persistence.tables.identity import settings

_ALL: Final = drawn(select(settings.c.name, settings.c.value, settings.c.version))


class SqlTenantSettings:
    """The tenant's few rows, read whole by the request's first question."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._stored: dict[str, tuple[object, int]] | None = None

    async def get(self, setting: Setting[Value]) -> Value:
        raw, version = await self.stored(setting.name)
        return setting.parse(raw) if version else setting.default

    async def stored(self, name: str) -> tuple[object, int]:
        if self._stored is None:
            rows = await _ALL.rows(self._session, {})
            self._stored = {name: (value, version) for name, value, version in rows}
        return self._stored.get(name, (None, 0))

    async def put(self, name: str, value: object, *, version: int) -> None:
        if version == 0:
            row = {"id": new_id(), "name": name, "value": value, "version": 1}
            await self._session.execute(insert(settings).values(row))
        else:
            statement = (
                update(settings)
                .where(settings.c.name == name, settings.c.version == version)
                .values(value=value, version=version + 1)
                .returning(settings.c.id)
            )
            if await self._session.scalar(statement) is None:
                raise StaleVersion
        self._stored = None
