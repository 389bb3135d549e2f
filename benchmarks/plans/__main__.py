"""`python -m benchmarks.plans --home DIR`: the plans of the main job on a filled installation."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.table import Table

from b2b.infrastructure.embedded import EmbeddedServers
from b2b.infrastructure.embedded.databases import DATABASE
from benchmarks.measures import Note
from benchmarks.plans import report
from benchmarks.plans.asking import find_facts, let_in
from benchmarks.plans.calls import calls
from benchmarks.plans.log import Log, forget_plans, write_plans
from benchmarks.plans.running import Answered, People, run
from benchmarks.site import Site, database_of, running_site
from benchmarks.sizes import Size, fill
from benchmarks.sizes.filling import HOME, TENANT, OtherSize
from benchmarks.terminal import notes

# Smaller tables are read whole, and rightly so.
LARGE: Final = 10_000
_LARGE: Final = "select relname from pg_class where relkind = 'r' and reltuples >= %s"


@click.command()
@click.option("--products", type=click.IntRange(min=1), default=500_000, show_default=True)
@click.option("--dealers", type=click.IntRange(min=1), default=20_000, show_default=True)
@click.option("--orders", type=click.IntRange(min=1), default=1_000_000, show_default=True)
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    default=HOME,
    show_default=True,
    help="The installation's folder; it is filled where it is empty, and kept.",
)
@click.option("--only", default="", help="Calls whose title has this.")
@click.option("--explain", is_flag=True, help="Print the plans that are found wanting.")
@click.option("--write", "write_down", is_flag=True, help="Write the table to docs/benchmarks.md.")
def main(
    *, products: int, dealers: int, orders: int, home: Path, only: str, explain: bool, write_down: bool
) -> None:
    """Ask everything that is asked all day, and judge what the database did for it.

    Exit status 1 where a large table is read in sequence, or a step takes more rows than its answer needs.
    """
    console, size = Console(), Size(products=products, dealers=dealers, orders=orders)
    home.mkdir(parents=True, exist_ok=True)
    with notes(console) as note:
        _prepare(home.absolute(), size, note)
        with running_site(home.absolute()) as site:
            found = _ask(site, only, note)
            machine = report.machine_line(site)
    _show(console, found, explain=explain)
    if write_down:
        report.write(size, machine, found)
    if any(each.faults for each in found):
        raise SystemExit(1)


def _prepare(home: Path, size: Size, note: Note) -> None:
    """Filled, and with plans written from the first session on."""
    with EmbeddedServers(home, durable=True) as servers:
        note("The schema is made")
        subprocess.run(
            [sys.executable, "-m", "b2b", "migrate"],
            env={**servers.environment(), "B2B_HOME": str(home)},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        database = database_of(servers)
        try:
            fill(database.superuser_url, size, note)
        except OtherSize as fault:
            raise click.ClickException(str(fault)) from fault
        with database.superuser() as connection:
            write_plans(connection, DATABASE)


def _ask(site: Site, only: str, note: Note) -> list[Answered]:
    with site.database.superuser() as connection:
        row = connection.execute("select id::text from tenants where code = %s", [TENANT]).fetchone()
        tenant_id = "" if row is None else row[0]
        connection.execute("select set_config('app.tenant_id', %s, false)", [tenant_id])
        let = let_in(connection, tenant_id, TENANT)
        facts = find_facts(connection, let.code)
        large = frozenset(name for (name,) in connection.execute(_LARGE, [LARGE]).fetchall())
    wanted = [call for call in calls(facts) if only.lower() in call.title.lower()]
    log = Log(site.home / "logs" / "postgres.log")
    try:
        return list(run(People(site, let), log, wanted, large, note))
    finally:
        # Not before: pools open connections when they need them.
        with site.database.superuser() as connection:
            forget_plans(connection, DATABASE)


def _show(console: Console, found: Sequence[Answered], *, explain: bool) -> None:
    table = Table("Call", "Statements", "ms", "8 KB pages", "Most rows", "")
    for each in found:
        verdict = "\n".join(each.faults) or "passed"
        numbers = (
            f"{len(each.plans)}",
            f"{each.milliseconds:,.1f}",
            f"{each.pages:,}",
            f"{each.step.rows:,}",
        )
        table.add_row(each.call.title, *numbers, verdict)
    console.print(table)
    if explain:
        for each in found:
            if each.faults:
                report.explain(console, each)


if __name__ == "__main__":
    main()
