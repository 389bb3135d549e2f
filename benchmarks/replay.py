"""What PostgreSQL alone could do: pgbench sends again the statements that the portal was seen to send.

Requests that only read are sent once each while the server logs every statement with its parameters. Each
becomes a pgbench script of the same statements in one pipeline, as the same role behind the same walls.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

import httpx
import psycopg
from psycopg import sql

from benchmarks import pgbench
from benchmarks.measures import Pace, Reading
from benchmarks.site import Connection, Site

SAMPLES: Final = 24
_ENTRY: Final = re.compile(r"^\d{4}-\d\d-\d\d \S+ \S+ \[(\d+)\] (\w+):  (.*)$")
_EXECUTED: Final = re.compile(r"execute [^:]+: (.*)", re.DOTALL)
_PARAMETERS: Final = re.compile(r"parameters: (.*)", re.DOTALL | re.IGNORECASE)
_PARAMETER: Final = re.compile(r"\$(\d+) = ('(?:[^']|'')*'|NULL)")
_PLACE: Final = re.compile(r"\$(\d+)")
_FRAME: Final = {"begin", "commit", "rollback"}


class NothingRecorded(Exception):
    """The portal answered without asking the database, or the log could not be read."""


def replayed(site: Site, requests: Sequence[str], pace: Pace) -> Reading:
    """Transactions a second, each drawn at random from what so many of the requests were seen to need."""
    folder = site.home / "replay"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    scripts = []
    for place, text in enumerate(requests[:SAMPLES]):
        script = folder / f"{place:02}.sql"
        script.write_text(script_of(_statements(site, text)))
        scripts.append(script)
    return pgbench.run(site.database, scripts, {}, pace)


def script_of(statements: Sequence[str]) -> str:
    """Raises NothingRecorded where there is nothing to send again."""
    if not statements:
        raise NothingRecorded
    return "\n".join(
        ["\\startpipeline", "begin;", *(f"{one};" for one in statements), "commit;", "\\endpipeline"]
    )


class Seen(NamedTuple):
    """A statement as it was sent, and the literals of its places, as the log writes them."""

    text: str
    values: dict[str, str]


def executed(log: str) -> Iterator[Seen]:
    """The statements of a server's log in order, without begin and commit."""
    statement: str | None = None
    for kind, text in _entries(log):
        if kind == "DETAIL" and statement and (found := _PARAMETERS.match(text)):
            yield Seen(statement, dict(_PARAMETER.findall(found[1])))
            statement = None
            continue
        if statement:
            yield Seen(statement, {})
        found = _EXECUTED.match(text)
        statement = found[1].strip().rstrip(";") if found else None
        if statement and statement.lower() in _FRAME:
            statement = None
    if statement:
        yield Seen(statement, {})


def filled(seen: Seen, types: Sequence[str] = ()) -> str:
    """Places become literals, of the type that the server takes them for: alone some would be text."""

    def value(place: re.Match[str]) -> str:
        literal = seen.values.get(place[1])
        if literal is None:
            return place[0]
        number = int(place[1])
        return _literal(literal) + (f"::{types[number - 1]}" if number <= len(types) else "")

    return _PLACE.sub(value, seen.text)


def _literal(value: str) -> str:
    """A colon would be a variable to pgbench: it is written as its number."""
    if ":" not in value:
        return value
    escaped = value.replace("\\", "\\\\").replace(":", "\\x3a")
    return f"E{escaped}"


def _entries(log: str) -> Iterator[tuple[str, str]]:
    """Kind and text of each; lines that begin with a tab belong to the one before."""
    kind, lines = "", list[str]()
    for line in log.splitlines():
        if found := _ENTRY.match(line):
            if lines:
                yield kind, "\n".join(lines)
            kind, lines = found[2], [found[3]]
        else:
            lines.append(line.removeprefix("\t"))
    if lines:
        yield kind, "\n".join(lines)


def _statements(site: Site, text: str) -> list[str]:
    """Seen while one request was answered; it is sent twice, for what is looked up at first only."""
    _send(site, text)
    with _logging(site):
        before = site.log_of_statements.stat().st_size
        _send(site, text)
        with site.log_of_statements.open("rb") as log:
            log.seek(before)
            seen = log.read().decode()
    with site.database.superuser() as connection:
        # The driver would look for those of its own that `_types` deallocates.
        connection.prepare_threshold = None
        return [filled(one, _types(connection, one)) for one in executed(seen)]


def _types(connection: Connection, seen: Seen) -> Sequence[str]:
    """Of the statement's places; none where it says too little by itself."""
    if not seen.values:
        return ()
    connection.execute("deallocate all")
    try:
        connection.execute(sql.SQL("prepare seen as {}").format(sql.SQL(seen.text)))
    except psycopg.errors.SyntaxErrorOrAccessRuleViolation:
        return ()
    row = connection.execute("select parameter_types::text[] from pg_prepared_statements").fetchone()
    return row[0] if row else ()


@contextmanager
def _logging(site: Site) -> Iterator[None]:
    """Every session logs what it executes; it hears of it with its next statement."""
    with site.database.superuser() as connection:
        connection.execute("alter system set log_statement = 'all'")
        connection.execute("select pg_reload_conf()")
    try:
        yield
    finally:
        with site.database.superuser() as connection:
            connection.execute("alter system reset log_statement")
            connection.execute("select pg_reload_conf()")


def _send(site: Site, text: str) -> None:
    head, _, body = text.partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    method, target, _ = first.split(" ")
    headers = dict(line.split(": ", 1) for line in lines if not line.startswith("Content-Length"))
    httpx.request(
        method, f"{site.portal_url}{target}", headers=headers, content=body.encode(), timeout=60
    ).raise_for_status()
