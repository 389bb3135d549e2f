"""Ways to spoil a request that is right: each a whole request, and whether it must be refused."""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import quote

import httpx
import msgspec

from b2b.application.shared.pages import encode_cursor
from tests.integration.clients import Client
from tests.integration.walls.knocking import Knock

Place = tuple[str | int, ...]
HUGE: Final = 10 * 1024 * 1024
LONG: Final = "x" * 10_000
# Written into the JSON text as they stand, since Python's encoder would refuse or change them.
RAW: Final = {"§huge": "1e400", "§digits": "9" * 400, "§surrogate": '"\\ud800"', "§infinity": "Infinity"}
VALUES: Final[tuple[object, ...]] = (
    None,
    True,
    0,
    -1,
    2**31,
    2**63,
    1.5,
    "",
    LONG,
    "a\0b",
    "2026-99-99",
    "İ\u0301😀\u202e",
    [],
    {},
    [[[]]],
    *RAW,
)
TEXTS: Final = (
    "",
    "x",
    "-1",
    "0",
    "1e400",
    "9" * 30,
    "2026-99-99",
    "a\0b",
    LONG,
    "'; drop table--",
    "%",
    "😀",
)
PATH_TEXTS: Final = (
    "%00",
    "a%00b",
    "%FF%FE",
    "%F0%9F%A6%8A",
    "x" * 5_000,
    "%27%22%3B--",
    "%20",
    "%2e%2e",
    "-1",
)


class Elsewhere(msgspec.Struct):
    """The key of a list that does not exist."""

    a: list[int]


CURSORS: Final = ("x", "!!!", "AAAA" * 100, "é", "gA", "3QA", encode_cursor(Elsewhere([1] * 9)), "kQ", "//8")
HEADERS: Final[dict[str, tuple[bytes, ...]]] = {
    "Idempotency-Key": (b"", b'""', b"k" * 300, b"\xff\xfe", b'"', b" ", "ığü".encode()),
    "If-Match": (b"", b"x", b'"9999999999999999999999"', b'W/"x"', b"\xff", b'"1", "2"', b"1" * 300),
    "If-None-Match": (b"", b"\xff", b"*", b"x" * 5_000, b'W/"'),
    "X-Request-Id": (b"", b"\xff", b"x" * 5_000, b"a b", b"<script>"),
    "Accept": (b"text/html", b"\xff", b"application/xml;q=x"),
    "Accept-Language": (b"tr", b"\xff", b"x" * 5_000),
    "Content-Encoding": (b"br", b"gzip", b"\xff"),
    "X-Forwarded-For": (b"\xff", b"not an address", b"1.2.3.4, " * 500),
    "User-Agent": (b"\xff" * 600,),
}
KEYED: Final = frozenset({"Idempotency-Key", "If-Match", "If-None-Match"})
TYPES: Final = (
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application/xml",
    "x",
)


@dataclass(frozen=True, kw_only=True)
class Spoiled:
    """`refused` has the statuses of which the answer must have one; empty: anything but a failure."""

    what: str
    knock: Knock
    content: bytes | None = None
    refused: tuple[int, ...] = ()
    raw_path: str | None = None
    raw_query: str = ""
    raw_headers: tuple[tuple[bytes, bytes], ...] = ()

    async def on(self, client: Client) -> httpx.Response:
        knock = self.knock
        url = self.raw_path or knock.operation.path.format_map(knock.path)
        if self.raw_query:
            url += f"?{self.raw_query}"
        headers = [(name.encode(), value.encode()) for name, value in knock.headers.items()]
        spoiled = {name.lower() for name, _ in self.raw_headers}
        headers = [pair for pair in headers if pair[0].lower() not in spoiled] + list(self.raw_headers)
        content = self.content
        if content is None and knock.operation.has_body:
            content = text_of(knock.body)
        if content is not None and b"content-type" not in spoiled:
            headers.append((b"Content-Type", b"application/json"))
        params = knock.query if not self.raw_query else None
        return await client.request(
            knock.operation.method, url, params=params, headers=headers, content=content
        )


def text_of(body: Any) -> bytes:
    text = json.dumps(body)
    for mark, raw in RAW.items():
        text = text.replace(json.dumps(mark), raw)
    return text.encode()


def spoilt(knock: Knock) -> Iterator[Spoiled]:
    yield from spoilt_paths(knock)
    yield from spoilt_queries(knock)
    yield from spoilt_headers(knock)
    if knock.operation.has_body:
        yield from spoilt_wholes(knock)
        yield from spoilt_parts(knock)


def spoilt_paths(knock: Knock) -> Iterator[Spoiled]:
    for name in knock.path:
        for text in PATH_TEXTS:
            values = {key: quote(value) for key, value in knock.path.items()} | {name: text}
            refused = tuple(range(400, 500)) if "%00" in text or "%FF" in text else ()
            yield Spoiled(
                what=f"path {name}={text[:20]}",
                knock=knock,
                raw_path=knock.operation.path.format_map(values),
                refused=refused,
            )


