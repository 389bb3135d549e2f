"""Everything up, kept up, and down again in the opposite order."""

import asyncio
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from b2b.commands._supervisor import plan
from b2b.commands._supervisor.announce import show, withdraw, write_demo_file
from b2b.commands._supervisor.children import Child, ChildPlan, end_leftovers, run_to_end
from b2b.commands._supervisor.console import Console
from b2b.commands._supervisor.faults import SupervisionFault
from b2b.infrastructure.config import Settings
from b2b.infrastructure.embedded import EmbeddedServers, HomeLock
from b2b.infrastructure.embedded.attach import Wanted

SEED_FILE: Final = "demo-seed.json"
WATCH_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Up:
    """One run of `b2b up` over one home; `services` says what to start in the complete environment."""

    home: Path
    environ: Mapping[str, str]
    console: Console
    demo: bool
    services: Callable[[Mapping[str, str]], list[ChildPlan]] = plan.services

    def run(self) -> None:
        """Until Ctrl-C or SIGTERM. Raises what keeps it from starting; leaves nothing running either way."""
        with HomeLock(self.home):
            withdraw(self.home)
            end_leftovers([*plan.PORT_VARIABLES], self.home)
            try:
                with suppress(asyncio.CancelledError):
                    asyncio.run(self._run())
            except* Exception as faults:
                raise _first(faults) from None
            finally:
                withdraw(self.home)
            self.console.say("stopped")

    async def _run(self) -> None:
        _stop_on_signals()
        wanted = Wanted.by(self.environ)
        given = {name: value for name, value in self.environ.items() if value}
        with self._servers(wanted) as servers:
            ours = servers.environment() if servers else {}
            environ = plan.complete(ours | given, self.home, demo=self.demo)
            Settings.from_env(environ)
            seed = await self._prepare(environ)
            where = plan.addresses(environ, demo=self.demo)
            plans = self.services(environ)
            if seed:
                plans.append(plan.erp(environ, where, seed.api_key))
            async with asyncio.TaskGroup() as group:
                if servers:
                    group.create_task(self._watch(servers))
                await self._start(group, plans)
                if seed:
                    write_demo_file(self.home, where, seed)
                show(where, seed)
                self.console.say("ready; Ctrl-C stops everything")

    def _servers(self, wanted: Wanted) -> AbstractContextManager[EmbeddedServers | None]:
        if not wanted.any:
            return nullcontext()
        self.console.say(f"starting servers in {self.home}")
        return wanted.servers(self.home)

    async def _prepare(self, environ: Mapping[str, str]) -> plan.DemoSeed | None:
        self.console.say("migrating the database")
        await run_to_end(plan.step("migrate", environ, "migrate", "upgrade"), self.home, self.console)
        if not self.demo:
            return None
        self.console.say("loading demo data")
        await run_to_end(plan.step("demo", environ, "demo", "load"), self.home, self.console)
        return msgspec.json.decode((self.home / SEED_FILE).read_bytes(), type=plan.DemoSeed)

    async def _start(self, group: asyncio.TaskGroup, plans: Sequence[ChildPlan]) -> None:
        children = [Child(one, self.home, self.console) for one in plans]
        self.console.say(f"starting {', '.join(one.name for one in plans)}")
        for child in children:
            group.create_task(child.keep_running())
        await asyncio.gather(*(child.ready() for child in children))

    async def _watch(self, servers: EmbeddedServers) -> None:
        """Start a server again that died; it has its old port, so nobody needs to be told."""
        before = servers.environment()
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            for name in servers.dead():
                self.console.say("ended; starting it again", name=name, level="warning")
                servers.restart(name)
            if servers.environment() != before:
                raise SupervisionFault("A server came back on another port: start b2b again.")


def _stop_on_signals() -> None:
    """The first signal begins the end; more of them do not disturb it."""
    task = asyncio.current_task()
    loop = asyncio.get_running_loop()

    def stop() -> None:
        for number in signals:
            loop.add_signal_handler(number, lambda: None)
        if task:
            task.cancel()

    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    for number in signals:
        loop.add_signal_handler(number, stop)


def _first(faults: BaseExceptionGroup) -> BaseException:
    first = faults.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first
