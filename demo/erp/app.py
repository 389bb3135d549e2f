"""The simulator's own small server, and what runs behind it."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final

import msgspec
import structlog
from litestar import Litestar, MediaType, Request, Response, get, post
from litestar.datastructures import State as AppState
from litestar.status_codes import HTTP_401_UNAUTHORIZED, HTTP_503_SERVICE_UNAVAILABLE
from msgspec import Struct

from demo.erp.integration import Integration, IntegrationRefused, IntegrationUnavailable, new_client
from demo.erp.invoicing import Invoicing
from demo.erp.loading import Loader
from demo.erp.page import page
from demo.erp.progress import LoadProgress
from demo.erp.settings import Settings
from demo.erp.state import State
from demo.erp.webhooks import PATH, Inbox, WebhookRefused, register

log = structlog.get_logger()

BODY_BYTES_MAX: Final = 1_000_000
REGISTER_AGAIN_SECONDS: Final = 5.0
# Webhooks come within seconds; the feed is for what was lost while one side was down.
CATCH_UP_SECONDS: Final = 300.0

SAFE_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
}


class Health(Struct, frozen=True):
    status: str
    load: str
    webhook_registered: bool


@dataclass(frozen=True, slots=True)
class Erp:
    """The parts that the routes and the tasks share."""

    settings: Settings
    state: State
    progress: LoadProgress
    inbox: Inbox
    invoicing: Invoicing
    loader: Loader
    integration: Integration


def build(settings: Settings) -> Erp:
    state, progress = State(settings.home), LoadProgress()
    client = new_client(settings.integration_url, settings.api_key)
    integration = Integration(client)
    return Erp(
        settings=settings,
        state=state,
        progress=progress,
        inbox=Inbox(state, settings.invoice_delay_seconds, settings.webhook_secret),
        # An order that cannot be sent now gives way to the next one: no waiting inside a call.
        invoicing=Invoicing(Integration(client, delays_seconds=()), state),
        loader=Loader(integration, state, settings.profile, progress),
        integration=integration,
    )


def create_app(settings: Settings) -> Litestar:
    erp = build(settings)

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        for work in (partial(prepare, erp), erp.invoicing.run):
            threading.Thread(target=work, daemon=True).start()
        yield

    return Litestar(
        [index, receive, progress, live, ready, metrics],
        lifespan=[lifespan],
        state=AppState({"erp": erp}),
        openapi_config=None,
        logging_config=None,
        request_max_body_size=BODY_BYTES_MAX,
        response_headers=SAFE_HEADERS,
    )


def prepare(erp: Erp) -> None:
    """Register before loading, so that no order is missed; afterwards look for what was missed.

    Runs in a thread that ends with the process at whatever point it is: what is half done is done again.
    """
    erp.loader.wait_until_ready()
    if erp.settings.webhook_secret is None:
        _register(erp)
    erp.progress.webhook_registered = True
    erp.loader.run()
    while True:
        _catch_up(erp)
        time.sleep(CATCH_UP_SECONDS)


def _register(erp: Erp) -> None:
    while True:
        try:
            return register(erp.integration, erp.state, erp.settings.public_url + PATH)
        except (IntegrationUnavailable, IntegrationRefused, msgspec.MsgspecError) as fault:
            log.warning("erp.registration_failed", fault=str(fault), again_in=REGISTER_AGAIN_SECONDS)
            erp.progress.faults = [f"webhook: {fault}"]
            time.sleep(REGISTER_AGAIN_SECONDS)


def _catch_up(erp: Erp) -> None:
    try:
        if missed := erp.inbox.catch_up(erp.integration):
            log.info("erp.caught_up", events=missed)
            erp.invoicing.wake()
    except (IntegrationUnavailable, IntegrationRefused, msgspec.MsgspecError) as fault:
        log.warning("erp.catch_up_failed", fault=str(fault))


@get("/", media_type=MediaType.HTML, sync_to_thread=True)
def index(state: AppState) -> str:
    erp: Erp = state.erp
    return page(erp.progress, erp.state.inbox(), erp.state.all_work())


@post(PATH, status_code=200)
async def receive(request: Request[object, object, AppState], state: AppState) -> Response[dict[str, str]]:
    """Acknowledges at once and works later; a sender who is not the portal learns nothing."""
    erp: Erp = state.erp
    body = await request.body()
    try:
        is_new = await asyncio.to_thread(erp.inbox.deliver, body, request.headers)
    except WebhookRefused:
        return Response({"status": "refused"}, status_code=HTTP_401_UNAUTHORIZED)
    erp.invoicing.wake()
    return Response({"status": "accepted" if is_new else "duplicate"})


@get("/progress", sync_to_thread=False)
def progress(state: AppState) -> LoadProgress:
    erp: Erp = state.erp
    return erp.progress


@get("/health/live", sync_to_thread=False)
def live() -> dict[str, str]:
    return {"status": "ok"}


@get("/health/ready", sync_to_thread=False)
def ready(state: AppState) -> Response[Health]:
    erp: Erp = state.erp
    is_ready = erp.progress.is_ready
    health = Health("ok" if is_ready else "not ready", erp.progress.state, erp.progress.webhook_registered)
    return Response(health, status_code=200 if is_ready else HTTP_503_SERVICE_UNAVAILABLE)


@get("/metrics", media_type=MediaType.TEXT, sync_to_thread=True)
def metrics(state: AppState) -> str:
    erp: Erp = state.erp
    lines = [f"demo_erp_ready {int(erp.progress.is_ready)}"]
    lines += [
        f'demo_erp_pushed_items{{resource="{stage.name}"}} {stage.sent}' for stage in erp.progress.stages
    ]
    lines += [f'demo_erp_orders{{step="{step}"}} {count}' for step, count in erp.state.work_counts().items()]
    return "\n".join(lines) + "\n"
