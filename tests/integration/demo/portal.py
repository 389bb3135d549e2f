"""A small stand-in for the integration API: it keeps what is pushed, and checks the form of it."""

import asyncio
import base64
import gzip
import json
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
from granian.constants import Interfaces
from granian.server.embed import Server
from litestar import Litestar, Request, Response, delete, get, post, put
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery
from standardwebhooks.webhooks import Webhook

API = "/api/integration/v1"
KEY = "demo-key"
SECRET = "whsec_" + base64.b64encode(b"a secret of the demonstration...").decode()


@dataclass
class Portal:
    """What the stand-in remembers; `broken` calls are answered with 503 that many times."""

    rows: defaultdict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))
    requests: list[tuple[str, str, str]] = field(default_factory=list)
    references: dict[str, str] = field(default_factory=dict)
    endpoints: list[dict[str, Any]] = field(default_factory=list)
    feed: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    broken: int = 0

    def take(self, resource: str, items: list[dict[str, Any]], *, dry_run: bool) -> dict[str, Any]:
        answer: dict[str, Any] = {"received": len(items), "created": 0, "updated": 0, "unchanged": 0}
        for item in items:
            key = item.get("external_id") or f"{item['sku']}@{item['warehouse']}"
            known = self.rows[resource].get(key)
            answer["created" if known is None else "unchanged" if known == item else "updated"] += 1
            if not dry_run:
                self.rows[resource][key] = item
        return answer | {"stale": 0, "failed": 0, "results": []}

    def pushes(self, resource: str) -> int:
        return sum(path == f"{API}/{resource}" for _, path, _ in self.requests)


@get("/health/ready", sync_to_thread=False)
def ready() -> dict[str, str]:
    return {"status": "ok"}


@post(API + "/{resource:str}", status_code=200)
async def push(
    resource: FromPath[str], request: Request[Any, Any, State], state: State
) -> Response[dict[str, Any]]:
    portal: Portal = state.portal
    kind = note(portal, request)
    if refusal := fault(portal, request):
        return refusal
    body = await request.body()
    if kind == "application/x-ndjson":
        assert request.headers["content-encoding"] == "gzip"
        items = [json.loads(line) for line in gzip.decompress(body).splitlines()]
        return Response(portal.take(resource, items, dry_run=False))
    envelope = json.loads(body)
    assert len(envelope["items"]) <= 1_000
    return Response(portal.take(resource, envelope["items"], dry_run=envelope.get("dry_run", False)))


@put(API + "/orders/{number:str}/erp-reference")
async def reference(
    number: FromPath[str], request: Request[Any, Any, State], state: State
) -> Response[dict[str, Any]]:
    portal: Portal = state.portal
    note(portal, request)
    if refusal := fault(portal, request):
        return refusal
    portal.references[number] = json.loads(await request.body())["order_number"]
    return Response({"number": number})


@get(API + "/webhooks/endpoints", sync_to_thread=False)
def endpoints(state: State) -> dict[str, Any]:
    return {"items": state.portal.endpoints, "next_cursor": None}


@post(API + "/webhooks/endpoints")
async def register(request: Request[Any, Any, State], state: State) -> dict[str, Any]:
    portal: Portal = state.portal
    row = {"id": f"endpoint-{len(portal.requests)}", **json.loads(await request.body())}
    note(portal, request)
    portal.endpoints.append(row)
    return {"endpoint": row, "secret": SECRET}


@delete(API + "/webhooks/endpoints/{endpoint:str}", sync_to_thread=False)
def unregister(endpoint: FromPath[str], state: State) -> None:
    state.portal.endpoints[:] = [row for row in state.portal.endpoints if row["id"] != endpoint]


@get(API + "/events", sync_to_thread=False)
def events(state: State, after: FromQuery[str | None] = None) -> dict[str, Any]:
    start = int(after or 0)
    return {"items": state.portal.feed[start:], "next_cursor": str(len(state.portal.feed))}


def note(portal: Portal, request: Request[Any, Any, State]) -> str:
    kind = request.headers.get("content-type", "")
    portal.requests.append((request.method, request.url.path, kind))
    if key := request.headers.get("idempotency-key"):
        portal.keys.append(key)
    return kind


def fault(portal: Portal, request: Request[Any, Any, State]) -> Response[dict[str, Any]] | None:
    if request.headers.get("x-api-key") != KEY:
        return Response({"code": "key.unknown"}, status_code=401)
    if portal.broken > 0:
        portal.broken -= 1
        return Response({"code": "unavailable"}, status_code=503)
    return None


def portal_app(portal: Portal) -> Litestar:
    handlers = [ready, push, reference, endpoints, register, unregister, events]
    return Litestar(
        handlers, state=State({"portal": portal}), openapi_config=None, request_max_body_size=None
    )


@contextmanager
def serving(app: Litestar) -> Iterator[str]:
    """The app's address on a free port of this machine, until the block ends."""
    port = free_port()
    loop = asyncio.new_event_loop()
    server = Server(app, "127.0.0.1", port, interface=Interfaces.ASGI, log_enabled=False)
    thread = threading.Thread(target=lambda: loop.run_until_complete(server.serve()), daemon=True)
    thread.start()
    try:
        until(lambda: answers(port), 10)
        yield f"http://127.0.0.1:{port}"
    finally:
        loop.call_soon_threadsafe(server.stop)
        thread.join(10)
        loop.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def until(condition: Callable[[], bool], seconds: float) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "It did not happen in time."
        time.sleep(0.05)


def approved(number: str) -> dict[str, Any]:
    """An `order.approved` as the portal sends it."""

    def amount(text: str) -> dict[str, str]:
        return {"amount": text, "currency": "TRY"}

    line = {
        "line_number": 1,
        "sku": "HP-Q2612A",
        "name": "Toner",
        "quantity": 3,
        "cancelled_quantity": 1,
        "unit_price": "100.00",
        "net": amount("200.00"),
        "vat_rate": "20",
        "vat": amount("40.00"),
        "gross": amount("240.00"),
    }
    totals = {"net": amount("200.00"), "vat": amount("40.00"), "gross": amount("240.00")}
    customer = {"external_id": "D-0001", "code": "D-0001", "title": "Akçınar"}
    data = {"number": number, "sequence": 2, "customer": customer, "lines": [line], "totals": totals}
    return {"type": "order.approved", "timestamp": "2026-11-21T22:30:00Z", "data": data}


def deliver(erp_url: str, event_id: str, event: dict[str, Any], secret: str = SECRET) -> httpx.Response:
    """Signs and sends a webhook as the portal does."""
    body, now = json.dumps(event), datetime.now(UTC)
    headers = {
        "webhook-id": event_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(event_id, now, body),
        "content-type": "application/json",
    }
    return httpx.post(f"{erp_url}/webhooks/b2b", content=body, headers=headers)
