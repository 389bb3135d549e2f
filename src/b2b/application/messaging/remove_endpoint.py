from dataclasses import dataclass
from typing import ClassVar

from b2b.application.messaging.ports import WaitingDeliveries, WebhookEndpoints
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, UnitOfWork
from b2b.application.shared.versions import check_version
from b2b.domain.shared.ids import EndpointId


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveEndpoint:
    endpoint_id: EndpointId
    version: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveEndpointHandler:
    """Close an endpoint for good. Its deliveries stay to be read; what waited is dead."""

    permission: ClassVar = Permission.WEBHOOKS_MANAGE

    actor: Actor
    endpoints: WebhookEndpoints
    waiting: WaitingDeliveries
    audit: AuditTrail
    uow: UnitOfWork

    async def __call__(self, command: RemoveEndpoint) -> None:
        self.actor.require(self.permission)
        async with self.uow:
            endpoint = await self.endpoints.get(command.endpoint_id)
            check_version(endpoint.version, command.version)
            endpoint.remove()
            await self.waiting.give_up(endpoint.id, "The endpoint was removed.")
            self.audit.record(
                "webhook_endpoint.removed", "webhook_endpoint", endpoint.id, before={"url": endpoint.url}
            )
            await self.uow.commit()
