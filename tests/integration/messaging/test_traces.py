"""One trace from placing an order to the webhook that tells of it, through every process on the way."""

import re
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest
from litestar import Litestar
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

import b2b
from b2b.api_portal.app import create_app
from b2b.infrastructure.config import Settings
from tests.integration.clients import Client
from tests.integration.messaging.machinery import Endpoint, Ledger, running, until
from tests.integration.messaging.receiver import Received, Receiver
from tests.integration.world import World

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
CALLER = f"00-{TRACE}-00f067aa0ba902b7-01"


@pytest.fixture
def traced(settings: Settings, receiver: Receiver) -> Settings:
    """The receiver is the collector, too."""
    return msgspec.structs.replace(settings, traces_url=receiver.url("/collector"))


@pytest.fixture
def followed(traced: Settings) -> Litestar:
    return create_app(traced)


def spans(receiver: Receiver) -> list[Span]:
    requests = [ExportTraceServiceRequest.FromString(got.body) for got in receiver.of("/collector/v1/traces")]
    return [
        span
        for request in requests
        for resource in request.resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]


def hooks(receiver: Receiver) -> list[Received]:
    return receiver.of("/hooks")


async def place(app: Litestar, world: World, **headers: str) -> None:
    """And send what was followed, as a process does at its end."""
    async with Client.of(app, {"Authorization": f"Bearer {world.dealers['D-1'].token()}"}) as buyer:
        answer = await buyer.post(
            "/api/v1/orders",
            json=world.order_body("D-1", ("SKU-1", 1)),
            headers={"Idempotency-Key": "a-key-of-its-own", **headers},
        )
        assert answer.status_code == 201, answer.text
    await app.state.dishka_container.close()


async def test_one_trace_leads_from_the_order_to_the_webhook(
    world: World, followed: Litestar, traced: Settings, receiver: Receiver, endpoint: Endpoint, ledger: Ledger
) -> None:
    await endpoint("/hooks", "order.created")
    await place(followed, world, traceparent=CALLER)
    async with running(traced):
        await until(lambda: ledger.all_are("delivered", 1))

    ours = {span.name: span for span in spans(receiver) if span.trace_id.hex() == TRACE}
    placed, published, sent = (
        ours["POST /api/v1/orders"],
        ours["publish order.created"],
        ours["deliver webhook"],
    )
    assert placed.parent_span_id.hex() == "00f067aa0ba902b7"
    assert published.parent_span_id == sent.parent_span_id == placed.span_id
    (hook,) = hooks(receiver)
    assert hook.headers["traceparent"] == f"00-{TRACE}-{sent.span_id.hex()}-01"
    facts = {fact.key: fact.value for fact in sent.attributes}
    assert facts["http.response.status_code"].int_value == 200
    assert facts["b2b.attempt"].int_value == 1


async def test_statements_are_parts_of_the_request_without_their_parameters(
    world: World, followed: Litestar, receiver: Receiver
) -> None:
    await place(followed, world)

    found = spans(receiver)
    (placed,) = (span for span in found if span.name == "POST /api/v1/orders")
    statements = [span for span in found if span.parent_span_id == placed.span_id]
    texts = [
        fact.value.string_value
        for span in statements
        for fact in span.attributes
        if fact.key == "db.statement"
    ]
    assert "insert" in {span.name.lower() for span in statements}
    assert len(texts) == len(statements) > 5
    assert not [text for text in texts if str(world.dealers["D-1"].id) in text]


@pytest.mark.parametrize("share", [0.0, None])
async def test_what_is_not_followed_leaves_no_trace(
    world: World,
    traced: Settings,
    settings: Settings,
    receiver: Receiver,
    endpoint: Endpoint,
    ledger: Ledger,
    owner: psycopg.Connection[Any],
    share: float | None,
) -> None:
    quiet = settings if share is None else msgspec.structs.replace(traced, traces_share=share)
    await endpoint("/hooks", "order.created")
    await place(create_app(quiet), world, traceparent=CALLER)
    async with running(quiet):
        await until(lambda: ledger.all_are("delivered", 1))

    assert spans(receiver) == []
    assert "traceparent" not in hooks(receiver)[0].headers
    assert owner.execute("select count(traceparent) from outbox").fetchone() == (0,)


async def test_a_collector_that_is_away_costs_no_request(world: World, settings: Settings) -> None:
    nowhere = msgspec.structs.replace(settings, traces_url="http://127.0.0.1:1")

    await place(create_app(nowhere), world)


def test_the_library_is_imported_where_a_collector_is_named_and_nowhere_else() -> None:
    root = Path(b2b.__file__).parent
    users = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if re.search(r"^\s*(from|import) opentelemetry", path.read_text(), re.MULTILINE)
    }

    assert users == {"infrastructure/observability/traces.py"}
