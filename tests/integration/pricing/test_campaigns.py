"""What the ERP pushes is what dealers see: the campaign, the price with it, and why."""

from datetime import timedelta
from typing import Any

import pytest

from tests.integration.clients import Client, lira
from tests.integration.integration_api.pushing import Erp
from tests.integration.pricing.campaigns import TODAY, YEAR, campaign, run
from tests.integration.world import World


@pytest.fixture
def erp(integration: Client, world: World) -> Erp:
    return Erp(integration.as_key(world.add_api_key()))


@pytest.fixture
def buyer(portal: Client, world: World) -> Client:
    return portal.as_user(world.dealers["D-1"].token())


@pytest.fixture
def rival(portal: Client, world: World) -> Client:
    return portal.as_user(world.dealers["D-2"].token())


async def shown(client: Client, sku: str = "SKU-1") -> Any:
    """The campaign on the product's page; the list says the same."""
    price = (await client.get(f"/api/v1/products/{sku}")).json()["price"]
    items = (await client.get("/api/v1/products")).json()["items"]
    (listed,) = [item["price"] for item in items if item["sku"] == sku]
    assert listed == price
    return price["campaign"]


async def test_a_campaign_shows_on_the_product_and_in_the_price_check(erp: Erp, buyer: Client) -> None:
    assert await shown(buyer) is None

    await run(erp, campaign("KIS"))

    assert await shown(buyer) == {
        "name": "Kampanya KIS",
        "unit_price": lira("90.00"),
        "ends_on": str(TODAY + 20 * YEAR),
    }
    body = {"lines": [{"sku": "SKU-1", "quantity": 3}]}
    (line,) = (await buyer.post("/api/v1/prices", json=body)).json()["lines"]
    assert (line["campaign"], line["discount"], line["net"]) == (
        "Kampanya KIS",
        lira("30.00"),
        lira("270.00"),
    )
    why = (await buyer.get("/api/v1/products/SKU-1/price-explanation?quantity=3")).json()
    assert why["campaign"] == "Kampanya KIS"


async def test_only_those_a_rule_is_for_see_it(
    erp: Erp, world: World, buyer: Client, rival: Client, portal: Client
) -> None:
    tier = world.builder.tier("A")
    world.builder.connection.execute(
        "update customers set tier_id = %s where id = %s", [tier, world.dealers["D-1"].id]
    )
    await run(
        erp,
        campaign("TIER", {"percent": "10", "tiers": ["A"], "products": ["SKU-1"]}),
        campaign("OWN", {"percent": "10", "customers": ["erp-D-2"], "products": ["SKU-2"]}),
    )

    assert (await shown(buyer))["name"] == "Kampanya TIER"
    assert await shown(rival) is None
    assert await shown(buyer, "SKU-2") is None
    assert (await shown(rival, "SKU-2"))["name"] == "Kampanya OWN"
    staff = portal.as_user(world.staff["super_admin"].token)
    assert await shown(staff) is None
    seen = (await staff.get("/api/v1/customers/D-1/products/SKU-1")).json()["price"]["campaign"]
    assert seen["name"] == "Kampanya TIER"


async def test_a_category_includes_what_is_below_and_the_narrower_rule_counts(
    erp: Erp, world: World, buyer: Client
) -> None:
    top = world.builder.category("Baskı", external_id="CAT-1")
    below = world.builder.category("Toner", parent=top, external_id="CAT-2")
    deep = world.builder.category("Renkli", parent=below, external_id="CAT-3")
    brand = world.builder.brand("Xerox")
    world.add_product("DEEP", price="100.00", categories=[deep])
    world.add_product("BRANDED", price="100.00", categories=[deep], brand=brand)
    await run(
        erp,
        campaign(
            "K",
            {"percent": "30", "categories": ["CAT-1"]},
            {"percent": "20", "brands": ["Xerox"]},
            {"percent": "5", "min_quantity": 10},
        ),
    )

    assert (await shown(buyer, "DEEP"))["unit_price"] == lira("70.00")
    assert (await shown(buyer, "BRANDED"))["unit_price"] == lira("80.00")
    assert await shown(buyer, "SKU-1") is None


@pytest.mark.parametrize(
    "kept_away",
    [
        {"starts_on": str(TODAY + YEAR * 10)},
        {"starts_on": "2020-01-01", "ends_on": str(TODAY - timedelta(days=5))},
        {"released": False},
        {"currency": "EUR"},
    ],
    ids=["scheduled", "ended", "draft", "other currency"],
)
async def test_what_does_not_run_is_not_seen(erp: Erp, buyer: Client, kept_away: dict[str, Any]) -> None:
    await run(erp, campaign("K", **kept_away))

    assert await shown(buyer) is None


async def test_a_campaign_that_is_deleted_or_not_in_the_snapshot_runs_no_more(
    erp: Erp, buyer: Client
) -> None:
    await run(erp, campaign("A"), *(campaign(f"B-{n}", {"percent": "1"}) for n in range(24)))
    assert (await shown(buyer))["name"] == "Kampanya A"

    await erp.push("campaigns", *(campaign(f"B-{n}", {"percent": "1"}) for n in range(24)), mode="snapshot")

    assert (await shown(buyer))["name"] == "Kampanya B-0"
    await erp.push("campaigns", *({"external_id": f"B-{n}", "op": "delete"} for n in range(24)))
    assert await shown(buyer) is None


async def test_each_item_has_its_own_fate(erp: Erp, buyer: Client) -> None:
    await run(erp, campaign("RUNS", source_version=5))
    unknown = {"percent": "10", "products": ["SKU-1", "NONE"]}
    answers = [
        await erp.one("campaigns", **item)
        for item in (
            campaign("RUNS", source_version=5),
            campaign("RUNS", source_version=4),
            campaign("RUNS", {"percent": "50"}, source_version=6),
            campaign("X", unknown),
            campaign("X", {"percent": "10", "customers": ["nobody"]}),
            campaign("X", {"percent": "10", "amount_off": "1.00"}),
            campaign("X", {"percent": "0"}),
            campaign("X", rules=[]),
            campaign("X", ends_on="2001-01-01"),
            campaign("X", state="active"),
            campaign("X", rules=[], released=False),
        )
    ]

    assert [(answer["outcome"], answer.get("code"), answer.get("pointer")) for answer in answers] == [
        ("unchanged", None, None),
        ("stale", "item.stale", "/source_version"),
        ("failed", "campaign.rules_fixed", "/rules"),
        ("failed", "reference.unknown", "/rules/0/products/1"),
        ("failed", "reference.unknown", "/rules/0/customers/0"),
        ("failed", "campaign.rule_invalid", "/rules/0"),
        ("failed", "campaign.rule_invalid", "/rules/0"),
        ("failed", "campaign.without_rules", "/rules"),
        ("failed", "campaign.dates", "/ends_on"),
        ("failed", "field.portal_owned", "/state"),
        ("created", None, None),
    ]
    assert (await shown(buyer))["unit_price"] == lira("90.00")
    update = await erp.push("campaigns", campaign("NEW"), mode="update")
    assert (update["failed"], update["created"]) == (1, 0)
    dry = await erp.push("campaigns", campaign("NEW"), dry_run=True)
    assert dry["created"] == 1
    assert (await erp.one("campaigns", external_id="NEW", op="delete"))["outcome"] == "unchanged"
