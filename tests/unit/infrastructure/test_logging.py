import json
import logging
import subprocess
import sys

from b2b.infrastructure.observability.logging import mask_secrets


def test_values_that_sound_like_secrets_are_masked_at_any_depth() -> None:
    masked = mask_secrets(
        None,
        "info",
        {
            "event": "x",
            "Authorization": "Bearer 1",
            "new_password": "p",
            "headers": {"x-api_key": "k", "a": 1},
        },
    )

    assert masked == {
        "event": "x",
        "Authorization": "***",
        "new_password": "***",
        "headers": {"x-api_key": "***", "a": 1},
    }


def test_our_events_and_the_libraries_lines_are_json_with_the_bound_context() -> None:
    script = """
import logging, structlog
from b2b.infrastructure.observability.logging import configure_logging
configure_logging(process="worker")
structlog.contextvars.bind_contextvars(request_id="r-1")
structlog.get_logger("x").info("order.submitted", order_id=7, token="t")
logging.getLogger("library").warning("slow %s", "query")
logging.getLogger("library").debug("hidden")
try:
    1 / 0
except ZeroDivisionError:
    structlog.get_logger("x").exception("failed")
"""

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    ours, theirs, failure = (json.loads(line) for line in done.stdout.splitlines())
    assert ours["event"] == "order.submitted"
    assert ours["order_id"] == 7
    assert ours["token"] == "***"
    assert ours["request_id"] == theirs["request_id"] == "r-1"
    assert ours["process"] == theirs["process"] == "worker"
    assert theirs["event"] == "slow query"
    assert theirs["level"] == logging.getLevelName(logging.WARNING).lower()
    assert failure["exception"].endswith("ZeroDivisionError: division by zero")
