from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Final

from b2b.application.messaging.ports import SecretBox, WebhookEndpoints
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, Clock, UnitOfWork
from b2b.domain.shared.ids import EndpointId

OVERLAP: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class RotateSecret:
    endpoint_id: EndpointId


@dataclass(frozen=True, slots=True)
class RotatedSecret:
    secret: str
    previous_valid_until: datetime


@dataclass(frozen=True, slots=True)
class RotateSecretHandler:
    """Give an endpoint a new secret, shown now and never again; the one so far signs for another day."""

    permission: ClassVar = Permission.WEBHOOKS_MANAGE

    actor: Actor
    endpoints: WebhookEndpoints
    secrets: SecretBox
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: RotateSecret) -> RotatedSecret:
        self.actor.require(self.permission)
        async with self.uow:
            endpoint = await self.endpoints.get(command.endpoint_id)
            secret, until = self.secrets.new(), self.clock.now() + OVERLAP
            endpoint.rotate(self.secrets.seal(secret, endpoint.id), overlap_until=until)
            self.audit.record("webhook_endpoint.secret_rotated", "webhook_endpoint", endpoint.id)
            await self.uow.commit()
        return RotatedSecret(secret, until)
