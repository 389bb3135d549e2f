"""Who reads what was pushed does not wait until the database has counted it by itself."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from b2b.infrastructure.embedded import EmbeddedServers
from b2b.infrastructure.embedded.postgres import SUPERUSER
from tests.integration.integration_api.pushing import Erp, Item, product
from tests.integration.world import World

# Columns of products whose values the planner knows.
KNOWN = "select count(*) from pg_statistic where starelid = 'products'::regclass"


@pytest.fixture
def known(servers: EmbeddedServers, world: World) -> Iterator[psycopg.Connection[Any]]:
    """The superuser's, who alone sees what is known of others' tables; at first nothing is."""
    found = world.builder.connection.info
    secret = servers.secrets.superuser_password
    url = f"postgresql://{SUPERUSER}:{secret}@{found.host}:{found.port}/{found.dbname}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("delete from pg_statistic where starelid = 'products'::regclass")
        connection.execute("update pg_class set reltuples = -1, relpages = 0 where relname = 'products'")
        yield connection


def some(prefix: str, number: int) -> list[Item]:
    return [product(f"{prefix}-{place}", description="x" * 200) for place in range(number)]


def number_of(connection: psycopg.Connection[Any], query: str = KNOWN) -> int:
    row = connection.execute(query).fetchone()
    assert row is not None
    return int(row[0])


async def test_a_first_push_is_counted(erp: Erp, known: psycopg.Connection[Any]) -> None:
    await erp.push("products", *some("N", 600))

    assert number_of(known) > 10


async def test_what_was_only_tried_out_is_not_taken_for_counted(
    erp: Erp, known: psycopg.Connection[Any]
) -> None:
    await erp.push("products", *some("N", 600), dry_run=True)
    tried = number_of(known, "select relpages from pg_class where relname = 'products'")
    await erp.push("products", *some("N", 600))

    assert (tried, number_of(known) > 10) == (0, True)


async def test_a_few_are_not_counted(erp: Erp, known: psycopg.Connection[Any]) -> None:
    await erp.push("products", *some("N", 99))

    assert number_of(known) == 0


async def test_what_has_grown_little_is_not_counted_again(erp: Erp, known: psycopg.Connection[Any]) -> None:
    rows = "select reltuples from pg_class where relname = 'products'"
    await erp.push("products", *some("N", 600))
    first = number_of(known, rows)
    await erp.push("products", *some("M", 600))

    assert number_of(known, rows) == first


@pytest.mark.parametrize("mode", ["share update exclusive", "access exclusive"])
async def test_a_push_is_answered_while_somebody_counts_or_alters_a_table(
    erp: Erp, known: psycopg.Connection[Any], mode: str
) -> None:
    with known.transaction():
        known.execute(f"lock table {'products' if 'share' in mode else 'audit_log'} in {mode} mode")
        answer = await erp.push("products", *some("N", 600))

    assert (answer["created"], number_of(known)) == (600, 0)
