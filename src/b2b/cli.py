"""`b2b …`: the list of commands, each loaded only when it is asked for.

A command's module has a `command`. Whatever it raises reaches the person as one sentence, with exit status 1.
"""

import os
import sys
import traceback
from importlib import import_module
from typing import Final, NamedTuple

import click

from b2b.commands._lean import stay_lean


class Entry(NamedTuple):
    """Where a command is, and what the overview says of it without loading it."""

    module: str
    summary: str


COMMANDS: Final = {
    "up": Entry("up", "Start everything: servers, migrations, both APIs, worker and scheduler."),
    "portal": Entry("portal", "Serve the dealer portal."),
    "integration": Entry("integration", "Serve the integration API."),
    "worker": Entry("worker", "Deliver webhooks and do other work that waits in queues."),
    "scheduler": Entry(
        "scheduler", "Relay events and keep the clock of expiries; one leads, others stand by."
    ),
    "logo": Entry("logo", "Read LOGO and write orders to it, where it can only be called."),
    "migrate": Entry("migrate", "Bring the database's schema up to date, or take it back."),
    "doctor": Entry("doctor", "Check configuration, servers, roles, migrations, clock and disk."),
    "demo": Entry("demo", "Load demo data."),
    "cache": Entry("cache", "Let processes forget what they keep."),
    "apikey": Entry("apikey", "Create, list and revoke API keys."),
    "tenant": Entry("tenant", "Create and list tenants."),
    "user": Entry("user", "Create users."),
    "import": Entry("import_file", "Import a file through the integration's rules."),
}


# Processes that serve and draw nothing.
SERVICES: Final = frozenset({"portal", "integration", "worker", "scheduler"})


class Commands(click.Group):
    """Imports a command's module at its first use, so that the overview answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return super().get_command(ctx, cmd_name)
        command = import_module(f"b2b.commands.{entry.module}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"b2b.commands.{entry.module}.command is not a command.")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="b2b", prog_name="b2b")
def root() -> None:
    """A dealer portal for distributors: prices, stock, orders, credit and approvals.

    Without B2B_DATABASE_URL and B2B_REDIS_URL the program runs servers of its own in .b2b (or B2B_HOME).
    """


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[1] in SERVICES:
        stay_lean()
    try:
        status = root.main(standalone_mode=False)  # what a command gave to ctx.exit, or nothing
    except click.ClickException as fault:
        fault.show()
        sys.exit(fault.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except (
        Exception
    ) as error:  # the person at the terminal gets a sentence; B2B_LOG_LEVEL=debug shows the rest
        if os.environ.get("B2B_LOG_LEVEL") == "debug":
            traceback.print_exc()
        click.echo(f"b2b: {_sentence(error)}", err=True)
        sys.exit(1)
    sys.exit(status if isinstance(status, int) else 0)


def _sentence(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    first = lines[0] if lines else "no further word"
    ours = type(error).__module__.startswith("b2b.")
    return first if ours else f"{first} ({type(error).__name__})"
