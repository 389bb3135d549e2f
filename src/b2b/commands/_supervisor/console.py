"""What the person at the terminal sees, and what is kept in `<home>/logs`.

Files hold every line as JSON; the terminal shows warnings, errors and what the supervisor does.
"""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

import click
import msgspec

LOG_BYTES_MAX: Final = 10_000_000
OLD_LOGS: Final = 3
NAME_WIDTH: Final = 12
COLOURS: Final = {"warning": "yellow", "error": "red", "critical": "red"}
# Said by the line's own columns already, or of no use to a person watching.
HIDDEN: Final = frozenset({"timestamp", "level", "event", "process", "logger", "exception", "text"})


class Console:
    """Short lines for people; `verbose` shows everything that is logged."""

    def __init__(self, *, verbose: bool = False) -> None:
        self._verbose = verbose

    def say(self, text: str, *, name: str = "b2b", level: str = "info") -> None:
        moment = datetime.now(UTC).astimezone().strftime("%H:%M:%S")
        colour = COLOURS.get(level)
        click.echo(f"{moment}  {name:<{NAME_WIDTH}} {click.style(text, fg=colour)}")

    def relay(self, name: str, event: Mapping[str, object]) -> None:
        """Show a child's event if it is worth a line."""
        level = str(event.get("level", "info"))
        if not self._verbose and level not in COLOURS:
            return
        facts = " ".join(f"{key}={value}" for key, value in event.items() if key not in HIDDEN)
        self.say(f"{event.get('text') or event.get('event', '')} {facts}".rstrip(), name=name, level=level)


class ProcessLog:
    """One process's lines: kept as JSON in its file, relayed to the console."""

    def __init__(self, folder: Path, name: str, console: Console) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = folder / f"{name}.log"
        self.last_words = ""
        self._name = name
        self._console = console
        self._file = RotatingFileHandler(self.path, maxBytes=LOG_BYTES_MAX, backupCount=OLD_LOGS, delay=True)

    def take(self, line: bytes) -> None:
        """A line that is not JSON (a traceback, a library's print) is wrapped: files stay JSON lines."""
        text = line.decode(errors="replace").rstrip()
        if not text:
            return
        event = _event(text)
        self.last_words = _last_words(event) or self.last_words
        kept = msgspec.json.encode(event).decode()
        self._file.emit(logging.makeLogRecord({"msg": kept}))
        self._console.relay(self._name, event)

    def close(self) -> None:
        self._file.close()


def _event(text: str) -> dict[str, object]:
    try:
        return msgspec.json.decode(text, type=dict[str, object])
    except msgspec.DecodeError:
        now = datetime.now(UTC).isoformat()
        return {"timestamp": now, "level": "info", "event": "output", "text": text}


def _last_words(event: Mapping[str, object]) -> str:
    """The end of an exception says most; next best is the event itself."""
    exception = str(event.get("exception") or "").strip()
    if exception:
        return exception.splitlines()[-1]
    return str(event.get("text") or event.get("event") or "").strip()
