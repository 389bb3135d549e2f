from collections.abc import AsyncIterator
from uuid import UUID

from dishka import Provider, Scope, provide, provide_all

from b2b.application.integration.erp.connect_erp import (
    ChangeCompanyHandler,
    ConnectErpHandler,
    ErpSecrets,
    RereadErpHandler,
    RetryErpOrdersHandler,
    SwitchErpHandler,
)
from b2b.application.integration.erp.ports import (
    ErpBacklog,
    ErpConnections,
    ErpCursors,
    ErpReferences,
    ErpSystems,
    Intake,
)
from b2b.application.integration.erp.pull_changes import PullChangesHandler
from b2b.application.integration.erp.write_orders import CollectOrdersHandler, WriteOrderHandler
from b2b.application.integration.queries.erp_status import ErpStatusReader, ShowErpStatus
from b2b.application.shared.ports import Clock
from b2b.infrastructure.gateways.erp.logo.adapter import LogoSystems
from b2b.infrastructure.gateways.erp.own_use_cases import PushedIntake, RecordedReferences
from b2b.infrastructure.persistence.readers.erp_status import SqlErpStatusReader
from b2b.infrastructure.persistence.repositories.erp import SqlErpBacklog, SqlErpConnections, SqlErpCursors
from b2b.infrastructure.security.sealing import Seal


class SealedErpSecrets:
    def __init__(self, seal: Seal) -> None:
        self._seal = seal

    def seal(self, secret: str, connection_id: UUID) -> bytes:
        return self._seal.close(secret.encode(), connection_id.bytes)


class ErpProvider(Provider):
    """ERPs that we call."""

    scope = Scope.REQUEST

    @provide(scope=Scope.APP)
    async def systems(self, seal: Seal, clock: Clock) -> AsyncIterator[ErpSystems]:
        systems = LogoSystems(seal, clock)
        yield systems
        await systems.aclose()

    secrets = provide(SealedErpSecrets, provides=ErpSecrets, scope=Scope.APP)
    connections = provide(SqlErpConnections, provides=ErpConnections)
    cursors = provide(SqlErpCursors, provides=ErpCursors)
    backlog = provide(SqlErpBacklog, provides=ErpBacklog)
    intake = provide(PushedIntake, provides=Intake)
    references = provide(RecordedReferences, provides=ErpReferences)
    status = provide(SqlErpStatusReader, provides=ErpStatusReader)
    handlers = provide_all(
        ConnectErpHandler,
        ChangeCompanyHandler,
        SwitchErpHandler,
        RereadErpHandler,
        RetryErpOrdersHandler,
        PullChangesHandler,
        CollectOrdersHandler,
        WriteOrderHandler,
        ShowErpStatus,
    )
