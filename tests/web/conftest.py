"""A shop that runs, and Debian's chromium to look at it; without chromium these tests are skipped."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright
from redis import Redis

from b2b.infrastructure.embedded import EmbeddedServers
from b2b.infrastructure.embedded.databases import DatabaseUrls
from tests.integration.world import World
from tests.templates import make_template
from tests.web.browsers import Browsers
from tests.web.site import Site, running_apps, stock

TEMPLATE = "template_web"
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


@dataclass(frozen=True)
class Shop:
    """A stocked database that is to be cloned, and who and what is in it."""

    database: str
    world: World
    orders: tuple[str, ...]


@pytest.fixture(scope="session")
def shop(servers: EmbeddedServers, public_folder: Path) -> Shop:
    urls = make_template(servers, TEMPLATE)
    with running_apps(servers, public_folder, urls) as apps, owner_of(urls) as owner:
        site = Site(World.make(owner, apps.settings), apps)
        orders = stock(site)
    return Shop(TEMPLATE, site.world, orders)


@pytest.fixture(scope="module")
def site(servers: EmbeddedServers, public_folder: Path, shop: Shop) -> Iterator[Site]:
    """One for each file of tests, which share it: a test changes only what it made."""
    urls = servers.create_database(f"web_{uuid4().hex}", template=shop.database)
    # The same people are in every clone: what they did in another one is not theirs here.
    with Redis.from_url(servers.redis_url) as valkey:
        valkey.flushall()
    with running_apps(servers, public_folder, urls) as apps, owner_of(urls) as owner:
        apps.url("portal")
        yield Site(shop.world.at(owner), apps, shop.orders)


def owner_of(urls: DatabaseUrls) -> psycopg.Connection[Any]:
    return psycopg.connect(urls.owner.replace("+psycopg", ""), autocommit=True)


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
