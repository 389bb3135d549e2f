"""Alembic's entry: the owner's URL comes from whoever runs it, the tables from the one metadata."""

import sys
from pathlib import Path

from alembic import context
from sqlalchemy import create_engine, text

from b2b.infrastructure.persistence.tables import metadata

# Migrations share a helper of their own, `migrations.walls`.
sys.path.insert(0, str(Path(__file__).parent.parent))

LOCK_TIMEOUT = "5s"


def run() -> None:
    url = context.config.get_main_option("sqlalchemy.url")
    if not url:
        message = "Run migrations with `b2b migrate`, which knows the database."
        raise SystemExit(message)
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.execute(text(f"set lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.commit()
        context.configure(
            connection=connection, target_metadata=metadata, compare_type=True, compare_server_default=False
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
