import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from b2b.infrastructure.embedded.processes import free_port
from benchmarks.dialing import dial

# Tells everybody who connects which process it is.
SERVER = """
import os, socket, sys
listening = socket.socket()
listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
listening.bind(("127.0.0.1", int(sys.argv[1])))
listening.listen(64)
print("ready", flush=True)
held = []
while True:
    held.append(listening.accept()[0])
    held[-1].sendall(f"{os.getpid():10}".encode())
"""


@contextmanager
def serving(port: int) -> Iterator[None]:
    command = [sys.executable, "-c", SERVER, str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        try:
            yield
        finally:
            process.kill()


@pytest.mark.parametrize(("processes", "shares"), [(1, [10]), (2, [5, 5]), (3, [4, 4, 2])])
def test_no_process_gets_more_than_its_share(processes: int, shares: list[int]) -> None:
    port = free_port()
    with ExitStack() as stack:
        for _ in range(processes):
            stack.enter_context(serving(port))
        found: Counter[bytes] = Counter()
        for one in dial(port, 10):
            one.settimeout(10)
            found[one.recv(10)] += 1
            one.close()

    assert len(found) == processes
    assert max(found.values()) <= max(shares)
