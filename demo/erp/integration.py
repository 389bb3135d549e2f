"""The integration API as the simulator uses it: bulk pushes, and the few calls about orders and webhooks."""

import gzip
import time
from collections.abc import Mapping, Sequence
from typing import Final

import httpx
import msgspec
import structlog

from demo.erp.contract import BulkAnswer
from demo.erp.settings import API_PATH

log = structlog.get_logger()

# A part of a stream: small enough to send again, large enough that its overhead is nothing.
PART_ITEMS: Final = 20_000
BODY_ITEMS: Final = 1_000
# Level 1 shrinks prices fourteenfold in a quarter of a second for all of them.
GZIP_LEVEL: Final = 1

RETRY_DELAYS_SECONDS: Final = (1.0, 2.0, 4.0, 8.0, 16.0)
# A part of 20,000 may wait for its turn behind others.
TIMEOUT: Final = httpx.Timeout(300.0, connect=5.0)


JSON: Final = {"Content-Type": "application/json"}
NDJSON_GZIP: Final = {"Content-Type": "application/x-ndjson", "Content-Encoding": "gzip"}

# Timeout, a twin in flight, too early, too many.
TRANSIENT: Final = frozenset({408, 409, 425, 429})
RETRY_AFTER_MAX_SECONDS: Final = 60.0
READY_TIMEOUT_SECONDS: Final = 5.0


class IntegrationUnavailable(Exception):
    """The API did not answer, or asks to be called again."""

    def __init__(self, text: str, *, retry_after_seconds: float = 0.0) -> None:
        super().__init__(text)
        self.retry_after_seconds = retry_after_seconds


class IntegrationRefused(Exception):
    """The API understood and said no; trying again would not help."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status}: {text[:500]}")
        self.status = status


def new_client(url: str, api_key: str) -> httpx.Client:
    """`url` is the server's root. Redirects are not followed: the key would go with them."""
    return httpx.Client(
        base_url=url + API_PATH, headers=headers(api_key), timeout=TIMEOUT, follow_redirects=False
    )


def headers(api_key: str) -> dict[str, str]:
    return {"X-API-Key": api_key, "Accept": "application/json", "User-Agent": "b2b-demo-erp/1"}


class Integration:
    """Calls with retries: an answer is a success, or an exception says which way it failed."""

    def __init__(self, client: httpx.Client, delays_seconds: Sequence[float] = RETRY_DELAYS_SECONDS) -> None:
        self._client = client
        self._delays_seconds = delays_seconds

    def push_json(self, resource: str, items: Sequence[msgspec.Struct]) -> BulkAnswer:
        body = msgspec.json.encode({"mode": "upsert", "dry_run": False, "items": items})
        return self._push(resource, body, JSON)

    def push_stream(self, resource: str, items: Sequence[msgspec.Struct]) -> BulkAnswer:
        lines = msgspec.json.Encoder().encode_lines(items)
        return self._push(resource, gzip.compress(lines, GZIP_LEVEL, mtime=0), NDJSON_GZIP)

    def probe(self, resource: str, item: bytes) -> BulkAnswer:
        """What pushing an item would do, without doing it."""
        return self._push(resource, b'{"mode":"upsert","dry_run":true,"items":[' + item + b"]}", JSON)

    def put(self, path: str, body: object, key: str) -> None:
        self._call("PUT", path, msgspec.json.encode(body), {**JSON, "Idempotency-Key": key})

    def post(self, path: str, body: object, key: str) -> bytes:
        return self._call("POST", path, msgspec.json.encode(body), {**JSON, "Idempotency-Key": key}).content

    def get(self, path: str) -> bytes:
        return self._call("GET", path, None, {}).content

    def delete(self, path: str) -> None:
        self._call("DELETE", path, None, {})

    def is_ready(self) -> bool:
        """Whether the server says so itself; it stands outside the API's path."""
        try:
            url = self._client.base_url.copy_with(path="/health/ready")
            return self._client.get(url, timeout=READY_TIMEOUT_SECONDS).is_success
        except httpx.HTTPError:
            return False

    def _push(self, resource: str, body: bytes, headers: Mapping[str, str]) -> BulkAnswer:
        answer = self._call("POST", f"/{resource}", body, headers)
        return msgspec.json.decode(answer.content, type=BulkAnswer)

    def _call(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> httpx.Response:
        for delay_seconds in (*self._delays_seconds, None):
            try:
                return self._once(method, path, body, headers)
            except IntegrationUnavailable as fault:
                if delay_seconds is None:
                    raise
                log.warning(
                    "erp.call_failed", method=method, path=path, fault=str(fault), again_in=delay_seconds
                )
                time.sleep(max(delay_seconds, fault.retry_after_seconds))
        raise AssertionError("unreachable")

    def _once(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> httpx.Response:
        try:
            response = self._client.request(method, path, content=body, headers=headers)
        except httpx.HTTPError as fault:
            raise IntegrationUnavailable(f"{type(fault).__name__}: {fault}") from fault
        if response.is_success:
            return response
        if response.status_code in TRANSIENT or response.status_code >= 500:
            raise IntegrationUnavailable(
                str(response.status_code), retry_after_seconds=_retry_after(response)
            )
        raise IntegrationRefused(response.status_code, response.text)


def _retry_after(response: httpx.Response) -> float:
    text = response.headers.get("Retry-After", "")
    return min(float(text), RETRY_AFTER_MAX_SECONDS) if text.isdecimal() else 0.0
