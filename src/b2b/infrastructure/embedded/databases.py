"""The roles, databases and extensions that need a superuser; what is inside is for the migrations."""

from dataclasses import dataclass
from typing import Final

import psycopg
from psycopg import sql

from b2b.infrastructure.config import DATABASE_SCHEME
from b2b.infrastructure.embedded.postgres import SUPERUSER
from b2b.infrastructure.embedded.secrets import EmbeddedSecrets

DATABASE: Final = "b2b"
OWNER: Final = "b2b_owner"
APP: Final = "b2b_app"
EXTENSIONS: Final = ("pg_trgm", "btree_gist", "unaccent", "pg_stat_statements")

# The owner makes the schema and is no superuser; the app's role owns nothing and bypasses nothing.
ROLES: Final = {
    OWNER: "LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS",
    APP: "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS",
}


@dataclass(frozen=True, slots=True)
class DatabaseUrls:
    """One database as its two roles see it, in the form SQLAlchemy wants."""

    app: str
    owner: str


class Databases:
    """What the superuser does on the embedded server; each call is one short connection."""

    def __init__(self, port: int, secrets: EmbeddedSecrets) -> None:
        self._port = port
        self._secrets = secrets

    def prepare(self) -> None:
        """Make the roles and the program's database where they are missing; harmless on every start."""
        with self._connect("postgres") as connection:
            for role, attributes in ROLES.items():
                self._role(connection, role, attributes)
            exists = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)
            ).fetchone()
        if not exists:
            self.create(DATABASE)

    def create(self, name: str, *, template: str | None = None) -> DatabaseUrls:
        """A database of the owner's role with the extensions, or a copy of the template.

        A template must have no open connections.
        """
        create = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY {}").format(
            sql.Identifier(name),
            sql.Identifier(OWNER),
            sql.Identifier(template or "template1"),
            # Files of some size are copied several times as quickly as they are written through the log.
            sql.Identifier("file_copy" if template else "wal_log"),
        )
        name_and_app = (sql.Identifier(name), sql.Identifier(APP))
        with self._connect("postgres") as connection:
            connection.execute(create)
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
            connection.execute(sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(*name_and_app))
        if template is None:
            self._extend(name)
        return self.urls(name)

    def drop(self, name: str) -> None:
        """Also where sessions are still open on it."""
        with self._connect("postgres") as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def urls(self, name: str = DATABASE) -> DatabaseUrls:
        secrets = self._secrets
        return DatabaseUrls(
            app=f"{DATABASE_SCHEME}{APP}:{secrets.app_password}@127.0.0.1:{self._port}/{name}",
            owner=f"{DATABASE_SCHEME}{OWNER}:{secrets.owner_password}@127.0.0.1:{self._port}/{name}",
        )

    def environment(self) -> dict[str, str]:
        """The variables that point a process at the program's database."""
        urls = self.urls()
        return {"B2B_DATABASE_URL": urls.app, "B2B_DATABASE_OWNER_URL": urls.owner}

    def _role(self, connection: psycopg.Connection, role: str, attributes: str) -> None:
        exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
        password = self._secrets.owner_password if role == OWNER else self._secrets.app_password
        # The server is sent the verifier, so that no log of statements can show the password.
        verifier = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
        statement = sql.SQL("{} ROLE {} {} PASSWORD {}").format(
            sql.SQL("ALTER" if exists else "CREATE"),
            sql.Identifier(role),
            sql.SQL(attributes),
            sql.Literal(verifier.decode()),
        )
        connection.execute(statement)

    def _extend(self, name: str) -> None:
        with self._connect(name) as connection:
            for extension in EXTENSIONS:
                connection.execute(
                    sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension))
                )

    def _connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(
            host="127.0.0.1",
            port=self._port,
            user=SUPERUSER,
            password=self._secrets.superuser_password,
            dbname=database,
            autocommit=True,
            connect_timeout=10,
        )
