"""`b2b doctor` against databases in several states of health."""

import os
import subprocess
import sys
from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest

from b2b.infrastructure.embedded import DatabaseUrls, EmbeddedServers


@pytest.fixture
def database(servers: EmbeddedServers) -> Iterator[DatabaseUrls]:
    name = f"doctor_{uuid4().hex[:8]}"
    yield servers.create_database(name)
    servers.drop_database(name)


def b2b(servers: EmbeddedServers, urls: DatabaseUrls, *arguments: str, **environ: str) -> tuple[int, str]:
    given = servers.secrets.environment() | {
        "B2B_DATABASE_URL": urls.app,
        "B2B_DATABASE_OWNER_URL": urls.owner,
        "B2B_REDIS_URL": servers.redis_url,
        "COLUMNS": "200",
    }
    done = subprocess.run(
        [sys.executable, "-m", "b2b", *arguments],
        env=os.environ | given | environ,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def state_of(subject: str, table: str) -> str:
    (row,) = [line for line in table.splitlines() if line.startswith(f"│ {subject} ")]
    return row.split("│")[2].strip()


def test_a_migrated_database_is_well(servers: EmbeddedServers, database: DatabaseUrls) -> None:
    assert b2b(servers, database, "migrate")[0] == 0

    status, table = b2b(servers, database, "doctor")

    assert status == 0, table
    for subject in ("postgresql", "role", "row security", "clock", "migrations", "redis"):
        assert state_of(subject, table) == "ok", table


def test_pending_migrations_are_a_fault(servers: EmbeddedServers, database: DatabaseUrls) -> None:
    status, table = b2b(servers, database, "doctor")

    assert status == 1
    assert state_of("migrations", table) == "fault"
    assert b2b(servers, database, "migrate", "check")[0] == 1


def test_a_table_without_its_wall_is_a_fault(servers: EmbeddedServers, database: DatabaseUrls) -> None:
    assert b2b(servers, database, "migrate")[0] == 0
    with psycopg.connect(database.owner.replace("+psycopg", "", 1), autocommit=True) as owner:
        owner.execute("ALTER TABLE orders NO FORCE ROW LEVEL SECURITY")

    status, table = b2b(servers, database, "doctor")

    assert status == 1
    assert state_of("row security", table) == "fault"


def test_running_as_the_owner_is_a_fault(servers: EmbeddedServers, database: DatabaseUrls) -> None:
    assert b2b(servers, database, "migrate")[0] == 0

    status, table = b2b(servers, DatabaseUrls(app=database.owner, owner=database.owner), "doctor")

    assert status == 1
    assert state_of("role", table) == "fault"


def test_servers_that_do_not_answer_are_faults_in_a_sentence(
    servers: EmbeddedServers, database: DatabaseUrls
) -> None:
    nowhere = "postgresql://b2b_app:x@127.0.0.1:1/b2b"

    status, table = b2b(
        servers, DatabaseUrls(app=nowhere, owner=nowhere), "doctor", B2B_REDIS_URL="redis://127.0.0.1:1/0"
    )

    assert status == 1
    assert "Traceback" not in table
    assert [state_of(subject, table) for subject in ("postgresql", "migrations", "redis")] == ["fault"] * 3


def test_misspelt_variables_are_a_warning(servers: EmbeddedServers, database: DatabaseUrls) -> None:
    assert b2b(servers, database, "migrate")[0] == 0

    status, table = b2b(servers, database, "doctor", B2B_DATABSE_URL="x")

    assert status == 0
    assert state_of("configuration", table) == "warning"
    assert "B2B_DATABSE_URL" in table
