"""The service itself, as it answers on port 32001."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Final
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

import msgspec
from litestar import Litestar, Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, QueryParameter

from demo.logo.books import RESOURCES, Books, Company, Record, StatementRefused
from demo.logo.filters import FilterFault, parse
from demo.logo.orders import OrderRefused, take
from demo.logo.sessions import Account, Sessions, SignInRefused

ISTANBUL: Final = ZoneInfo("Europe/Istanbul")
LIMIT: Final = 25

Call = Request[None, None, State]
Answer = Response[Any]
Fields = FromQuery[str | None]


@dataclass
class Moods:
    """What may go wrong. Set them while it runs."""

    sleep_after_saving_seconds: float = 0.0
    dead_session_is_400: bool = False
    fail_with: int | None = None
    is_deaf_to_filters: bool = False
    limit_max: int = 1000


@dataclass
class Logo:
    """One service with the books of its firms, and a memory of what it was asked."""

    books: Books = field(default_factory=Books)
    sessions: Sessions = field(default_factory=lambda: Sessions(Account()))
    moods: Moods = field(default_factory=Moods)
    asked: list[str] = field(default_factory=list)

    def app(self) -> Litestar:
        return Litestar(
            [token, method, queries, listing, record, create],
            state=State({"logo": self}),
            openapi_config=None,
        )


class DeadSession(Exception):
    pass


def _logo(request: Call) -> Logo:
    logo: Logo = request.app.state.logo
    return logo


def _enter(request: Call) -> tuple[Logo, Company]:
    """Raises `DeadSession`."""
    logo = _logo(request)
    logo.asked.append(f"{request.method} {request.url.path}?{request.url.query}")
    company = logo.sessions.company(request.headers.get("authorization", ""))
    if company is None:
        raise DeadSession
    return logo, company


def _answer(logo: Logo, work: Callable[[], Any]) -> Answer:
    """Whatever `work` answers, or what the service says instead."""
    if logo.moods.fail_with is not None:
        return Response({"Message": "An error has occurred."}, status_code=logo.moods.fail_with)
    try:
        return Response(work(), status_code=200)
    except OrderRefused as refused:
        return _invalid(refused.faults)
    except StatementRefused as refused:
        return _invalid({"207": [str(refused)]})
    except FilterFault as fault:
        return _invalid({"OtherError": [str(fault)]})
    except LookupError:
        return Response({"Message": "No HTTP resource was found."}, status_code=404)


def _invalid(faults: Mapping[str, list[str]]) -> Answer:
    return Response({"Message": "The request is invalid.", "ModelState": faults}, status_code=400)


def _dead(request: Call, _: Exception) -> Answer:
    if _logo(request).moods.dead_session_is_400:
        return _invalid({"LoginError": ["The session has ended."]})
    return Response({"Message": "Authorization has been denied for this request."}, status_code=401)


@post("/api/v1/token")
async def token(request: Call) -> Answer:
    logo = _logo(request)
    form = {name.lower(): value for name, value in parse_qsl((await request.body()).decode())}
    try:
        return Response(
            logo.sessions.sign_in(form, request.headers.get("authorization", "")), status_code=200
        )
    except SignInRefused as refused:
        return Response({"error": refused.error, "error_description": refused.description}, status_code=400)


@get("/api/v1/methods/{name:str}", sync_to_thread=False, exception_handlers={DeadSession: _dead})
def method(request: Call, name: FromPath[str]) -> Answer:
    logo, _ = _enter(request)
    if name == "revoke":
        logo.sessions.end(request.headers["authorization"])
    return Response({"Meta": {}, "result": True}, status_code=200)


@get("/api/v1/queries", sync_to_thread=False, exception_handlers={DeadSession: _dead})
def queries(request: Call, tsql: FromQuery[str]) -> Answer:
    logo, _ = _enter(request)

    def work() -> Record:
        rows = logo.books.select(tsql)
        return {"Meta": _meta(request), "count": len(rows), "items": rows}

    return _answer(logo, work)


@get("/api/v1/{resource:str}", sync_to_thread=False, exception_handlers={DeadSession: _dead})
def listing(  # noqa: PLR0913  the service's own parameters
    request: Call,
    resource: FromPath[str],
    *,
    q: FromQuery[str | None] = None,
    fields: Fields = None,
    sort: FromQuery[str | None] = None,
    expand: FromQuery[str] = "",
    expand_level: Annotated[str, QueryParameter(name="expandLevel")] = "",
    with_count: Annotated[bool, QueryParameter(name="withCount")] = False,
    offset: FromQuery[int] = 0,
    limit: FromQuery[int] = LIMIT,
) -> Answer:
    logo, company = _enter(request)

    def work() -> Record:
        wanted = None if logo.moods.is_deaf_to_filters else q
        found = [one for one in _records(logo, resource, company) if wanted is None or parse(wanted)(one)]
        for name in reversed((sort or "").split(",")):
            if name.strip():
                found.sort(key=lambda one: one[name.split()[0]], reverse=name.lower().endswith(" desc"))
        page = found[offset : offset + min(limit, logo.moods.limit_max)]
        opened = ["*"] if expand_level == "full" else expand.split(",")
        answer: Record = {
            "Meta": _meta(request),
            "offset": offset,
            "limit": limit,
            "count": len(page),
            "first": _meta(request),
            "items": [_shown(one, fields, opened) for one in page],
        }
        return answer | ({"totalCount": len(found)} if with_count else {})

    return _answer(logo, work)


@get(
    "/api/v1/{resource:str}/{reference:int}",
    sync_to_thread=False,
    exception_handlers={DeadSession: _dead},
)
def record(request: Call, resource: FromPath[str], reference: FromPath[int], fields: Fields = None) -> Answer:
    logo, company = _enter(request)

    def work() -> Record:
        _records(logo, resource, company)
        found = logo.books.one(resource, company, reference)
        if found is None:
            raise LookupError(reference)
        return _shown(found, fields, ["*"])

    return _answer(logo, work)


@post("/api/v1/{resource:str}", exception_handlers={DeadSession: _dead})
async def create(request: Call, resource: FromPath[str]) -> Answer:
    logo, company = _enter(request)
    order = msgspec.json.decode(await request.body(), type=dict[str, Any])

    def work() -> Record:
        if resource != "salesOrders":
            raise LookupError(resource)
        return take(logo.books, company, order, datetime.now(ISTANBUL))

    answer = _answer(logo, work)
    # The caller may have given up long before; what is saved stays saved.
    await asyncio.sleep(logo.moods.sleep_after_saving_seconds)
    return answer


def _records(logo: Logo, resource: str, company: Company) -> list[Record]:
    if resource not in RESOURCES:
        raise LookupError(resource)
    return logo.books.all(resource, company)


def _meta(request: Call) -> Record:
    return {"href": str(request.url), "mediaType": "application/json", "apiVersion": "1.0"}


def _shown(record: Record, fields: str | None, opened: list[str]) -> Record:
    """The fields asked for; a collection is empty unless it is opened."""
    names = [name.strip() for name in fields.split(",")] if fields else list(record)
    return {
        name: {"Meta": {}, "items": []}
        if isinstance(record[name], dict) and not {"*", name} & set(opened)
        else record[name]
        for name in names
        if name in record
    }
