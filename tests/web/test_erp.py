from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.web import goods
from tests.web.browsers import Browsers, Size
from tests.web.site import Site


@pytest.fixture(scope="module")
def away(site: Site) -> Site:
    """LOGO has not answered for three hours; one order waits and one was refused."""
    world = site.world
    since = datetime.now(UTC) - timedelta(hours=3)
    world.builder.insert(
        "erp_connections",
        system="logo",
        address="http://10.0.0.5:32001",
        user_name="PORTAL",
        sealed_password=b"sealed",
        firm=1,
        period=1,
        last_contact_at=since - timedelta(minutes=1),
        away_since=since,
        last_fault="ConnectTimeout",
    )
    for state, reasons in (("waiting", []), ("refused", ["ValError0: ARP_CODE '120.9' is not known."])):
        number = site.place_order({goods.sku(1): 10})
        order = world.one("select id from orders where number = %s", number)
        world.builder.insert(
            "erp_orders",
            customer_id=world.dealers["D-1"].id,
            order_id=order,
            number=number,
            state=state,
            attempts=len(reasons),
            reasons=reasons,
        )
    return site


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_health_says_since_when_logo_is_away_and_which_orders_wait(
    away: Site, browsers: Browsers, size: Size
) -> None:
    page = browsers.open("super_admin", language="tr", size=size)
    page.goto("/staff/integration")

    section = page.locator("#erp")
    expect(section).to_contain_text("Ulaşılamıyor")
    expect(section).to_contain_text("3 saat önce")
    expect(section.locator("tbody tr")).to_have_count(2)
    expect(section.locator("tbody tr").last).to_contain_text("ARP_CODE '120.9' is not known.")
    section.locator("tbody a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ORD-")
