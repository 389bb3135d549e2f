"""Workers of a server, as the system under them sees them."""

import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest

from b2b.infrastructure.embedded.processes import gone, wait_until

SERVER = """
import multiprocessing, os, time
from b2b.commands._workers import stand_alone

def work():
    stand_alone()
    print(os.getpid(), os.getsid(0), flush=True)
    time.sleep(60)

multiprocessing.get_context("fork").Process(target=work).start()
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Sessions weigh on Linux alone")


@pytest.fixture
def server() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def test_a_worker_is_a_session_of_its_own_and_ends_with_its_server(server: subprocess.Popen[str]) -> None:
    assert server.stdout
    pid, session = map(int, server.stdout.readline().split())
    worker = psutil.Process(pid)

    assert session == pid != server.pid

    server.kill()
    wait_until(lambda: gone(worker), timeout_seconds=30)
    assert gone(worker)


def test_a_process_that_nobody_started_as_a_worker_stays_where_it_is() -> None:
    asked = "import os; from b2b.commands._workers import stand_alone as s; a = os.getsid(0); s(); "
    subprocess.run([sys.executable, "-c", f"{asked}assert os.getsid(0) == a"], check=True)
