"""`python -m faults`: one seed, or many, with a verdict for people and a report for programs."""

import shutil
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click
import uvloop
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from faults import report
from faults.blows import BLOWS
from faults.patches import PLANTS
from faults.processes import ROOT
from faults.round import WISHES, Verdict, run
from faults.schedule import schedule
from faults.site import Site

KEPT: Final = ROOT / "faults" / "logs"


@click.command()
@click.option("--seed", default=1, show_default=True, help="The first seed.")
@click.option("--seeds", default=1, show_default=True, help="How many seeds, one after the other.")
@click.option("--plant", type=click.Choice(["", *PLANTS]), default="", help="A bug that has to be found.")
@click.option("--only", multiple=True, type=click.Choice(list(BLOWS)), help="These blows alone.")
@click.option("--wishes", default=WISHES, show_default=True, help="Orders that are asked for, each seed.")
@click.option("--write", is_flag=True, help="Write the results to faults/results and docs/faults.md.")
@click.option("--resume", is_flag=True, help="Leave out the seeds that were written down as clean.")
def main(
    seed: int, seeds: int, plant: str, only: tuple[str, ...], wishes: int, *, write: bool, resume: bool
) -> None:
    """Abuse an installation of the product and look whether anything was lost, doubled or half done.

    Exits with 1 where a seed has violations, or where a planted bug is not found.
    """
    console = Console(soft_wrap=True)
    # Whoever is told to end still has processes to end, also in the background of a shell.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    clean = [verdict for verdict in report.recorded() if verdict.is_clean] if resume else []
    known = {verdict.seed for verdict in clean}
    rest = [one for one in range(seed, seed + seeds) if one not in known]
    verdicts = uvloop.run(_all(console, rest, clean, plant, only, wishes, write=write))
    bad = [verdict for verdict in verdicts if not verdict.is_clean]
    console.print(report.sentence(verdicts))
    sys.exit(bool(bad) != bool(plant))


async def _all(
    console: Console,
    seeds: Sequence[int],
    earlier: Sequence[Verdict],
    plant: str,
    only: tuple[str, ...],
    wishes: int,
    *,
    write: bool,
) -> list[Verdict]:
    """The earlier verdicts and those of the seeds."""
    verdicts = list(earlier)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Site.open() as site, Progress(*columns, console=console, disable=len(seeds) == 1) as progress:
        bar = progress.add_task("seeds", total=len(seeds))
        for seed in seeds:
            if len(seeds) == 1:
                for line in report.plan(schedule(seed, wishes, only)):
                    console.print(line)
            verdict = await run(site, seed, plant=plant, only=only, count=wishes)
            verdicts.append(verdict)
            if write:
                report.write(verdicts)
            _tell(console, verdict, site, is_alone=len(seeds) == 1)
            progress.advance(bar)
            if plant and not verdict.is_clean:
                break
    return verdicts


def _tell(console: Console, verdict: Verdict, site: Site, *, is_alone: bool) -> None:
    if not verdict.is_clean:
        console.print(f"Logs are kept in {_keep(site, verdict.seed)}", highlight=False)
    for line in report.lines(verdict, is_alone=is_alone):
        console.print(line, highlight=False, markup=False)


def _keep(site: Site, seed: int) -> Path:
    """The processes' logs of this seed, and the servers' since they began."""
    kept = KEPT / str(seed)
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(site.logs, kept)
    shutil.copytree(site.home / "servers" / "logs", kept / "servers")
    return kept


if __name__ == "__main__":
    main()
