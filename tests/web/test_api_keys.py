"""The page of one key: another secret, networks, limit, uses; with scripts and without."""

import re
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from redis import Redis

from tests.web.browsers import Browsers, Size
from tests.web.site import Site


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def key(site: Site) -> str:
    """The page of a key that was used."""
    world = site.world
    prefix = world.add_api_key(["orders:read"]).split("_")[2]
    row = world.builder.connection.execute(
        "select client_id, id from api_keys where prefix = %s", [prefix]
    ).fetchone()
    assert row is not None
    for status in (200, 200, 403):
        world.builder.insert(
            "key_uses",
            at="2026-11-21T09:00:00Z",
            client_id=UUID(str(row[0])),
            api_key_id=UUID(str(row[1])),
            method="GET",
            endpoint="/api/integration/v1/orders/{number}",
            status=status,
            duration_ms=12,
            ip="10.0.0.7",
            user_agent="erp-connector/2.1",
            request_id="7f3c",
        )
    return f"/staff/api-keys/{row[0]}/keys/{row[1]}"


@pytest.mark.parametrize(("size", "scripts"), [("desktop", True), ("phone", False)])
def test_a_key_is_narrowed_rotated_and_its_uses_are_read(
    browsers: Browsers, key: str, size: Size, *, scripts: bool
) -> None:
    page = browsers.open("super_admin", language="en", size=size, scripts=scripts)
    page.goto(key)

    page.get_by_text("From where and how often", exact=True).click()
    page.get_by_label("Networks it may call from").fill("10.0.0.0/8\n2001:db8::/32")
    page.get_by_label("Requests a minute").fill("250")
    _press(page, "Save")
    expect(page.get_by_text("10.0.0.0/8, 2001:db8::/32")).to_be_visible()
    expect(page.locator("dd", has_text=re.compile("^250$"))).to_be_visible()

    page.get_by_text("Rotate the secret", exact=True).click()
    page.get_by_label("The former secret works").select_option("168")
    _press(page, "Make a new secret")
    expect(page.locator("#new-key")).to_contain_text(re.compile(r"bk_demo_\w+_"))
    page.get_by_role("link", name="Done").click()
    expect(page.locator("#new-key")).to_have_count(0)
    expect(page.get_by_text("Former secret valid until")).to_be_visible()

    uses = page.locator("#uses tbody tr")
    expect(uses).to_have_count(3)
    page.get_by_role("group", name="Which uses").get_by_role("link", name="Refused").click()
    expect(uses).to_have_count(1)
    expect(page.get_by_text("erp-connector/2.1")).to_be_visible()


def test_a_limit_that_was_lowered_is_said_on_both_pages(browsers: Browsers, key: str) -> None:
    with Redis.from_url(browsers.site.settings.redis_url) as redis:
        redis.set(f"strict:api_key:{key.rpartition('/')[2]}", 1, ex=600)
    page = browsers.open("super_admin", language="en")

    page.goto(key)
    expect(page.get_by_text("Many of its requests were refused")).to_be_visible()
    page.goto(f"/staff/api-keys?client={key.split('/')[3]}")

    expect(page.get_by_text("Limit lowered", exact=True)).to_be_visible()


def test_a_network_that_is_none_is_told_in_the_form(browsers: Browsers, key: str) -> None:
    page = browsers.open("super_admin", language="en")
    browsers.expect_error("422")
    page.goto(key)
    page.get_by_text("From where and how often", exact=True).click()
    page.get_by_label("Networks it may call from").fill("ten")
    _press(page, "Save")

    expect(page.get_by_text("This is not an address or a network in CIDR notation.")).to_be_visible()
    expect(page.get_by_label("Networks it may call from")).to_have_value("ten")
