"""The portal's composition root: the only place of this API that names the infrastructure."""

from functools import partial

import msgspec
from dishka import AsyncContainer
from litestar import Litestar, Router
from litestar.config.csrf import CSRFConfig

from b2b.api_portal.accounts.controllers import CONTROLLERS as ACCOUNTS
from b2b.api_portal.approvals.controllers import CONTROLLERS as APPROVALS
from b2b.api_portal.catalog.controllers import CONTROLLERS as CATALOG
from b2b.api_portal.customers.controllers import CONTROLLERS as CUSTOMERS
from b2b.api_portal.identity.controllers import CONTROLLERS as IDENTITY
from b2b.api_portal.ordering.controllers import CONTROLLERS as ORDERING
from b2b.api_portal.security import BearerIdentify
from b2b.api_portal.settings.controllers import CONTROLLERS as SETTINGS
from b2b.api_portal.web.cookies import Names
from b2b.api_portal.web.errors import exception_handlers, refuse
from b2b.api_portal.web.places import API_PATHS, is_page
from b2b.api_portal.web.routes import PagesProvider, page_router
from b2b.api_portal.web.security import CookieIdentify, PortalIdentify
from b2b.api_portal.webhooks.controllers import CONTROLLERS as WEBHOOKS
from b2b.api_shared.application import Watch, api_providers, make_api
from b2b.api_shared.documents.config import BEARER, api_documents
from b2b.api_shared.gate import Gate, Guards
from b2b.api_shared.rate_limit import Quotas
from b2b.application.identity.ports import AccessTokens, Tenants, WebSessions
from b2b.application.shared.limits import RateLimits
from b2b.application.shared.tracing import Tracing
from b2b.infrastructure.cache.changes import ChangeListener
from b2b.infrastructure.config import Settings
from b2b.infrastructure.di.container import make_container
from b2b.infrastructure.observability.process import ProcessWatch
from b2b.infrastructure.persistence.constraints import UNAVAILABLE

PREFIX = "/api/v1"
# People of one dealer whose account is locked by a long push must not hold every connection until it ends.
PATIENCE_SECONDS = 3
DOCUMENTS = api_documents("Dealer portal API", bearer=BEARER)


def create_app(settings: Settings | None = None) -> Litestar:
    settings = settings or Settings.from_env()
    if not settings.database_lock_timeout_seconds:
        settings = msgspec.structs.replace(settings, database_lock_timeout_seconds=PATIENCE_SECONDS)
    names = Names(secure=settings.secure_cookies)
    container = make_container(settings, *api_providers(), PagesProvider(names))
    gate = partial(Gate, guards=partial(guards, container, settings))
    controllers = (*IDENTITY, *CUSTOMERS, *CATALOG, *ORDERING, *APPROVALS, *ACCOUNTS, *WEBHOOKS, *SETTINGS)
    routers = [Router(PREFIX, route_handlers=controllers), page_router()]
    handlers = exception_handlers(names, UNAVAILABLE)
    return make_api(
        "portal",
        routers,
        container,
        DOCUMENTS,
        gate,
        unavailable=UNAVAILABLE,
        watch=watch(container, settings),
        exception_handlers=handlers,
        csrf=csrf(settings, names),
    )


def csrf(settings: Settings, names: Names) -> CSRFConfig:
    """For pages alone: a program's bearer token is sent by nobody else's page."""
    return CSRFConfig(
        secret=settings.jwt_secret,
        cookie_name=names.csrf,
        cookie_secure=names.secure,
        cookie_httponly=True,
        cookie_samesite="lax",
        exclude=[f"^{path}" for path in API_PATHS],
    )


def watch(container: AsyncContainer, settings: Settings) -> Watch:
    return Watch(
        started=[ProcessWatch().start, partial(_listen, container)],
        tracing=partial(container.get, Tracing) if settings.traces_url is not None else None,
    )


async def _listen(container: AsyncContainer) -> None:
    await (await container.get(ChangeListener)).start()


async def guards(container: AsyncContainer, settings: Settings) -> Guards:
    tenants = await container.get(Tenants)
    names = await container.get(Names)
    return Guards(
        identify=PortalIdentify(
            programs=BearerIdentify(await container.get(AccessTokens), tenants),
            people=CookieIdentify(await container.get(WebSessions), tenants, names),
        ),
        refuse=refuse(names),
        limits=await container.get(RateLimits),
        quotas=Quotas(
            address=settings.address_requests_per_minute,
            user=settings.user_requests_per_minute,
            page=settings.page_requests_per_minute,
            api_key=settings.api_key_requests_per_minute,
        ),
        trusted_proxies=settings.trusted_proxies,
        is_page=is_page,
    )
