"""What every kind of test may ask for; the database of a test is made in tests/integration/conftest.py."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from b2b.infrastructure.embedded import EmbeddedServers


@pytest.fixture(scope="session")
def public_folder() -> Iterator[Path]:
    """A temporary folder that an unprivileged account can reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="b2b-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def servers(public_folder: Path) -> Iterator[EmbeddedServers]:
    """PostgreSQL and Valkey for one pytest process: quick, and gone with it."""
    with EmbeddedServers(public_folder / "servers", durable=False) as running:
        yield running
