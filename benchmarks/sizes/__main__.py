"""`python -m benchmarks.sizes`: fill an installation's database to a size, for benchmarks to use again."""

import subprocess
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from b2b.infrastructure.embedded import EmbeddedServers
from benchmarks.site import database_of
from benchmarks.sizes.filling import HOME, Filled, OtherSize, fill
from benchmarks.sizes.size import Size
from benchmarks.terminal import notes


@click.command()
@click.option("--products", type=click.IntRange(min=1), default=20_000, show_default=True)
@click.option("--dealers", type=click.IntRange(min=1), default=1_000, show_default=True)
@click.option("--orders", type=click.IntRange(min=0), default=100_000, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True)
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    default=HOME,
    show_default=True,
    help="The installation's folder; `python -m benchmarks --home` uses it.",
)
def main(*, products: int, dealers: int, orders: int, seed: int, home: Path) -> None:
    """Fill the installation in HOME; one that is filled to this size already stays as it is."""
    console = Console()
    size = Size(products=products, dealers=dealers, orders=orders, seed=seed)
    home.mkdir(parents=True, exist_ok=True)
    with notes(console) as note, EmbeddedServers(home.absolute(), durable=True) as servers:
        note("The schema is made")
        subprocess.run(
            [sys.executable, "-m", "b2b", "migrate"],
            env={**servers.environment(), "B2B_HOME": str(home.absolute())},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        try:
            filled = fill(database_of(servers).superuser_url, size, note)
        except OtherSize as fault:
            raise click.ClickException(str(fault)) from fault
    _show(console, filled)


def _show(console: Console, filled: Filled) -> None:
    table = Table("What", "Seconds")
    for part, seconds in filled.seconds.items():
        table.add_row(part, f"{seconds:,.1f}")
    table.add_section()
    for name, rows in sorted(filled.rows.items()):
        table.add_row(name, f"{rows:,} rows")
    console.print(table)


if __name__ == "__main__":
    main()
