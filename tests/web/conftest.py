"""A shop that runs, and Debian's chromium to look at it; without chromium these tests are skipped."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import msgspec
import psycopg
import pytest
from alembic.command import upgrade
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import create_engine

from b2b.commands._migrations import alembic_config
from b2b.infrastructure.config import Settings
from b2b.infrastructure.embedded import EmbeddedServers
from b2b.infrastructure.persistence.seeds import seed_tenant
from tests.integration.world import World
from tests.web.browsers import Browsers
from tests.web.site import Site, running_site

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WITHOUT_CHROMIUM = "Debian's chromium is not installed: apt-get install chromium"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for whoever reads no reasons."""
    if CHROMIUM is None:
        terminalreporter.write_line(f"Tests in a browser were skipped. {WITHOUT_CHROMIUM}", yellow=True)


@pytest.fixture(scope="session")
def empty_shop(servers: EmbeddedServers) -> str:
    """The name of a migrated database with one tenant, to be cloned."""
    urls = servers.create_database("template_web")
    upgrade(alembic_config(urls.owner), "head")
    engine = create_engine(urls.owner)
    with engine.begin() as connection:
        seed_tenant(connection, "demo", "Demo Dağıtım A.Ş.")
    engine.dispose()
    return "template_web"


@pytest.fixture(scope="module")
def site(servers: EmbeddedServers, public_folder: Path, empty_shop: str) -> Iterator[Site]:
    """One for each file of tests, which share it: a test changes only what it made."""
    urls = servers.create_database(f"web_{uuid4().hex}", template=empty_shop)
    quotas = {f"{kind}_requests_per_minute": 1_000_000 for kind in ("user", "page", "address", "api_key")}
    settings = msgspec.structs.replace(
        Settings.from_env(servers.environment()), home=public_folder, database_url=urls.app, **quotas
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("B2B_")}
    environment |= servers.environment() | {
        "B2B_HOME": str(public_folder),
        "B2B_DATABASE_URL": urls.app,
        **{f"B2B_{name.upper()}": str(value) for name, value in quotas.items()},
    }
    with psycopg.connect(urls.owner.replace("+psycopg", ""), autocommit=True) as owner:
        world = World.make(owner, settings)
        with running_site(world, settings, environment, public_folder) as running:
            yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip(WITHOUT_CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def browsers(chromium: Browser, site: Site) -> Iterator[Browsers]:
    """Opens browsers for people; the test fails where one of their consoles says an error."""
    opened = Browsers(chromium, site)
    yield opened
    opened.close()
    opened.check_consoles()
