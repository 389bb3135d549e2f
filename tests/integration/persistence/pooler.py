"""PgBouncer in transaction mode before the tests' server, with fewer connections than it is asked for."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import make_url

from b2b.infrastructure.embedded.account import Account
from b2b.infrastructure.embedded.processes import free_port, wait_until

PROGRAM: Final = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin:/usr/local/sbin")
SERVER_CONNECTIONS: Final = 2

_SETTINGS: Final = """
[databases]
{name} = host={host} port={server_port} dbname={name}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {people}
pool_mode = transaction
default_pool_size = {connections}
"""


@contextmanager
def pooled(address: str, folder: Path) -> Iterator[str]:
    """The address of the same database by way of a pooler; `folder` can be reached by any account."""
    server, port = make_url(address), free_port()
    people, settings = folder / f"pooler-{port}.txt", folder / f"pooler-{port}.ini"
    people.write_text(f'"{server.username}" "{server.password}"\n')
    settings.write_text(
        _SETTINGS.format(
            name=server.database,
            host=server.host,
            server_port=server.port,
            port=port,
            people=people,
            connections=SERVER_CONNECTIONS,
        )
    )
    account = Account.current()
    account.owns(people, settings)
    command = [str(PROGRAM), "--quiet", str(settings)]
    with subprocess.Popen(command, **account.identity) as process:
        try:
            assert wait_until(lambda: _answers(port), timeout_seconds=30)
            yield server.set(host="127.0.0.1", port=port).render_as_string(hide_password=False)
        finally:
            process.terminate()


def _answers(port: int) -> bool:
    with closing(socket.socket()) as client:
        return client.connect_ex(("127.0.0.1", port)) == 0
