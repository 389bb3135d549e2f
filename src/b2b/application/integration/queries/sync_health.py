from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Final, Protocol

import msgspec

from b2b.application.integration.ports import Resource
from b2b.application.integration.queries.receipts import Receipt
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import Clock
from b2b.application.shared.settings import EXPECTED_MINUTES, TenantSettings
from b2b.domain.integration.freshness import Freshness, freshness

TROUBLE_PERIOD: Final = timedelta(hours=24)


class PushTrail(msgspec.Struct, frozen=True, kw_only=True):
    """What was pushed of a resource; rehearsals are left out.

    - `pushed_at`: when the last push ended that brought what it should.
    - `troubled`: pushes since a moment that failed, broke off, or had items refused.
    """

    resource: Resource
    last: Receipt | None
    pushed_at: datetime | None
    troubled: int


class PushTrails(Protocol):
    async def of_all(self, *, troubled_since: datetime) -> list[PushTrail]:
        """Of every resource, also of those that nobody has pushed."""


class ResourceHealth(msgspec.Struct, frozen=True, kw_only=True):
    trail: PushTrail
    freshness: Freshness
    expected_minutes: int


@dataclass(frozen=True, slots=True)
class ShowSyncHealth:
    """Whether each resource is as new as the tenant expects it to be."""

    permission: ClassVar = Permission.EVENTS_VIEW

    actor: Actor
    trails: PushTrails
    settings: TenantSettings
    clock: Clock

    async def __call__(self) -> list[ResourceHealth]:
        self.actor.require(self.permission)
        now = self.clock.now()
        return [
            await self._health(trail, now)
            for trail in await self.trails.of_all(troubled_since=now - TROUBLE_PERIOD)
        ]

    async def _health(self, trail: PushTrail, now: datetime) -> ResourceHealth:
        minutes = await self.settings.get(EXPECTED_MINUTES[trail.resource.value])
        return ResourceHealth(
            trail=trail,
            freshness=freshness(trail.pushed_at, at=now, expected_every=timedelta(minutes=minutes)),
            expected_minutes=minutes,
        )
