"""What a worker process of a server is to the system under it."""

import ctypes
import multiprocessing
import os
import signal
import sys
from contextlib import suppress
from typing import Final

# prctl(2): the signal that a process gets when whoever started it ends.
PR_SET_PDEATHSIG: Final = 1


def stand_alone() -> None:
    """Call in a worker as it starts; in a process that no other of ours started it changes nothing.

    - Linux shares the processors among sessions before it shares them among processes (sched(7), autogroup).
      Each process of PostgreSQL is a session, so all workers of a server in one would weigh as much together
      as a single connection to the database, and be made to wait for it.
    - Who kills the group of the server does not reach a session of its own: a worker ends with its server.
    """
    server = multiprocessing.parent_process()
    if sys.platform != "linux" or server is None:
        return
    if ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL) != 0:
        return
    if os.getppid() != server.pid:
        # It was gone before it could be asked for.
        os.kill(os.getpid(), signal.SIGKILL)
    with suppress(PermissionError):
        os.setsid()
