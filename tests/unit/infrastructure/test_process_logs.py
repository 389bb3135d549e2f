import json
from pathlib import Path

import pytest

from b2b.commands._supervisor.console import Console, ProcessLog


def test_a_log_file_holds_only_json_and_the_terminal_only_what_matters(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = ProcessLog(tmp_path, "portal", Console())

    log.take(b'{"event":"request","level":"info","status":200}\n')
    log.take(b"Traceback (most recent call last):\n")
    log.take(b'{"event":"slow","level":"warning","seconds":3}\n')
    log.take(b"\n")
    log.close()

    kept = [json.loads(line) for line in log.path.read_text().splitlines()]
    assert [line["event"] for line in kept] == ["request", "output", "slow"]
    assert kept[1]["text"] == "Traceback (most recent call last):"
    (shown,) = capsys.readouterr().out.splitlines()
    assert "portal" in shown
    assert shown.endswith("slow seconds=3")


def test_the_last_words_are_the_end_of_the_exception(tmp_path: Path) -> None:
    log = ProcessLog(tmp_path, "worker", Console())

    log.take(b'{"event":"failed","level":"error","exception":"Traceback\\n  line\\nKeyError: 1"}')

    assert log.last_words == "KeyError: 1"


def test_verbose_shows_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = ProcessLog(tmp_path, "portal", Console(verbose=True))

    log.take(b'{"event":"request","level":"info","status":200}')

    assert capsys.readouterr().out.endswith("request status=200\n")
