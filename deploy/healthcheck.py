"""The image's health check: whichever process this container runs, it answers on one of these ports.

Standard library only, so that a check costs a few milliseconds.
"""

import http.client
import os
import sys

PORTS = (
    "B2B_PORTAL_PORT",
    "B2B_INTEGRATION_PORT",
    "B2B_WORKER_METRICS_PORT",
    "B2B_SCHEDULER_METRICS_PORT",
    "B2B_LOGO_METRICS_PORT",
)


def is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=3)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(not any(is_ready(int(os.environ[name])) for name in PORTS if os.environ.get(name)))
