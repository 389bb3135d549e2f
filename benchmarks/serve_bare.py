"""`python -m benchmarks.serve_bare PORT WORKERS`: the bare endpoint on the portal's own server."""

import sys

from granian import Granian
from granian.constants import Interfaces, Loops
from granian.log import LogLevels


def main(port: int, workers: int) -> None:
    Granian(
        "benchmarks.bare:make",
        factory=True,
        interface=Interfaces.ASGI,
        port=port,
        workers=workers,
        loop=Loops.uvloop,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
