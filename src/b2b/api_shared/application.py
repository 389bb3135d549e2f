"""What both APIs have in common: decoding, problems, health, documents, the request's surroundings."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dishka import AsyncContainer, Provider, Scope, provide
from dishka.integrations.litestar import LitestarProvider, setup_dishka
from litestar import Litestar, Request
from litestar.config.compression import CompressionConfig
from litestar.config.csrf import CSRFConfig
from litestar.openapi import OpenAPIConfig
from litestar.types import ASGIApp, ControllerRouterHandler

from b2b.api_shared.addresses import PlainAddresses
from b2b.api_shared.answers import link_next_page
from b2b.api_shared.bodies import ApiRequest
from b2b.api_shared.context import GetTracing, RequestContext
from b2b.api_shared.documents.descriptions import describe
from b2b.api_shared.headers import SafeHeaders
from b2b.api_shared.health import HEALTH_ROUTES
from b2b.api_shared.problems import EXCEPTION_HANDLERS, on_unavailable
from b2b.application.shared.access import Actor, SignInRequired

Handlers = Mapping[int | type[Exception], Callable[[Any, Any], Any]]
BODY_BYTES_MAX = 8 * 1024 * 1024


class RequestActorProvider(Provider):
    """Who asks is what the app's security layer found out."""

    @provide(scope=Scope.REQUEST)
    def actor(self, request: Request) -> Actor:  # type: ignore[type-arg]
        found = request.scope["state"].get("actor")
        if not isinstance(found, Actor):
            raise SignInRequired
        return found


def api_providers() -> tuple[Provider, ...]:
    return (LitestarProvider(), RequestActorProvider())


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Who looks after the process: `started` is called once it serves, `tracing` follows its requests."""

    started: Sequence[Callable[[], Awaitable[None]]] = ()
    tracing: GetTracing | None = None


def make_api(
    name: str,
    routes: Sequence[ControllerRouterHandler],
    container: AsyncContainer,
    documents: OpenAPIConfig,
    *security: Callable[[ASGIApp], ASGIApp],
    unavailable: Sequence[type[Exception]],
    watch: Watch = Watch(),
    exception_handlers: Handlers | None = None,
    csrf: CSRFConfig | None = None,
) -> Litestar:
    """`security` layers run outermost first, inside the request's context. There is no CORS: pages of other
    origins may not call.

    - `unavailable` are the errors that mean 503: what is needed to answer is away or too busy.
    - `exception_handlers` is for an app that also has pages; without it every refusal is a problem.
    """
    app = Litestar(
        route_handlers=[*HEALTH_ROUTES, *routes],
        request_class=ApiRequest,
        exception_handlers=dict(exception_handlers or problem_handlers(unavailable)),
        csrf_config=csrf,
        middleware=security,
        openapi_config=documents,
        compression_config=CompressionConfig(
            backend="gzip", minimum_size=1000, gzip_compress_level=4, exclude="^/static/"
        ),
        request_max_body_size=BODY_BYTES_MAX,
        after_request=link_next_page,
        on_startup=list(watch.started),
        on_shutdown=[container.close],
        pdb_on_exception=False,
        # The process has set up its own; Litestar's would take the root logger from it.
        logging_config=None,
    )
    # Outside of everything, so that a path which nobody serves has its request id and its headers too.
    app.asgi_handler = RequestContext(
        SafeHeaders(PlainAddresses(app.asgi_handler)),
        name,
        watch.tracing,
    )
    setup_dishka(container, app)
    describe(app, for_machines=name == "integration")
    return app


def problem_handlers(unavailable: Sequence[type[Exception]]) -> Handlers:
    return {**EXCEPTION_HANDLERS, **dict.fromkeys(unavailable, on_unavailable)}
