"""Speaks with LOGO's Objects REST Service: one token, few requests at once, every reason of a refusal."""

import asyncio
import base64
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

import httpx
import msgspec
from prometheus_client import Histogram

from b2b.application.integration.erp.ports import ErpAway, ErpRefused, ErpUncertain
from b2b.infrastructure.gateways.erp.logo.config import FIRM_KEY, PERIOD_KEY, LogoConfig

Record = dict[str, Any]

BASE: Final = "/api/v1"
LOGIN_ERROR: Final = "LoginError"
SECONDS: Final = Histogram(
    "b2b_erp_request_seconds",
    "Requests to an ERP that we call, by the class of their status (2xx; none where no answer came).",
    ("method", "status"),
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
)
# Nothing of the request can have reached the service.
_NOT_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


class LogoClient:
    """Each token holds a user's licence: it is fetched once, renewed when it died, given back at the end.

    - A redirect is refused: the operator named the address, and the token goes nowhere else.
    """

    def __init__(self, config: LogoConfig) -> None:
        self._config = config
        self._token: str | None = None
        self._is_closed = False
        self._sign_in = asyncio.Lock()
        self._turns = asyncio.Semaphore(config.at_once)
        self._http = httpx.AsyncClient(
            base_url=config.address + BASE,
            follow_redirects=False,
            trust_env=False,
            timeout=httpx.Timeout(config.answer_seconds, connect=config.connect_seconds),
        )

    async def aclose(self) -> None:
        self._is_closed = True
        for _ in range(self._config.at_once):
            await self._turns.acquire()  # what is under way ends first
        if self._token is not None:
            # Where the service is away, the licence is free again when the token's time is over.
            with suppress(httpx.HTTPError):
                await self._http.get("/methods/revoke", headers=self._bearer(self._token), timeout=3.0)
            self._token = None
        await self._http.aclose()

    async def rows(self, resource: str, **parameters: str | int) -> list[Record]:
        """Raises `ErpAway` and `ErpRefused`."""
        try:
            answer = await self._ask("GET", f"/{resource}", parameters=parameters)
        except ErpUncertain as error:
            raise ErpAway(str(error)) from error
        rows = answer.get("items")
        return rows if isinstance(rows, list) else []

    async def record(self, resource: str, reference: int) -> Record:
        """As `rows`."""
        try:
            return await self._ask("GET", f"/{resource}/{reference}")
        except ErpUncertain as error:
            raise ErpAway(str(error)) from error

    async def create(self, resource: str, record: Record) -> Record:
        """Raises `ErpAway` where it was certainly not taken, else `ErpUncertain`, and `ErpRefused`."""
        return await self._ask("POST", f"/{resource}", body=record)

    async def _ask(
        self,
        method: str,
        path: str,
        *,
        parameters: Mapping[str, str | int] | None = None,
        body: Record | None = None,
    ) -> Record:
        """A dead session is opened anew, once; whatever it was asked with was not done."""
        if self._is_closed:
            raise ErpAway("The connection was changed.")
        async with self._turns:
            token = await self._signed_in(dead=None)
            for is_last in (False, True):
                request = self._http.build_request(
                    method, path, params=parameters, json=body, headers=self._bearer(token)
                )
                response = await self._send(request)
                if not _is_dead_session(response):
                    return _understood(response)
                if not is_last:
                    token = await self._signed_in(dead=token)
        raise ErpAway("The service ends each session at once.")

    async def _signed_in(self, *, dead: str | None) -> str:
        """The token; another one where `dead` is the one at hand. Whoever comes meanwhile waits for it."""
        async with self._sign_in:
            if self._token is None or self._token == dead:
                self._token = None
                self._token = await self._new_token()
            return self._token

    async def _new_token(self) -> str:
        config = self._config
        form = {
            "grant_type": "password",
            "username": config.user,
            "password": config.password,
            FIRM_KEY: str(config.company.firm),
            PERIOD_KEY: str(config.company.period),
        }
        headers = {}
        if config.client_id:
            pair = f"{config.client_id}:{config.client_secret}".encode()
            headers["Authorization"] = "Basic " + base64.b64encode(pair).decode()
        response = await self._send(self._http.build_request("POST", "/token", data=form, headers=headers))
        answer = _decoded(response)
        token = answer.get("access_token")
        if response.status_code != httpx.codes.OK or not isinstance(token, str):
            raise ErpAway("Sign-in refused: " + "; ".join(_reasons(answer)))
        return token

    async def _send(self, request: httpx.Request) -> httpx.Response:
        began_at, outcome = time.perf_counter(), "none"
        try:
            response = await self._http.send(request)
            outcome = f"{response.status_code // 100}xx"
        except _NOT_SENT as error:
            raise ErpAway(_words(error)) from error
        except httpx.HTTPError as error:
            if request.url.path.endswith("/token"):
                raise ErpAway(_words(error)) from error
            raise ErpUncertain(_words(error)) from error
        finally:
            SECONDS.labels(request.method, outcome).observe(time.perf_counter() - began_at)
        if response.is_redirect:
            raise ErpAway(f"The address answers with a redirect ({response.status_code}).")
        return response

    def _bearer(self, token: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {token}"}


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")


def _decoded(response: httpx.Response) -> Record:
    try:
        found = msgspec.json.decode(response.content)
    except msgspec.DecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _is_dead_session(response: httpx.Response) -> bool:
    if response.status_code == httpx.codes.UNAUTHORIZED:
        return True
    if response.status_code != httpx.codes.BAD_REQUEST:
        return False
    state = _decoded(response).get("ModelState")
    return isinstance(state, dict) and LOGIN_ERROR in state


def _understood(response: httpx.Response) -> Record:
    """Success is 200. What a server's fault did with a write is not known."""
    answer = _decoded(response)
    if response.is_success and answer:
        return answer
    if response.is_success or response.is_server_error:
        raise ErpUncertain(f"The answer {response.status_code} is not LOGO's.")
    raise ErpRefused(_reasons(answer) or [f"The answer is {response.status_code}."])


def _reasons(answer: Record) -> list[str]:
    """Every text of every list, with the name of its list."""
    state = answer.get("ModelState")
    if isinstance(state, dict) and state:
        return list(_texts(state))
    named = (answer.get(name) for name in ("error_description", "error", "Message"))
    return [str(text) for text in named if text][:1]


def _texts(state: Mapping[str, object]) -> Iterator[str]:
    for name, found in state.items():
        for text in found if isinstance(found, list) else [found]:
            yield f"{name}: {text}"
