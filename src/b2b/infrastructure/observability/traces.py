"""Spans of this process, sent to a collector by OTLP. Imported only where the settings name one."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Final

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import TraceIdRatioBased
from opentelemetry.trace import Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from b2b.application.shared.tracing import Fact, Span, SpanKind

PATH: Final = "/v1/traces"
EXPORT_SECONDS: Final = 5

_W3C: Final = TraceContextTextMapPropagator()
_HEADER: Final = "traceparent"
_KINDS: Final = {
    SpanKind.SERVED: trace.SpanKind.SERVER,
    SpanKind.OWN: trace.SpanKind.INTERNAL,
    SpanKind.PASSED_ON: trace.SpanKind.PRODUCER,
    SpanKind.ASKED: trace.SpanKind.CLIENT,
}


class OtlpTracing:
    """The share of traces that is followed is chosen by the trace's id, so every process chooses the same.

    - What callers say of sampling is not obeyed: anybody may call.
    - A collector that is away costs spans, never a request.
    """

    def __init__(self, address: str, *, share: float, environment: str) -> None:
        resource = Resource.create({"service.version": version("b2b"), "deployment.environment": environment})
        self._provider = TracerProvider(resource=resource, sampler=TraceIdRatioBased(share))
        exporter = OTLPSpanExporter(endpoint=address.rstrip("/") + PATH, timeout=EXPORT_SECONDS)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("b2b")

    async def aclose(self) -> None:
        """What was followed until now is sent."""
        await asyncio.to_thread(self._provider.shutdown)

    @contextmanager
    def span(self, name: str, kind: SpanKind, *, parent: str | None = None) -> Iterator[Span]:
        with self._tracer.start_as_current_span(name, context=_after(parent), kind=_KINDS[kind]) as span:
            yield _OtlpSpan(span)

    def note_past(
        self, name: str, kind: SpanKind, seconds: float, *, parent: str | None = None, **facts: Fact
    ) -> None:
        if parent is None and not trace.get_current_span().is_recording():
            return
        ended_at = time.time_ns()
        span = self._tracer.start_span(
            name,
            context=_after(parent),
            kind=_KINDS[kind],
            attributes={fact.replace("_", "."): value for fact, value in facts.items()},
            start_time=ended_at - int(seconds * 1e9),
        )
        span.end(ended_at)

    def traceparent(self) -> str | None:
        if not trace.get_current_span().is_recording():
            return None
        carrier: dict[str, str] = {}
        _W3C.inject(carrier)
        return carrier.get(_HEADER)

    def trace_id(self) -> str | None:
        span = trace.get_current_span()
        return trace.format_trace_id(span.get_span_context().trace_id) if span.is_recording() else None


class _OtlpSpan:
    def __init__(self, span: trace.Span) -> None:
        self._span = span

    def rename(self, name: str) -> None:
        self._span.update_name(name)

    def note(self, fact: str, value: Fact) -> None:
        self._span.set_attribute(fact, value)

    def fail(self, reason: str) -> None:
        self._span.set_status(Status(StatusCode.ERROR, reason))


def _after(parent: str | None) -> Context | None:
    """None is what is under way."""
    return None if parent is None else _W3C.extract({_HEADER: parent}, Context())
