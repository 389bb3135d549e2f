"""The graph of every process: later providers win, so tests append theirs. A missing part fails at start."""

from dishka import AsyncContainer, Provider, make_async_container

from b2b.infrastructure.config import Settings
from b2b.infrastructure.di.catalog import CatalogProvider
from b2b.infrastructure.di.customers import CustomersProvider
from b2b.infrastructure.di.erp import ErpProvider
from b2b.infrastructure.di.events import EventsProvider
from b2b.infrastructure.di.home import HomeProvider
from b2b.infrastructure.di.identity import IdentityProvider
from b2b.infrastructure.di.integration import IntegrationProvider
from b2b.infrastructure.di.ordering import OrderingProvider
from b2b.infrastructure.di.persistence import PersistenceProvider
from b2b.infrastructure.di.platform import PlatformProvider
from b2b.infrastructure.di.shipping import ShippingProvider


def make_container(settings: Settings, *more: Provider) -> AsyncContainer:
    """`more` must say who asks: from the request, from a message, or the system itself."""
    return make_async_container(
        PlatformProvider(),
        PersistenceProvider(),
        IdentityProvider(),
        CustomersProvider(),
        CatalogProvider(),
        OrderingProvider(),
        ShippingProvider(),
        IntegrationProvider(),
        EventsProvider(),
        ErpProvider(),
        HomeProvider(),
        *more,
        context={Settings: settings},
    )
