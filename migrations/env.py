"""Alembic's entry: the owner's URL comes from whoever runs it, the tables from the one metadata."""

import re
import sys
from pathlib import Path

from alembic import context
from sqlalchemy import create_engine, text

from b2b.infrastructure.persistence.tables import metadata

# Migrations share a helper of their own, `migrations.walls`.
sys.path.insert(0, str(Path(__file__).parent.parent))

LOCK_TIMEOUT = "5s"
# Made and dropped as time goes by; their table's definition is theirs.
PARTITION = re.compile(r"key_uses_\d{6}")


def is_ours(name: str | None, kind: str, _: object) -> bool:
    """What is compared with the code."""
    return not (kind == "table" and name is not None and PARTITION.fullmatch(name))


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
            connection=connection,
            target_metadata=metadata,
            compare_type=True,
            compare_server_default=False,
            include_name=is_ours,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
