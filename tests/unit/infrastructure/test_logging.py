import json
import logging
import subprocess
import sys

import pytest

from b2b.infrastructure.config import ConfigurationFault, Settings
from b2b.infrastructure.observability.faults import name_of
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


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("postgresql://b2b_app:hunter2@db:5432/b2b is away", "postgresql://***@db:5432/b2b is away"),
        ("https://partner:s3cret@erp.example/hooks?x=1", "https://***@erp.example/hooks?x=1"),
        ("https://erp.example/who@example.com", "https://erp.example/who@example.com"),
        ("somebody@example.com", "somebody@example.com"),
    ],
)
def test_passwords_within_addresses_are_masked(said: str, logged: str) -> None:
    masked = mask_secrets(None, "info", {"event": said, "tries": [{"url": said}]})

    assert masked == {"event": logged, "tries": [{"url": logged}]}


def test_secrets_in_lists_are_masked() -> None:
    masked = mask_secrets(None, "info", {"keys": [{"token": "t", "name": "n"}], "secrets": ["a", "b"]})

    assert masked == {"keys": [{"token": "***", "name": "n"}], "secrets": "***"}


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


def test_a_fault_is_counted_and_named_whoever_logs_it() -> None:
    script = """
import logging, structlog
from b2b.infrastructure.observability.faults import FAULTS
from b2b.infrastructure.observability.logging import configure_logging
configure_logging(process="worker")
try:
    1 / 0
except ZeroDivisionError as error:
    structlog.get_logger("x").error("failed", exc_info=error)
    logging.getLogger("library").exception("failed")
structlog.get_logger("x").warning("odd")
structlog.get_logger("x").error("wrong")
print(FAULTS._value.get())
"""

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    *lines, count = (json.loads(line) for line in done.stdout.splitlines())
    assert [line.get("fault") for line in lines] == ["ZeroDivisionError"] * 2 + [None] * 2
    assert all(line["exception"].endswith("division by zero") for line in lines[:2])
    assert count == 3


def test_a_fault_is_named_by_its_class_and_the_innermost_place_of_ours() -> None:
    with pytest.raises(ConfigurationFault) as met:
        Settings.from_env({})

    assert name_of(met.value) == "ConfigurationFault in b2b.infrastructure.config.Settings.from_env"
