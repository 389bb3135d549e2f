from dataclasses import dataclass
from typing import ClassVar

from b2b.application.messaging.ports import Lanes, WebhookEndpoints
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, UnitOfWork
from b2b.domain.shared.ids import EndpointId


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseEndpoint:
    endpoint_id: EndpointId


@dataclass(frozen=True, slots=True)
class PauseEndpointHandler:
    """Send an active endpoint nothing until it is resumed; its events wait for it."""

    permission: ClassVar = Permission.WEBHOOKS_MANAGE

    actor: Actor
    endpoints: WebhookEndpoints
    audit: AuditTrail
    uow: UnitOfWork

    async def __call__(self, command: PauseEndpoint) -> None:
        self.actor.require(self.permission)
        async with self.uow:
            endpoint = await self.endpoints.get(command.endpoint_id)
            endpoint.pause()
            self.audit.record("webhook_endpoint.paused", "webhook_endpoint", endpoint.id)
            await self.uow.commit()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeEndpoint:
    endpoint_id: EndpointId


@dataclass(frozen=True, slots=True)
class ResumeEndpointHandler:
    """Send a paused or disabled endpoint what waits for it, and what comes from now on."""

    permission: ClassVar = Permission.WEBHOOKS_MANAGE

    actor: Actor
    endpoints: WebhookEndpoints
    lanes: Lanes
    audit: AuditTrail
    uow: UnitOfWork

    async def __call__(self, command: ResumeEndpoint) -> None:
        self.actor.require(self.permission)
        async with self.uow:
            endpoint = await self.endpoints.get(command.endpoint_id)
            endpoint.resume()
            self.audit.record("webhook_endpoint.resumed", "webhook_endpoint", endpoint.id)
            await self.uow.commit()
        await self.lanes.wake(endpoint.id, slow=endpoint.is_slow)
