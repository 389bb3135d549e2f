"""The integration's composition root: the only place of this API that names the infrastructure."""

from functools import partial

from dishka import AsyncContainer
from litestar import Controller, Litestar, Router

from b2b.api_integration.catalog.controllers import CONTROLLERS as CATALOG
from b2b.api_integration.customers.controllers import CONTROLLERS as CUSTOMERS
from b2b.api_integration.events.controllers import CONTROLLERS as EVENTS
from b2b.api_integration.identity.controllers import CONTROLLERS as ACCESS
from b2b.api_integration.integration.controllers import CONTROLLERS as RECEIPTS
from b2b.api_integration.inventory.controllers import CONTROLLERS as INVENTORY
from b2b.api_integration.invoicing.controllers import CONTROLLERS as INVOICING
from b2b.api_integration.ordering.controllers import CONTROLLERS as ORDERING
from b2b.api_integration.pricing.controllers import CONTROLLERS as PRICING
from b2b.api_integration.reference.controllers import CONTROLLERS as REFERENCE
from b2b.api_integration.security import KeyIdentify
from b2b.api_integration.shipping.controllers import CONTROLLERS as SHIPPING
from b2b.api_integration.webhooks.controllers import CONTROLLERS as WEBHOOKS
from b2b.api_shared.application import Watch, api_providers, make_api
from b2b.api_shared.documents.config import API_KEY, api_documents, machine_token
from b2b.api_shared.gate import SUSPICIOUS, Gate, Guards
from b2b.api_shared.ledger import KeyLedger
from b2b.api_shared.rate_limit import Quotas
from b2b.application.identity.key_uses import HalvedLimits, KeyUses
from b2b.application.identity.ports import ApiKeyDirectory, MachineTokens
from b2b.application.identity.scopes import SCOPES
from b2b.application.shared.limits import RateLimits
from b2b.application.shared.tracing import Tracing
from b2b.infrastructure.config import Settings
from b2b.infrastructure.di.container import make_container
from b2b.infrastructure.observability.process import ProcessWatch
from b2b.infrastructure.persistence.constraints import UNAVAILABLE

# The contract names the second path as an alias of the first.
PREFIXES = ("/api/integration/v1", "/api/integration")
DOCUMENTS = api_documents(
    "Dealer portal integration API",
    api_key=API_KEY,
    token=machine_token(f"{PREFIXES[0]}/oauth/token", sorted(SCOPES)),
)


def create_app(settings: Settings | None = None) -> Litestar:
    settings = settings or Settings.from_env()
    container = make_container(settings, *api_providers())
    gate = partial(Gate, guards=partial(guards, container, settings))
    controllers: list[type[Controller]] = [
        *ACCESS,
        *CATALOG,
        *PRICING,
        *INVENTORY,
        *CUSTOMERS,
        *INVOICING,
        *ORDERING,
        *SHIPPING,
        *REFERENCE,
        *RECEIPTS,
        *EVENTS,
        *WEBHOOKS,
    ]
    routers = [
        Router(prefix, route_handlers=controllers, include_in_schema=prefix == PREFIXES[0])
        for prefix in PREFIXES
    ]
    return make_api(
        "integration",
        routers,
        container,
        DOCUMENTS,
        gate,
        unavailable=UNAVAILABLE,
        watch=watch(container, settings),
    )


def watch(container: AsyncContainer, settings: Settings) -> Watch:
    return Watch(
        started=[ProcessWatch().start],
        tracing=partial(container.get, Tracing) if settings.traces_url is not None else None,
    )


async def guards(container: AsyncContainer, settings: Settings) -> Guards:
    return Guards(
        identify=KeyIdentify(await container.get(ApiKeyDirectory), await container.get(MachineTokens)),
        limits=await container.get(RateLimits),
        quotas=Quotas(
            address=settings.address_requests_per_minute,
            user=settings.user_requests_per_minute,
            page=settings.page_requests_per_minute,
            api_key=settings.api_key_requests_per_minute,
        ),
        trusted_proxies=settings.trusted_proxies,
        suspicious=SUSPICIOUS | {422},
        ledger=KeyLedger(await container.get(KeyUses), await container.get(HalvedLimits)),
    )
