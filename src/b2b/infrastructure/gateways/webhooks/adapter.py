"""Sends one webhook and says what came of it."""

import asyncio
import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

import httpx
import structlog
from prometheus_client import Histogram

from b2b.application.messaging.documents import VERSION_HEADER, event_reference
from b2b.application.messaging.ports import ClaimedDelivery
from b2b.application.shared.ports import Clock
from b2b.application.shared.tracing import UNTRACED, Span, SpanKind, Tracing
from b2b.domain.messaging.deliveries import Attempt
from b2b.infrastructure.gateways.webhooks.network import Lines, Resolve, resolve
from b2b.infrastructure.gateways.webhooks.signing import SealedSecretBox, signed_headers
from b2b.infrastructure.security.sealing import SealBroken

log = structlog.get_logger(__name__)

USER_AGENT: Final = "b2b-webhooks/1"
EXCERPT_BYTES: Final = 1024
EXCERPT_LENGTH: Final = 1000
EXCERPT_SECONDS: Final = 1.0
ERROR_LENGTH: Final = 500
RETRY_AFTER_SECONDS_MAX: Final = 10 * 365 * 86400

SECRETS: Final = (
    re.compile(r"(whsec_)[A-Za-z0-9+/=]+"),
    re.compile(r"(\b(?:Bearer|Basic)\s+)[^\s\"',;]+", re.IGNORECASE),
    re.compile(
        r"((?:secret|password|passwd|token|api[_-]?key|authorization)\w*[\"']?\s*[:=]\s*[\"']?)"
        r"(?!Bearer\s|Basic\s)[^\s\"',;&}]+",
        re.IGNORECASE,
    ),
)

ATTEMPTS: Final = Histogram(
    "b2b_webhook_attempt_seconds",
    "Requests to webhook endpoints, by the class of their status (2xx; none where no answer came).",
    ("status",),
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)


class HttpWebhookSender:
    """One POST per attempt, within a time limit from looking up the name to the answer's head.

    - Nothing but a 2xx is success, so a redirect is a failure and is not followed.
    - Of the answer's body at most the first kilobyte is read.
    """

    def __init__(
        self,
        secrets: SealedSecretBox,
        clock: Clock,
        *,
        timeout: timedelta,
        look_up: Resolve = resolve,
        tracing: Tracing = UNTRACED,
    ) -> None:
        self._secrets = secrets
        self._clock = clock
        self._tracing = tracing
        self._seconds = timeout.total_seconds()
        self._lines = Lines(look_up)

    async def aclose(self) -> None:
        await self._lines.aclose()

    async def send(self, delivery: ClaimedDelivery, *, private_allowed: bool) -> Attempt:
        with self._tracing.span("deliver webhook", SpanKind.ASKED, parent=delivery.traceparent) as span:
            attempt = await self._attempt(delivery, private_allowed=private_allowed)
            _describe(span, delivery, attempt)
        status = f"{attempt.status // 100}xx" if attempt.status else "none"
        ATTEMPTS.labels(status).observe(attempt.duration_ms / 1000)
        return attempt

    async def _attempt(self, delivery: ClaimedDelivery, *, private_allowed: bool) -> Attempt:
        started_at = self._clock.now()
        lines = self._lines.to(delivery.endpoint_id, private_allowed=private_allowed)
        try:
            async with lines as transport:
                request = self._request(delivery, started_at)
                async with asyncio.timeout(self._seconds):
                    response = await transport.handle_async_request(request)
                return await self._answered(started_at, response)
        except (TimeoutError, httpx.TimeoutException):
            return self._failed(started_at, f"No answer within {self._seconds:g} s.", timed_out=True)
        except SealBroken:
            return self._failed(started_at, "The signing secret cannot be opened; rotate it.")
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            return self._failed(started_at, str(error) or type(error).__name__)
        except Exception as error:
            # Whatever a network does to a library (anyio looks for the socket of a connection that was reset
            # as it was made): it is this attempt's failure, and no other's that is under way.
            log.warning("webhook.broke_off", delivery_id=str(delivery.id), exc_info=error)
            return self._failed(started_at, f"The request broke off: {type(error).__name__}.")

    def _request(self, delivery: ClaimedDelivery, at: datetime) -> httpx.Request:
        secrets = [self._secrets.open(sealed, delivery.endpoint_id) for sealed in delivery.sealed_secrets]
        headers = {
            "content-type": "application/json",
            "user-agent": USER_AGENT,
            "accept-encoding": "identity",
            VERSION_HEADER: delivery.payload_version,
            **signed_headers(event_reference(delivery.event_id), at, delivery.body, secrets),
        }
        if traceparent := self._tracing.traceparent() or delivery.traceparent:
            headers["traceparent"] = traceparent
        return httpx.Request(
            "POST",
            delivery.url,
            headers=headers,
            content=delivery.body,
            extensions={"timeout": httpx.Timeout(self._seconds).as_dict()},
        )

    async def _answered(self, started_at: datetime, response: httpx.Response) -> Attempt:
        ended_at = self._clock.now()
        excerpt = await _excerpt(response)
        succeeded = response.is_success
        return Attempt(
            started_at=started_at,
            ended_at=ended_at,
            status=response.status_code,
            error=None if succeeded else f"The endpoint answered {response.status_code}.",
            excerpt=excerpt,
            retry_after=None if succeeded else retry_after(response.headers.get("retry-after"), ended_at),
        )

    def _failed(self, started_at: datetime, error: str, *, timed_out: bool = False) -> Attempt:
        return Attempt(
            started_at=started_at,
            ended_at=self._clock.now(),
            error=_printable(error)[:ERROR_LENGTH],
            timed_out=timed_out,
        )


def _describe(span: Span, delivery: ClaimedDelivery, attempt: Attempt) -> None:
    """Of the address its host alone: the rest may hold a secret."""
    span.note("server.address", httpx.URL(delivery.url).host)
    span.note("b2b.event", str(delivery.event_id))
    span.note("b2b.attempt", delivery.attempts + 1)
    if attempt.status is not None:
        span.note("http.response.status_code", attempt.status)
    if not attempt.succeeded:
        span.fail(attempt.error or "")


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """RFC 9110 §10.2.3: seconds or a date; None where it is neither."""
    if value is None:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return timedelta(seconds=min(int(value.strip()[:12]), RETRY_AFTER_SECONDS_MAX))
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max((at if at.tzinfo else at.replace(tzinfo=UTC)) - now, timedelta())


async def _excerpt(response: httpx.Response) -> str | None:
    """The beginning of the answer's body; a body that drips is not waited for."""
    received = bytearray()
    with suppress(TimeoutError, httpx.HTTPError):
        async with asyncio.timeout(EXCERPT_SECONDS):
            async for part in response.aiter_raw():
                received += part
                if len(received) >= EXCERPT_BYTES:
                    break
    with suppress(httpx.HTTPError, OSError):
        await response.aclose()
    said = _printable(received[:EXCERPT_BYTES].decode(errors="replace"))
    return masked(said)[:EXCERPT_LENGTH] or None


def masked(text: str) -> str:
    """Without what looks like a secret: some receivers repeat a request with its credentials."""
    for pattern in SECRETS:
        text = pattern.sub(r"\1***", text)
    return text


def _printable(text: str) -> str:
    """Without the one character that PostgreSQL cannot store."""
    return text.replace("\0", "")
