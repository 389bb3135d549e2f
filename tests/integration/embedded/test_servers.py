"""Servers of our own: what they keep, what they refuse, what they recover from."""

import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psutil
import psycopg
import pytest
from redis import Redis
from redis.exceptions import AuthenticationError

from b2b.infrastructure.embedded import EmbeddedFault, EmbeddedServers, HomeLock, connected
from b2b.infrastructure.embedded.account import Account
from b2b.infrastructure.embedded.processes import ProcessBook, gone


def connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True)


@pytest.fixture
def home(public_folder: Path) -> Path:
    return public_folder / f"home-{uuid4().hex[:8]}"


@pytest.fixture
def own_process() -> Iterator[subprocess.Popen[bytes]]:
    """Any process of the account that the servers run as."""
    with subprocess.Popen(["/bin/sleep", "60"], **Account.current().identity) as process:
        yield process
        process.kill()


def test_a_restart_keeps_data_and_ports(home: Path) -> None:
    with EmbeddedServers(home) as first, connect(first.database_owner_url) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        before = first.environment()

    with EmbeddedServers(home) as second, connect(second.database_owner_url) as owner:
        assert owner.execute("SELECT answer FROM kept").fetchone() == (42,)
        assert second.environment() == before


def test_after_the_block_nothing_runs(home: Path) -> None:
    with EmbeddedServers(home, durable=False):
        running = [ProcessBook(home).running(name) for name in ("postgres", "valkey")]

    assert all(running)
    assert not any(process and process.is_running() for process in running)


def test_a_killed_server_is_recovered_with_every_committed_row(home: Path) -> None:
    servers = EmbeddedServers(home)
    servers.start()
    try:
        with connect(servers.database_owner_url) as owner:
            owner.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        postgres = ProcessBook(home).running("postgres")
        assert postgres
        postgres.kill()
        while not servers.dead():
            time.sleep(0.02)

        servers.restart("postgres")

        with connect(servers.database_owner_url) as owner:
            assert owner.execute("SELECT answer FROM kept").fetchone() == (42,)
    finally:
        servers.stop()


def test_servers_of_a_killed_run_are_taken_over(home: Path) -> None:
    script = f"""
import os, signal, pathlib
from b2b.infrastructure.embedded import EmbeddedServers
EmbeddedServers(pathlib.Path({str(home)!r}), durable=False).start()
os.kill(os.getpid(), signal.SIGKILL)
"""
    killed = subprocess.run([sys.executable, "-c", script], check=False)
    assert killed.returncode == -signal.SIGKILL
    orphans = [ProcessBook(home).running(name) for name in ("postgres", "valkey")]
    assert all(orphans)

    with EmbeddedServers(home, durable=False) as servers, connect(servers.database_url) as app:
        assert app.execute("SELECT 1").fetchone() == (1,)
        assert not any(orphan and not gone(orphan) for orphan in orphans)


def test_a_pid_file_that_names_a_stranger_is_no_obstacle(
    home: Path, own_process: subprocess.Popen[bytes]
) -> None:
    with EmbeddedServers(home, valkey=False, durable=False):
        postgres = ProcessBook(home).running("postgres")
        assert postgres
        postgres.kill()
        postgres.wait(5)
    pid_file = home / "postgres" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(own_process.pid), *lines[1:]]) + "\n")

    with EmbeddedServers(home, valkey=False, durable=False) as servers, connect(servers.database_url) as app:
        assert app.execute("SELECT 1").fetchone() == (1,)

    assert psutil.pid_exists(own_process.pid)


def test_two_homes_run_side_by_side(home: Path, servers: EmbeddedServers) -> None:
    with EmbeddedServers(home, durable=False) as other:
        assert other.database_url != servers.database_url
        assert other.redis_url != servers.redis_url


def test_one_home_has_one_supervisor(home: Path) -> None:
    with (
        HomeLock(home),
        pytest.raises(EmbeddedFault, match=r"^b2b is already running in .+\.$"),
        HomeLock(home),
    ):
        pass


