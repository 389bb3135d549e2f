"""A connector at work in a test's world: its container, its clock, and what one asks it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from dishka import AsyncContainer, Provider, Scope, provide
from sqlalchemy.ext.asyncio import AsyncEngine

from b2b.application.integration.erp.connect_erp import ChangeCompanyHandler, ConnectErp, ConnectErpHandler
from b2b.application.integration.erp.ports import Company, ErpStream, ErpSystems
from b2b.application.integration.erp.pull_changes import PullChangesHandler
from b2b.application.integration.queries.erp_status import ErpStatus, ShowErpStatus
from b2b.application.shared.ports import Clock
from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.clock import ISTANBUL
from b2b.infrastructure.config import Settings
from b2b.infrastructure.di.container import make_container
from b2b.infrastructure.gateways.erp.logo.adapter import LogoSystems
from b2b.infrastructure.messaging.erp import Connector
from b2b.infrastructure.messaging.lanes import WakeUps
from b2b.infrastructure.messaging.relay import Relay
from b2b.infrastructure.messaging.worker import MessageProvider
from b2b.infrastructure.security.sealing import Seal
from tests.integration.clients import Client
from tests.integration.world import World

ANSWER_SECONDS = 1.0


class MovableClock:
    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def today(self) -> date:
        return self.now().astimezone(ISTANBUL).date()


class Surroundings(Provider):
    """Small pages and little patience."""

    scope = Scope.APP

    def __init__(self, clock: MovableClock, page_size: int) -> None:
        super().__init__()
        self._clock = clock
        self._page_size = page_size

    @provide
    def clock(self) -> Clock:
        return self._clock

    @provide
    async def systems(self, seal: Seal, clock: Clock) -> AsyncIterator[ErpSystems]:
        systems = LogoSystems(
            seal, clock, page_size=self._page_size, stock_rows=25, answer_seconds=ANSWER_SECONDS
        )
        yield systems
        await systems.aclose()


@dataclass
class Link:
    """One process's connector of the world's tenant."""

    container: AsyncContainer
    world: World
    clock: MovableClock

    @property
    def tenant_id(self) -> TenantId:
        return TenantId(self.world.tenant_id)

    @property
    def connector(self) -> Connector:
        return Connector(self.container, self.tenant_id)

    async def connect(self, address: str, *, password: str | None = None) -> None:
        command = ConnectErp(
            address=address,
            user="LOGO",
            password=password or "LOGO",
            company=Company(1, 1),
            warehouses=((0, "IST"),),
        )
        async with self.container(context={TenantId: self.tenant_id}) as request:
            await (await request.get(ConnectErpHandler))(command)

    async def move_to(self, company: Company) -> None:
        async with self.container(context={TenantId: self.tenant_id}) as request:
            await (await request.get(ChangeCompanyHandler))(company)

    async def pull(self, stream: ErpStream) -> int:
        """To the end; how many pages it was."""
        for page in range(1, 100):
            async with self.container(context={TenantId: self.tenant_id}) as request:
                if not await (await request.get(PullChangesHandler))(stream):
                    return page
        raise AssertionError("There is no end to it.")

    async def publish(self) -> None:
        """What the scheduler's relay does."""
        engine, wake_ups = await self.container.get(AsyncEngine), await self.container.get(WakeUps)
        await Relay(engine, wake_ups).publish(self.tenant_id)

    async def status(self) -> ErpStatus:
        async with self.container(context={TenantId: self.tenant_id}) as request:
            found = await (await request.get(ShowErpStatus))()
        assert found is not None
        return found


@asynccontextmanager
async def linked(
    settings: Settings, world: World, clock: MovableClock, page_size: int = 25
) -> AsyncIterator[Link]:
    container = make_container(settings, MessageProvider(), Surroundings(clock, page_size))
    try:
        yield Link(container, world, clock)
    finally:
        await container.close()


async def place(buyer: Client, world: World, *lines: tuple[str, int], dealer: str = "D-1") -> str:
    """An order that is approved at once; its number."""
    answer = await buyer.write("/api/v1/orders", world.order_body(dealer, *lines))
    assert answer.status_code == 201, answer.text
    number = answer.json()["number"]
    assert isinstance(number, str)
    return number
