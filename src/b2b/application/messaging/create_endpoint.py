from dataclasses import dataclass, field
from typing import ClassVar

import msgspec

from b2b.application.messaging.ports import AddressPolicy, SecretBox, WebhookEndpoints
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, IdempotencyKeys, UnitOfWork
from b2b.domain.messaging.addresses import check_url
from b2b.domain.messaging.endpoint import WebhookEndpoint
from b2b.domain.messaging.event_types import EventTypes
from b2b.domain.messaging.handling import Handling
from b2b.domain.shared.ids import EndpointId, new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateEndpoint:
    url: str
    event_types: EventTypes
    description: str | None
    idempotency_key: str | None
    handling: Handling = field(default_factory=Handling)


class StoredEndpoint(msgspec.Struct, frozen=True):
    """What is kept under an idempotency key: never the secret itself."""

    endpoint_id: EndpointId


@dataclass(frozen=True, slots=True)
class CreatedEndpoint:
    endpoint_id: EndpointId
    secret: str


@dataclass(frozen=True, slots=True)
class CreateEndpointHandler:
    """Open a webhook endpoint. Its secret is shown now and never again, but to a retry with the same key."""

    permission: ClassVar = Permission.WEBHOOKS_MANAGE

    actor: Actor
    endpoints: WebhookEndpoints
    addresses: AddressPolicy
    secrets: SecretBox
    keys: IdempotencyKeys
    audit: AuditTrail
    uow: UnitOfWork

    async def __call__(self, command: CreateEndpoint) -> CreatedEndpoint:
        self.actor.require(self.permission)
        async with self.uow:
            earlier = await self.keys.replay(command.idempotency_key, command, StoredEndpoint)
            if earlier:
                return await self._again(earlier.endpoint_id)
            check_url(command.url, private_allowed=await self.addresses.private_allowed())
            endpoint_id, secret = EndpointId(new_id()), self.secrets.new()
            endpoint = WebhookEndpoint(
                id=endpoint_id,
                url=command.url,
                description=command.description,
                event_types=command.event_types,
                sealed_secret=self.secrets.seal(secret, endpoint_id),
                handling=command.handling,
            )
            self.endpoints.add(endpoint)
            await self.keys.store(command.idempotency_key, command, StoredEndpoint(endpoint_id))
            self.audit.record(
                "webhook_endpoint.created",
                "webhook_endpoint",
                endpoint_id,
                after={"url": command.url, "event_types": list(command.event_types.patterns)},
            )
            await self.uow.commit()
        return CreatedEndpoint(endpoint_id, secret)

    async def _again(self, endpoint_id: EndpointId) -> CreatedEndpoint:
        endpoint = await self.endpoints.get(endpoint_id)
        return CreatedEndpoint(endpoint_id, self.secrets.open(endpoint.sealed_secret, endpoint_id))
