"""A campaign as its dealer sees it, and as the people who run it do."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from psycopg.types.json import Jsonb

from b2b.infrastructure.clock import SystemClock
from tests.integration.world import World
from tests.web.browsers import Browsers, Size
from tests.web.goods import sku

SIZES: list[Size] = ["desktop", "phone"]


def add_campaign(world: World, name: str, product: str, dealer: str) -> None:
    """A tenth off one product, for one dealer."""
    insert = world.builder.insert
    today = SystemClock().today()
    made = insert(
        "campaigns",
        name=name,
        external_id=name,
        starts_on=today - timedelta(days=9),
        ends_on=today + timedelta(days=9),
        currency="TRY",
        discount_limit=1000,
        rules=Jsonb([{"percent": "10", "products": [product], "customers": [f"erp-{dealer}"]}]),
    )
    rule = insert("campaign_rules", campaign_id=made, position=0, scope="product", percent=10)
    target = world.one("select id from products where sku = %s", product)
    insert("campaign_targets", rule_id=rule, product_id=target)
    insert("campaign_audiences", rule_id=rule, customer_id=world.dealers[dealer].id)


@pytest.mark.parametrize("size", SIZES)
def test_a_campaign_is_seen_at_the_product_and_steered_by_staff(browsers: Browsers, size: Size) -> None:
    world, product = browsers.site.world, sku(8 if size == "desktop" else 9)
    add_campaign(world, f"Kampanya {size}", product, "D-1")
    buyer = browsers.open("purchasing", language="en", size=size)
    buyer.goto(f"/catalogue/{product}")
    expect(buyer.get_by_text(f"Kampanya {size}").first).to_be_visible()
    buyer.goto("/quick-order")
    buyer.locator("#qo-text").fill(f"{product} 10")
    buyer.get_by_role("button", name="Check lines").click()
    expect(buyer.get_by_text(f"Kampanya {size}").first).to_be_visible()
    buyer.goto(f"/catalogue/{product}")
    page = browsers.open("content_manager", language="en", size=size)

    page.goto("/staff/campaigns")
    expect(page.get_by_role("row", name=re.compile(f"Kampanya {size}"))).to_contain_text("Runs")
    page.get_by_role("link", name=f"Kampanya {size}").click()
    expect(page.get_by_role("row", name=re.compile("10%"))).to_contain_text(product)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.get_by_label("Reason").fill("Stok bitti")
    page.get_by_role("button", name="Pause").click()

    expect(page.get_by_text("The campaign is paused.")).to_be_visible()
    expect(page.get_by_role("button", name="Let it go on")).to_be_visible()
    buyer.reload()
    expect(buyer.get_by_text(f"Kampanya {size}")).to_have_count(0)
