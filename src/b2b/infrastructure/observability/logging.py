"""One JSON line per event on standard output, from our own code and from the libraries alike.

Context (request id, tenant, user, message) is bound once with `structlog.contextvars.bind_contextvars`.
Bodies and headers are never logged; values whose names sound like secrets are masked in case one slips in.
"""

import logging
import re
import sys
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import msgspec
import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from b2b.infrastructure.observability.faults import count_faults

MASK: Final = "***"
SECRET_WORDS: Final = (
    "password",
    "token",
    "secret",
    "authorization",
    "api_key",
    "apikey",
    "cookie",
    "otp",
    "dsn",
)
# The user and password of an address, as errors of drivers may repeat it.
CREDENTIALS: Final = re.compile(r"(\b[a-z][a-z0-9+.-]*://)[^\s/@]+@", re.IGNORECASE)
# Chatty below warnings, and nothing in it that our own events do not say better.
QUIET_LOGGERS: Final = (
    "httpx",
    "httpcore",
    "botocore",
    "urllib3",
    "alembic.runtime",
    "asyncio",
    "faker",
    "b2b.infrastructure.persistence.pool",
)


def configure_logging(*, process: str, level: str = "info") -> None:
    """Called once, first thing in a process. `process` names it in every line."""
    threshold = logging.getLevelNamesMapping()[level.upper()]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        _named(process),
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        count_faults,
        structlog.processors.format_exc_info,
        mask_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.processors.JSONRenderer(serializer=_json)],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        # Line and end in one go: other processes write there too.
        logger_factory=structlog.WriteLoggerFactory(sys.stdout),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(serializer=_json),
            ],
        )
    )
    logging.basicConfig(level=threshold, handlers=[handler], force=True)
    for name in QUIET_LOGGERS:
        logging.getLogger(name).setLevel(max(threshold, logging.WARNING))


def mask_secrets(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace the values of fields that sound like secrets, at any depth, and passwords within addresses."""
    return {name: _masked(name, value) for name, value in event.items()}


def _masked(name: str, value: object) -> object:
    if value is not None and _sounds_secret(name):
        return MASK
    if isinstance(value, str):
        return CREDENTIALS.sub(rf"\1{MASK}@", value) if "://" in value else value
    if isinstance(value, Mapping):
        return {key: _masked(str(key), inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(name, inner) for inner in value]
    return value


@lru_cache(maxsize=1024)
def _sounds_secret(name: str) -> bool:
    """The same few names come with every line."""
    return any(word in name.lower() for word in SECRET_WORDS)


def _named(process: str) -> Processor:
    def add_process(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        event["process"] = process
        return event

    return add_process


def _json(event: EventDict, **_: object) -> str:
    return msgspec.json.encode(event, enc_hook=str).decode()
