from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from b2b.commands._doctor.findings import Finding

COLOURS: Final = {"ok": "green", "warning": "yellow", "fault": "bold red"}


@click.command()
@click.pass_context
def command(ctx: click.Context) -> None:
    """Check configuration, versions, servers, roles, migrations, clock and disk.

    Exit status 1 where something is at fault; warnings do not count.
    """
    from b2b.commands._doctor import machine, servers
    from b2b.commands._doctor.findings import State
    from b2b.infrastructure.embedded import connected

    findings: list[Finding] = []
    with connected() as settings:
        findings += machine.configuration(settings)
        findings += machine.versions()
        findings += machine.disk(settings.home)
        findings += servers.postgres(settings)
        findings += servers.migrations(settings)
        findings += servers.redis(settings)
    _show(findings)
    ctx.exit(1 if any(finding.state is State.FAULT for finding in findings) else 0)


def _show(findings: Sequence["Finding"]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("Check", "State", "Found")
    for finding in findings:
        state = Text(finding.state, style=COLOURS[finding.state])
        table.add_row(finding.subject, state, Text(finding.detail, overflow="fold"))
    Console().print(table)
