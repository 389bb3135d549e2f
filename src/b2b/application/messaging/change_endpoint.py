from dataclasses import asdict, dataclass
from typing import ClassVar

from b2b.application.messaging.ports import AddressPolicy, WaitingDeliveries, WebhookEndpoints
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, UnitOfWork
from b2b.application.shared.versions import check_version
from b2b.domain.messaging.addresses import check_url
from b2b.domain.messaging.endpoint import WebhookEndpoint
from b2b.domain.messaging.event_types import EventTypes
from b2b.domain.messaging.handling import Handling
from b2b.domain.shared.ids import EndpointId


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEndpoint:
    """None leaves a field as it is; an empty description clears it.

    - `version` is the one that was read, where the caller says it.
    """

    endpoint_id: EndpointId
    url: str | None = None
    event_types: EventTypes | None = None
    description: str | None = None
    in_flight_max: int | None = None
    in_order: bool | None = None
    payload_version: str | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class ChangeEndpointHandler:
    """Change where an endpoint is and what it wants. What waits already goes to the new address."""

    permission: ClassVar = Permission.WEBHOOKS_MANAGE

    actor: Actor
    endpoints: WebhookEndpoints
    waiting: WaitingDeliveries
    addresses: AddressPolicy
    audit: AuditTrail
    uow: UnitOfWork

    async def __call__(self, command: ChangeEndpoint) -> None:
        self.actor.require(self.permission)
        async with self.uow:
            endpoint = await self.endpoints.get(command.endpoint_id)
            check_version(endpoint.version, command.version)
            before, handling = _facts(endpoint), _handling(endpoint.handling, command)
            if command.url is not None:
                check_url(command.url, private_allowed=await self.addresses.private_allowed())
            endpoint.change(
                url=command.url or endpoint.url,
                description=endpoint.description
                if command.description is None
                else command.description or None,
                event_types=command.event_types or endpoint.event_types,
                handling=handling,
            )
            if handling.in_order != before["in_order"]:
                await self.waiting.keep_order(endpoint.id, in_order=handling.in_order)
            self.audit.record(
                "webhook_endpoint.changed",
                "webhook_endpoint",
                endpoint.id,
                before=before,
                after=_facts(endpoint),
            )
            await self.uow.commit()


def _facts(endpoint: WebhookEndpoint) -> dict[str, object]:
    return {
        "url": endpoint.url,
        "description": endpoint.description,
        "event_types": list(endpoint.event_types.patterns),
        **asdict(endpoint.handling),
    }


def _handling(now: Handling, command: ChangeEndpoint) -> Handling:
    return Handling(
        in_flight_max=now.in_flight_max if command.in_flight_max is None else command.in_flight_max,
        in_order=now.in_order if command.in_order is None else command.in_order,
        payload_version=command.payload_version or now.payload_version,
    )