def spoilt_queries(knock: Knock) -> Iterator[Spoiled]:
    base = "&".join(f"{key}={quote(value)}" for key, value in knock.query.items())
    for parameter in knock.operation.parameters:
        if parameter["in"] != "query":
            continue
        name = parameter["name"]
        for text in TEXTS:
            refused = tuple(range(400, 500)) if "\0" in text else ()
            query = f"{name}={quote(text)}&{base}"
            yield Spoiled(what=f"query {query[:30]}", knock=knock, raw_query=query, refused=refused)
        if name in {"cursor", "after"}:
            for cursor in CURSORS:
                query = f"{name}={quote(cursor)}"
                yield Spoiled(what=f"query {query[:30]}", knock=knock, raw_query=query, refused=(422,))
    yield Spoiled(what="query of invalid UTF-8", knock=knock, raw_query=f"a=%FF&{base}", refused=(400,))
    yield Spoiled(what="unknown query", knock=knock, raw_query=f"unknown=1&&=&=x&{base}")


def spoilt_headers(knock: Knock) -> Iterator[Spoiled]:
    """Those that an operation names; what every request may carry is tried where only something is read."""
    named = {parameter["name"] for parameter in knock.operation.parameters}
    for name, values in HEADERS.items():
        wanted = name in named or (knock.operation.method == "GET" and name not in KEYED)
        for value in values if wanted else ():
            raw = ((name.encode(), value),)
            yield Spoiled(what=f"header {name}: {value[:20]!r}", knock=knock, raw_headers=raw)


def spoilt_wholes(knock: Knock) -> Iterator[Spoiled]:
    right = text_of(knock.body)
    wholes: dict[str, tuple[bytes, tuple[int, ...]]] = {
        "no body": (b"", (400, 422)),
        "blank": (b"  \n", (400, 422)),
        "cut off": (right[:-1], (400,)),
        "two bodies": (right + right, (400,)),
        "invalid UTF-8": (right.replace(b'"', b'"\xff', 1), (400, 422)),
        "latin-1": ('{"ığ": "é"}'.encode("iso8859-9"), (400, 422)),
        "a byte order mark": (b"\xef\xbb\xbf" + right, (400,)),
        "deep": (b"[" * 100_000, (400, 422)),
        "deep and closed": (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, (400, 422)),
        "an array": (b"[" + right + b"]", (422,)),
        "a string": (b'"x"', (422,)),
        "a number": (b"1e400", (400, 422)),
        "null": (b"null", (422,)),
        "NaN": (b"NaN", (400,)),
        "huge": (b'{"x":"' + b"a" * HUGE + b'"}', (413,)),
        "a key twice": (right[:-1] + b"," + right[1:], ()),
        "an unknown field": (text_of({**knock.body, "unknown~/\u0131": 1}), (422,)),
        "nothing in it": (b"{}", ()),
    }
    for what, (content, refused) in wholes.items():
        yield Spoiled(what=f"body: {what}", knock=knock, content=content, refused=refused)
    for media_type in TYPES:
        raw = ((b"Content-Type", media_type.encode()),)
        yield Spoiled(what=f"type {media_type}", knock=knock, raw_headers=raw, refused=(415,))
    for odd in (b"application/json; charset=latin-1", b"\xff", b"application/json;;=", b""):
        yield Spoiled(what=f"type {odd!r}", knock=knock, raw_headers=((b"Content-Type", odd),))


def spoilt_parts(knock: Knock) -> Iterator[Spoiled]:
    """Every leaf and branch of the body, replaced and taken away.

    The parts of an item are many, and go one way: each meets a third of the values, its neighbours others.
    """
    for number, (place, old) in enumerate(_places(knock.body, ())):
        where = "/".join(map(str, place))
        in_item = place[0] == "items" and len(place) > 2
        for value in VALUES[number % 3 :: 3] if in_item else VALUES:
            refused = _refused(place, old, value)
            body = _replaced(knock.body, place, value)
            yield Spoiled(
                what=f"{where}={str(value)[:20]!r}", knock=replace(knock, body=body), refused=refused
            )
        yield Spoiled(what=f"without {where}", knock=replace(knock, body=_without(knock.body, place)))


def _refused(place: Place, old: object, value: object) -> tuple[int, ...]:
    """What can be said for sure: no text has a NUL, nothing is of another shape, quantities are positive.

    The items of a push are refused one by one, inside of an answer that is 200.
    """
    if place[0] == "items" and len(place) > 1:
        return ()
    other_shape = isinstance(old, list) != isinstance(value, list) or isinstance(old, dict) != isinstance(
        value, dict
    )
    is_nul = isinstance(old, str) and value == "a\0b"
    is_no_quantity = place[-1] == "quantity" and value in (0, -1, 2**31, 2**63)
    return (400, 422) if (other_shape and value is not None) or is_nul or is_no_quantity else ()


def _places(node: Any, place: Place) -> Iterator[tuple[Place, Any]]:
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in pairs:
        yield (*place, key), value
        yield from _places(value, (*place, key))


def _replaced(body: Any, place: Place, value: Any) -> Any:
    made = copy.deepcopy(body)
    _parent(made, place)[place[-1]] = value
    return made


def _without(body: Any, place: Place) -> Any:
    made = copy.deepcopy(body)
    del _parent(made, place)[place[-1]]
    return made


def _parent(body: Any, place: Place) -> Any:
    for key in place[:-1]:
        body = body[key]
    return body
