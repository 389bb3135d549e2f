"""The integration's composition root: the only place of this API that names the infrastructure."""

from litestar import Litestar, Router
from litestar.openapi import OpenAPIConfig

from b2b.api_integration.catalog.controllers import CONTROLLERS as CATALOG
from b2b.api_integration.customers.controllers import CONTROLLERS as CUSTOMERS
from b2b.api_integration.events.controllers import CONTROLLERS as EVENTS
from b2b.api_integration.inventory.controllers import CONTROLLERS as INVENTORY
from b2b.api_integration.invoicing.controllers import CONTROLLERS as INVOICING
from b2b.api_integration.ordering.controllers import CONTROLLERS as ORDERING
from b2b.api_integration.pricing.controllers import CONTROLLERS as PRICING
from b2b.api_integration.webhooks.controllers import CONTROLLERS as WEBHOOKS
from b2b.api_shared.application import api_providers, make_api
from b2b.infrastructure.config import Settings
from b2b.infrastructure.di.container import make_container

# The contract names the second path as an alias of the first.
PREFIXES = ("/api/integration/v1", "/api/integration")
DOCUMENTS = OpenAPIConfig(title="Dealer portal integration API", version="1.0.0", path="/schema")


def create_app(settings: Settings | None = None) -> Litestar:
    container = make_container(settings or Settings.from_env(), *api_providers())
    controllers = (*CATALOG, *PRICING, *INVENTORY, *CUSTOMERS, *INVOICING, *ORDERING, *EVENTS, *WEBHOOKS)
    return make_api("integration", [Router(PREFIXES[0], route_handlers=controllers)], container, DOCUMENTS)
