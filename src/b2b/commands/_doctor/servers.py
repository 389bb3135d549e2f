"""What PostgreSQL and Redis say of themselves, asked as the program asks them."""

import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

import psycopg
from redis import Redis
from redis.exceptions import RedisError, ResponseError
from sqlalchemy.exc import SQLAlchemyError

from b2b.commands._doctor.findings import Finding, fault, first_line, ok, warning
from b2b.commands._migrations import pending
from b2b.infrastructure.config import Settings

POSTGRES_VERSION_MIN: Final = 160_000
CLOCK_WARNING_SECONDS: Final = 1.0
CLOCK_FAULT_SECONDS: Final = 5.0

ROLE: Final = """
SELECT rolname, rolsuper OR rolbypassrls,
       (SELECT count(*) FROM pg_class WHERE relowner = pg_roles.oid AND relkind IN ('r', 'p'))
FROM pg_roles WHERE rolname = current_user
"""
UNWALLED: Final = """
SELECT coalesce(array_agg(relname::text ORDER BY relname), '{}')
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attname = 'tenant_id'
WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
  AND has_table_privilege(pg_class.oid, 'SELECT') AND NOT (relrowsecurity AND relforcerowsecurity)
"""


def postgres(settings: Settings) -> list[Finding]:
    try:
        with psycopg.connect(_plain(settings.database_url), connect_timeout=5) as connection:
            return [_version(connection), _role(connection), _row_security(connection), _clock(connection)]
    except psycopg.Error as error:
        return [fault("postgresql", first_line(error))]


def migrations(settings: Settings) -> list[Finding]:
    if settings.database_owner_url is None:
        return [warning("migrations", "not checked: B2B_DATABASE_OWNER_URL is not set")]
    try:
        steps = pending(settings.database_owner_url)
    except SQLAlchemyError as error:
        return [fault("migrations", first_line(error))]
    if steps:
        return [fault("migrations", f"{len(steps)} pending, run `b2b migrate`: {'; '.join(steps)}")]
    return [ok("migrations", "the schema is up to date")]


def redis(settings: Settings) -> list[Finding]:
    try:
        with Redis.from_url(settings.redis_url, socket_timeout=5, socket_connect_timeout=5) as client:
            started = time.perf_counter()
            client.ping()
            milliseconds = (time.perf_counter() - started) * 1000
            policy = _memory_policy(client)
    except RedisError as error:
        return [fault("redis", first_line(error))]
    if policy.startswith("allkeys"):
        return [warning("redis", f"maxmemory-policy {policy} may drop queued work: use volatile-lru")]
    return [ok("redis", f"answers in {milliseconds:.1f} ms")]


def _memory_policy(client: Redis) -> str:
    """Empty where a managed server does not tell."""
    with suppress(ResponseError):
        return str(client.config_get("maxmemory-policy")["maxmemory-policy"])
    return ""


def _version(connection: psycopg.Connection) -> Finding:
    number = connection.info.server_version
    words = f"version {number // 10_000}.{number % 10_000} at {connection.info.host}:{connection.info.port}"
    return (
        ok("postgresql", words)
        if number >= POSTGRES_VERSION_MIN
        else fault("postgresql", f"{words}: 16 needed")
    )


def _role(connection: psycopg.Connection) -> Finding:
    name, mighty, owned = connection.execute(ROLE).fetchone() or ("", True, 0)
    if mighty:
        return fault("role", f"{name} is a superuser or bypasses row security: tenants would see each other")
    if owned:
        return fault("role", f"{name} owns {owned} tables: the program's role must own nothing")
    return ok("role", f"{name} owns nothing and bypasses nothing")


def _row_security(connection: psycopg.Connection) -> Finding:
    (tables,) = connection.execute(UNWALLED).fetchone() or ([],)
    # The search document is read by one reader that always names the tenant; see docs/adr.
    open_tables = [table for table in tables if table != "product_search"]
    if open_tables:
        return fault("row security", f"not forced on {', '.join(open_tables)}")
    return ok("row security", "forced on every tenant's table")


def _clock(connection: psycopg.Connection) -> Finding:
    (theirs,) = connection.execute("SELECT clock_timestamp()").fetchone() or (datetime.now(UTC),)
    seconds = abs((datetime.now(UTC) - theirs).total_seconds())
    detail = f"{seconds:.2f} s apart from the database's"
    if seconds > CLOCK_FAULT_SECONDS:
        return fault("clock", detail)
    return warning("clock", detail) if seconds > CLOCK_WARNING_SECONDS else ok("clock", detail)


def _plain(url: str) -> str:
    return url.replace("+psycopg", "", 1)
