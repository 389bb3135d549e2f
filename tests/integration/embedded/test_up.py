"""`b2b up` as a person and as an init system meet it: one command, one signal."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from b2b.commands._supervisor.plan import SERVICES
from b2b.infrastructure.embedded import EmbeddedServers
from b2b.infrastructure.embedded.processes import ProcessBook, gone

SCRIPT = Path(__file__).with_name("up_with_stand_ins.py")
EVERYTHING = ("postgres", "valkey", *SERVICES)

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def home(public_folder: Path) -> Path:
    return public_folder / f"up-{uuid4().hex[:8]}"


@contextmanager
def running(home: Path, **environ: str) -> Iterator[subprocess.Popen[str]]:
    """The program, ready; stopped after the block if the block has not done it."""
    with started(home, **environ) as process:
        until(lambda: "ready" in spoken(home), f"not ready: {home}")
        yield process


@contextmanager
def started(home: Path, **environ: str) -> Iterator[subprocess.Popen[str]]:
    home.mkdir(parents=True, exist_ok=True)
    with (home / "spoken").open("w") as output:
        process = subprocess.Popen(
            [sys.executable, str(SCRIPT)],
            env=without_b2b() | {"B2B_HOME": str(home)} | environ,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def without_b2b() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("B2B_")}


def spoken(home: Path) -> str:
    return (home / "spoken").read_text()


def until(true: Callable[[], object], complaint: str) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline, complaint
        time.sleep(0.05)


def ask(home: Path, name: str) -> list[str]:
    """A stand-in's parent, and the database and Redis it was given."""
    with urllib.request.urlopen(f"http://127.0.0.1:{ProcessBook(home).port(name)}/", timeout=5) as answer:
        return str(answer.read().decode()).split()


def parent(home: Path, name: str) -> str:
    """Empty while it does not answer."""
    try:
        return ask(home, name)[0]
    except OSError:
        return ""


def answers(home: Path, name: str) -> bool:
    return parent(home, name) != ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_one_signal_ends_everything_within_ten_seconds(home: Path, number: signal.Signals) -> None:
    with running(home) as process:
        everything = [ProcessBook(home).running(name) for name in EVERYTHING]
        assert all(everything)

        begun = time.monotonic()
        process.send_signal(number)
        assert process.wait(15) == 0
        assert time.monotonic() - begun < 10

    assert not [one for one in everything if one and not gone(one)]
    assert not [name for name in SERVICES if answers(home, name)]
    assert "stopped" in spoken(home)


def test_a_second_start_keeps_the_addresses(home: Path) -> None:
    ports = []
    for _ in range(2):
        with running(home):
            ports.append([ProcessBook(home).port(name) for name in EVERYTHING])

    assert ports[0] == ports[1]
    assert len(set(ports[0])) == len(EVERYTHING)


def test_a_second_one_in_the_same_folder_is_told_so_and_disturbs_nothing(home: Path) -> None:
    with running(home):
        second = subprocess.run(
            [sys.executable, "-m", "b2b", "up"],
            env=without_b2b() | {"B2B_HOME": str(home)},
            capture_output=True,
            text=True,
            check=False,
        )

        assert second.returncode == 1
        assert second.stderr == f"b2b: b2b is already running in {home}.\n"
        assert all(answers(home, name) for name in SERVICES)


def test_a_service_that_dies_is_started_again_on_its_port(home: Path) -> None:
    with running(home):
        leader, *_ = ask(home, "portal")

        os.kill(int(leader), signal.SIGKILL)

        again = re.compile(r"portal +ended with status -9; starting it again")
        until(lambda: again.search(spoken(home)) is not None, "It was not started again.")
        until(lambda: parent(home, "portal") not in {"", leader}, "It does not answer again.")


def test_a_database_server_that_dies_comes_back_where_it_was(home: Path) -> None:
    with running(home):
        _, url, _ = ask(home, "portal")
        postgres = ProcessBook(home).running("postgres")
        assert postgres

        postgres.kill()

        until(lambda: connects(url) and "postgres     ended" in spoken(home), spoken(home))


def connects(url: str) -> bool:
    try:
        psycopg.connect(url.replace("+psycopg", "", 1), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def test_what_a_killed_supervisor_left_behind_is_cleared_away(home: Path) -> None:
    with running(home) as process:
        leftovers = [ProcessBook(home).running(name) for name in EVERYTHING]
        process.kill()
        process.wait()
        assert answers(home, "worker")

    with running(home):
        assert not [one for one in leftovers if one and not gone(one)]
        assert all(answers(home, name) for name in SERVICES)


def test_addresses_in_the_environment_replace_our_servers(home: Path, servers: EmbeddedServers) -> None:
    name = f"external_{uuid4().hex[:8]}"
    urls = servers.create_database(name)
    environ = servers.secrets.environment() | {
        "B2B_DATABASE_URL": urls.app,
        "B2B_DATABASE_OWNER_URL": urls.owner,
        "B2B_REDIS_URL": servers.redis_url,
    }

    with running(home, **environ):
        _, database_url, redis_url = ask(home, "portal")

    assert (database_url, redis_url) == (urls.app, servers.redis_url)
    assert not (home / "postgres").exists()
    assert not (home / "valkey").exists()
    servers.drop_database(name)


def test_a_service_that_cannot_start_stops_everything_with_its_last_words(home: Path) -> None:
    with started(home, STAND_IN_FAILS="worker") as process:
        assert process.wait(60) == 1

    assert "The worker process does not start: no such thing (see " in spoken(home)
    assert not [name for name in EVERYTHING if ProcessBook(home).running(name)]