def test_nobody_gets_in_without_the_password(servers: EmbeddedServers) -> None:
    wrong = servers.database_url.replace(servers.secrets.app_password, "wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(wrong)
    with pytest.raises(AuthenticationError):
        Redis.from_url(servers.redis_url.replace(servers.secrets.valkey_password, "wrong")).ping()


def test_servers_listen_on_loopback_only_and_never_run_as_root(home: Path) -> None:
    with EmbeddedServers(home, durable=False):
        for name in ("postgres", "valkey"):
            process = ProcessBook(home).running(name)
            assert process
            assert process.uids().effective != 0
            listening = [found.laddr.ip for found in process.net_connections("inet")]
            assert set(listening) == {"127.0.0.1"}


def test_secrets_are_for_their_owner_only(home: Path) -> None:
    servers = EmbeddedServers(home)

    assert (home / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert len(servers.secrets.jwt_secret) >= 64
    assert servers.secrets.jwt_secret not in repr(servers.secrets)
    assert EmbeddedServers(home).secrets == servers.secrets


def test_the_programs_role_owns_nothing_and_bypasses_nothing(servers: EmbeddedServers) -> None:
    with connect(servers.database_url) as app:
        facts = app.execute(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        assert facts == (False, False, False, False)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("CREATE TABLE mine (id int)")


def test_a_database_is_copied_from_its_template(servers: EmbeddedServers) -> None:
    name = f"template_{uuid4().hex[:8]}"
    template = servers.create_database(name)
    with connect(template.owner) as owner:
        owner.execute("CREATE TABLE kept AS SELECT similarity('a', 'a') AS alike")

    copy = servers.create_database(f"{name}_copy", template=name)

    with connect(copy.owner) as owner:
        assert owner.execute("SELECT alike FROM kept").fetchone() == (1.0,)
    with connect(copy.app) as app:
        assert app.execute("SELECT current_user").fetchone() == ("b2b_app",)
    servers.drop_database(f"{name}_copy")
    servers.drop_database(name)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        connect(copy.app)


def test_a_machine_without_builds_is_told_what_to_set(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "vax")

    with pytest.raises(EmbeddedFault, match=r"Valkey for Linux vax .* set B2B_REDIS_URL"):
        EmbeddedServers(home, postgres=False).start()


def test_a_command_beside_a_running_program_uses_its_servers(home: Path) -> None:
    with EmbeddedServers(home, durable=False) as servers, connected({"B2B_HOME": str(home)}) as settings:
        assert settings.database_url == servers.database_url
        assert settings.redis_url == servers.redis_url
        assert settings.jwt_secret == servers.secrets.jwt_secret


def test_a_command_alone_starts_servers_for_its_own_time(home: Path) -> None:
    with connected({"B2B_HOME": str(home)}) as settings, connect(settings.database_url) as app:
        assert app.execute("SELECT 1").fetchone() == (1,)

    assert ProcessBook(home).running("postgres") is None


def test_the_environment_says_how_much_postgresql_keeps_in_memory(home: Path) -> None:
    given = {"B2B_HOME": str(home), "B2B_EMBEDDED_SHARED_BUFFERS": "40MB"}
    with connected(given) as settings, connect(settings.database_url) as connection:
        assert connection.execute("show shared_buffers").fetchone() == ("40MB",)


@pytest.mark.parametrize("size", ["much", "0MB", "1 GB", "1GB -c fsync=off"])
def test_a_size_that_is_none_is_refused(home: Path, size: str) -> None:
    given = {"B2B_HOME": str(home), "B2B_EMBEDDED_SHARED_BUFFERS": size}
    with pytest.raises(EmbeddedFault, match="such as 512MB"), connected(given):
        pass


def test_a_service_alone_does_not_start_servers(home: Path) -> None:
    with (
        pytest.raises(EmbeddedFault, match="start `b2b up` there"),
        connected({"B2B_HOME": str(home)}, start=False),
    ):
        pass


def test_a_home_that_the_servers_account_cannot_reach_is_linked(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    home = tmp_path / "home"

    with EmbeddedServers(home, durable=False) as servers, connect(servers.database_url) as app:
        assert app.execute("SELECT 1").fetchone() == (1,)

    assert (home / "postgres").is_symlink() == (os.geteuid() == 0)
    for name in ("postgres", "valkey"):
        shutil.rmtree((home / name).resolve())


@pytest.mark.parametrize("way", ["ordinary", "private"])
def test_neither_root_nor_public_binaries_are_needed(home: Path, way: str) -> None:
    home.mkdir()
    home.chmod(0o755)
    script = Path(__file__).with_name("start_from_copy.py")

    done = subprocess.run(
        [sys.executable, str(script), str(home), way], capture_output=True, text=True, check=False, cwd="/"
    )

    assert done.returncode == 0, done.stderr
    uid, user = done.stdout.split()
    assert user == "b2b_app"
    assert way == "private" or uid != "0"
