"""Connections that fall evenly on the processes of a server, as behind a balancer that counts them.

The kernel gives each new connection to one of the processes that listen on a port by a hash of its addresses
(SO_REUSEPORT, socket(7)). Of sixteen one may get eleven, and whoever is among them waits twice as long as the
others: by luck, and not by what the server can do.
"""

import math
import socket
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import psutil

ROUNDS_MAX: Final = 60
ACCEPTED_SECONDS: Final = 2.0
PAUSE_SECONDS: Final = 0.02


def dial(port: int, count: int) -> list[socket.socket]:
    """So many open connections to 127.0.0.1, ready for an event loop.

    - Where it cannot be seen whose they are, and after `ROUNDS_MAX` attempts, they stay as they fell.
    """
    sockets = [_dialled(port) for _ in range(count)]
    for _ in range(ROUNDS_MAX):
        extra = _extra(sockets, port)
        if not extra:
            break
        for one in extra:
            sockets.remove(one)
            one.close()
        sockets += [_dialled(port) for _ in extra]
    for one in sockets:
        one.settimeout(0)
    return sockets


def _dialled(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port))


def _extra(sockets: Sequence[socket.socket], port: int) -> list[socket.socket]:
    """Those that some process has beyond its share."""
    by_port = {one.getsockname()[1]: one for one in sockets}
    listeners, owners = _seen(port, by_port)
    if not listeners:
        return []
    share = math.ceil(len(sockets) / listeners)
    of_process: dict[int, list[socket.socket]] = defaultdict(list)
    for ours, process in owners.items():
        of_process[process].append(by_port[ours])
    return [one for held in of_process.values() for one in held[share:]]


def _seen(port: int, wanted: Mapping[int, object]) -> tuple[int, dict[int, int]]:
    """How many processes listen, and which of them holds which of our ports, once each is accepted."""
    deadline = time.monotonic() + ACCEPTED_SECONDS
    while True:
        found = [
            one for one in psutil.net_connections("tcp4") if one.pid and one.laddr and one.laddr.port == port
        ]
        listeners = {one.pid for one in found if one.status == psutil.CONN_LISTEN}
        owners = {
            one.raddr.port: one.pid
            for one in found
            if one.status == psutil.CONN_ESTABLISHED and one.raddr and one.raddr.port in wanted
        }
        if len(owners) == len(wanted) or time.monotonic() > deadline:
            # Who started the others may hold their port too, and accepts nothing.
            return len(listeners - {psutil.Process(each).ppid() for each in listeners}), owners
        time.sleep(PAUSE_SECONDS)
