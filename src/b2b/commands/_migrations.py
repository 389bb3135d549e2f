"""Alembic, told where the migrations are and which database they are for."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import click
import psycopg
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from b2b.commands._project import project_root
from b2b.infrastructure.config import Settings

# Any fixed number, the same in every process: two that migrate at once take turns.
LOCK_KEY: Final = 7_202_611_210


def alembic_config(owner_url: str) -> Config:
    root = project_root("migrations")
    config = Config()
    config.set_main_option("script_location", _literal(str(root / "migrations")))
    config.set_main_option("prepend_sys_path", _literal(str(root)))  # revisions import `migrations.…`
    config.set_main_option("path_separator", "newline")
    config.set_main_option("sqlalchemy.url", _literal(owner_url))
    return config


def _literal(value: str) -> str:
    """A percent sign begins an interpolation in alembic's options."""
    return value.replace("%", "%%")


def owner_url(settings: Settings) -> str:
    if settings.database_owner_url is None:
        raise click.ClickException("Set B2B_DATABASE_OWNER_URL: the role that owns the schema migrates it.")
    return settings.database_owner_url


def pending(url: str) -> list[str]:
    """The migrations that the database lacks, oldest first, as "revision: what it does"."""
    script = ScriptDirectory.from_config(alembic_config(url))
    engine = create_engine(url)
    with engine.connect() as connection:
        applied = MigrationContext.configure(connection).get_current_heads()
    engine.dispose()
    known = {step.revision for step in script.iterate_revisions(applied, "base")} if applied else set()
    missing = [step for step in script.walk_revisions() if step.revision not in known]
    return [f"{step.revision}: {step.doc}" for step in reversed(missing)]


@contextmanager
def one_at_a_time(url: str) -> Iterator[None]:
    with psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (LOCK_KEY,))
        yield
