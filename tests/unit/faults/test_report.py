"""What was tried is written down seed by seed, so that a night that is interrupted is not lost."""

from pathlib import Path

import pytest

from faults import report
from faults.round import Verdict

PAGE = f"# Faults\n\n{report.BEGIN}\nof another day\n{report.END}\nThe end.\n"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "RESULTS", tmp_path / "results" / "latest.json")
    monkeypatch.setattr(report, "DOCUMENT", tmp_path / "faults.md")
    (tmp_path / "faults.md").write_text(PAGE)


def a_verdict(seed: int, *violations: str) -> Verdict:
    return Verdict(seed=seed, plant="", blows=[], violations=list(violations), seconds={"worked": 60.0})


def test_nothing_is_recorded_at_first() -> None:
    assert report.recorded() == []


def test_verdicts_are_recorded_in_the_order_of_their_seeds() -> None:
    verdicts = [a_verdict(3), a_verdict(1, "an order is lost"), a_verdict(2)]

    report.write(verdicts)

    assert report.recorded() == [verdicts[1], verdicts[2], verdicts[0]]


def test_the_page_has_the_figures_in_their_place() -> None:
    report.write([a_verdict(2, "an order is lost"), a_verdict(1)])

    page = report.DOCUMENT.read_text()
    assert page.startswith("# Faults\n")
    assert page.endswith(f"{report.END}\nThe end.\n")
    assert "of another day" not in page
    assert "2 seeds (1 to 2)," in page
    assert "1 of 2 seeds have violations: 2." in page
