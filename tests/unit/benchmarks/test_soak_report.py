import msgspec
import pytest

from benchmarks import soak_report
from benchmarks.report import DOCUMENT
from benchmarks.soak_report import BEGIN, END, Part, judged, section, written
from tests.unit.benchmarks.test_laboratory_report import SPREAD
from tests.unit.benchmarks.test_report import MACHINE

HELD = {"portal": 240.0, "integration": 90.0, "worker": 100.0, "scheduler": 90.0, "postgres": 300.0}
PARTS = [Part(minute=5.0 * number, browsing=SPREAD, orders=SPREAD, memory_mb=HELD) for number in range(1, 4)]


def test_a_load_that_nothing_disturbs_holds() -> None:
    assert all(bar.passed for bar in judged(PARTS))


def test_one_disturbed_part_says_nothing_of_times_and_an_unanswered_request_everything() -> None:
    slow = msgspec.structs.replace(SPREAD, p95_ms=9_000.0)
    late = msgspec.structs.replace(SPREAD, late=1)

    disturbed = [msgspec.structs.replace(PARTS[0], browsing=slow), *PARTS[1:]]
    unanswered = [msgspec.structs.replace(PARTS[0], orders=late), *PARTS[1:]]

    assert all(bar.passed for bar in judged(disturbed))
    assert [bar.name for bar in judged(unanswered) if not bar.passed] == ["late"]


def test_a_process_that_grows_is_seen() -> None:
    grown = [*PARTS, msgspec.structs.replace(PARTS[0], memory_mb=HELD | {"worker": 130.0})]

    assert [bar.name for bar in judged(grown) if not bar.passed] == ["worker_memory"]


def test_each_part_is_a_row() -> None:
    text = section(MACHINE, 60, PARTS, judged(PARTS))

    assert "over 60 minutes: 1,200 requests of people who browse and 1,200 orders" in text
    assert "| 10 | 100.0 | 8 / 40 / 60 | 100.0 | 8 / 40 / 60 | 240 | 90 | 100 | 90 | 300 | 0 |" in text


def test_the_documentation_has_a_place_for_it_which_a_trial_leaves_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert DOCUMENT.read_text().index(BEGIN) < DOCUMENT.read_text().index(END)
    monkeypatch.setattr(soak_report, "DOCUMENT", None)

    assert written(MACHINE, 2, PARTS, judged(PARTS)).startswith("Measured 2026-11-21")
