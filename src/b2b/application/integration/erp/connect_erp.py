from dataclasses import dataclass, field, replace
from typing import ClassVar, Protocol
from uuid import UUID

from b2b.application.integration.erp.ports import (
    Company,
    ErpBacklog,
    ErpConnection,
    ErpConnections,
    ErpCursors,
    ErpStream,
)
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, Clock, UnitOfWork
from b2b.domain.shared.errors import Invalid, NotFound
from b2b.domain.shared.ids import new_id


class ErpNotConnected(NotFound):
    code = "erp.not_connected"
    title = "No ERP is connected directly."


class ErpConnectionInvalid(Invalid):
    code = "erp.connection_invalid"
    title = "The connection to the ERP cannot be like this."


class ErpSecrets(Protocol):
    def seal(self, secret: str, connection_id: UUID) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectErp:
    """`warehouses` are the ERP's numbers with our codes; others are not read."""

    address: str
    user: str
    password: str = field(repr=False)
    company: Company
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    warehouses: tuple[tuple[int, str], ...] = ()
    from_beginning: bool = False

    def check(self) -> None:
        """Raises `ErpConnectionInvalid`."""
        if not self.address.startswith(("http://", "https://")):
            raise ErpConnectionInvalid(address=self.address)
        if not (1 <= self.company.firm <= 999 and 1 <= self.company.period <= 99):
            raise ErpConnectionInvalid(firm=self.company.firm, period=self.company.period)


@dataclass(frozen=True, slots=True)
class ConnectErpHandler:
    """Say where the ERP is and as whom we come; again changes it, and keeps what was read and written."""

    permission: ClassVar = Permission.SETTINGS_MANAGE

    actor: Actor
    connections: ErpConnections
    secrets: ErpSecrets
    audit: AuditTrail
    uow: UnitOfWork

    async def __call__(self, command: ConnectErp) -> None:
        self.actor.require(self.permission)
        command.check()
        async with self.uow:
            earlier = await self.connections.find()
            id = earlier.id if earlier else new_id()
            secret = command.client_secret
            connection = ErpConnection(
                id=id,
                address=command.address.rstrip("/"),
                user=command.user,
                sealed_password=self.secrets.seal(command.password, id),
                client_id=command.client_id,
                sealed_client_secret=self.secrets.seal(secret, id) if secret else None,
                company=command.company,
                warehouses=command.warehouses,
            )
            await self.connections.save(connection, from_beginning=command.from_beginning)
            self.audit.record(
                "erp_connection.changed" if earlier else "erp_connection.created",
                "erp_connection",
                id,
                before=_shown(earlier) if earlier else None,
                after=_shown(connection),
            )
            await self.uow.commit()


@dataclass(frozen=True, slots=True)
class ChangeCompanyHandler:
    """From now on another firm or period; what is under way in the former is finished there."""

    permission: ClassVar = Permission.SETTINGS_MANAGE

    actor: Actor
    connections: ErpConnections
    audit: AuditTrail
    uow: UnitOfWork

    async def __call__(self, company: Company) -> None:
        self.actor.require(self.permission)
        async with self.uow:
            await self._change(_there(await self.connections.find()), company)
            await self.uow.commit()

    async def _change(self, earlier: ErpConnection, company: Company) -> None:
        changed = replace(earlier, company=company)
        await self.connections.save(changed, from_beginning=False)
        self.audit.record(
            "erp_connection.changed",
            "erp_connection",
            earlier.id,
            before=_shown(earlier),
            after=_shown(changed),
        )


@dataclass(frozen=True, slots=True)
class SwitchErpHandler:
    """Stop using the connection, or use it again; orders are collected meanwhile only by the feed."""

    permission: ClassVar = Permission.SETTINGS_MANAGE

    actor: Actor
    connections: ErpConnections
    audit: AuditTrail
    uow: UnitOfWork

    async def __call__(self, *, on: bool) -> None:
        self.actor.require(self.permission)
        async with self.uow:
            earlier = _there(await self.connections.find())
            await self.connections.save(replace(earlier, is_active=on), from_beginning=False)
            action = "erp_connection.resumed" if on else "erp_connection.paused"
            self.audit.record(action, "erp_connection", earlier.id)
            await self.uow.commit()


@dataclass(frozen=True, slots=True)
class RereadErpHandler:
    """Read a stream again from its beginning; what is unchanged stays as it is."""

    permission: ClassVar = Permission.SETTINGS_MANAGE

    actor: Actor
    connections: ErpConnections
    cursors: ErpCursors
    uow: UnitOfWork

    async def __call__(self, stream: ErpStream) -> None:
        self.actor.require(self.permission)
        async with self.uow:
            await self.cursors.forget(_there(await self.connections.find()), stream)
            await self.uow.commit()


@dataclass(frozen=True, slots=True)
class RetryErpOrdersHandler:
    """Try refused orders again at once: one of them, or all. Answers how many."""

    permission: ClassVar = Permission.ORDERS_PROGRESS

    actor: Actor
    backlog: ErpBacklog
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, number: str | None) -> int:
        self.actor.require(self.permission)
        async with self.uow:
            count = await self.backlog.retry(number, self.clock.now())
            await self.uow.commit()
        return count


def _there(connection: ErpConnection | None) -> ErpConnection:
    if connection is None:
        raise ErpNotConnected
    return connection


def _shown(connection: ErpConnection) -> dict[str, object]:
    return {
        "address": connection.address,
        "user": connection.user,
        "firm": connection.company.firm,
        "period": connection.company.period,
    }
