"""Exchange rates, reference data, and what products and stock say beside the essentials."""

from datetime import timedelta
from typing import Any

from b2b.infrastructure.clock import SystemClock
from tests.integration.clients import Client
from tests.integration.integration_api.pushing import PATH, Erp, product
from tests.integration.world import World


def rate(day: str, buying: str = "41.20", **more: Any) -> dict[str, Any]:
    return {
        "external_id": f"USD-{day}",
        "currency": "USD",
        "date": day,
        "buying": buying,
        "selling": "41.30",
        **more,
    }


async def rates(erp: Erp, on: str) -> list[dict[str, Any]]:
    answer = await erp.client.get(f"{PATH}/exchange-rates?on={on}")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_the_last_rate_before_a_day_counts_on_it(erp: Erp) -> None:
    await erp.push("exchange-rates", rate("2026-11-19"), rate("2026-11-20", "41.50", source="central_bank"))

    assert await rates(erp, "2026-11-18") == []
    assert [found["buying"] for found in await rates(erp, "2026-11-19")] == ["41.2"]
    later = await rates(erp, "2026-11-22")
    assert [(found["source"], found["date"], found["against"]) for found in later] == [
        ("central_bank", "2026-11-20", "TRY"),
        ("erp", "2026-11-19", "TRY"),
    ]


async def test_a_corrected_rate_counts_and_the_former_one_stays_written(erp: Erp, world: World) -> None:
    first = rate("2026-11-19", source_version=1)
    fates = [
        (await erp.one("exchange-rates", **item))["outcome"]
        for item in (
            first,
            first,
            rate("2026-11-19", "41.25", source_version=2),
            first,
            {"external_id": "USD-2026-11-19", "selling": "41.40"},
        )
    ]
    now = await rates(erp, "2026-11-19")
    gone = await erp.one("exchange-rates", external_id="USD-2026-11-19", op="delete")

    assert fates == ["created", "unchanged", "updated", "stale", "updated"]
    assert [(found["buying"], found["selling"]) for found in now] == [("41.25", "41.4")]
    assert (gone["outcome"], await rates(erp, "2026-11-19")) == ("updated", [])
    assert world.one("select count(*) from exchange_rates") == 4


async def test_a_rate_is_above_zero_and_between_two_currencies(erp: Erp) -> None:
    zero = await erp.one("exchange-rates", **rate("2026-11-19", "0.00"))
    same = await erp.one("exchange-rates", **rate("2026-11-19", against="USD"))

    assert [zero["code"], same["code"]] == ["rate.not_positive", "rate.same_currency"]


async def test_codes_have_names_in_both_languages(erp: Erp) -> None:
    found = (await erp.client.get(f"{PATH}/reference-data")).json()

    assert {"code": "TR", "name": "Türkiye", "name_en": "Türkiye"} in found["countries"]
    assert {"JPY": 0, "TRY": 2, "KWD": 3}.items() <= {
        row["code"]: row["digits"] for row in found["currencies"]
    }.items()
    assert {"code": "BX", "name": "kutu", "name_en": "box"} in found["units"]


async def test_a_product_has_larger_units_documents_and_pictures(
    erp: Erp, portal: Client, world: World
) -> None:
    lists = {
        "units": [{"unit": "BX", "factor": 12, "gtin": "4006381333931"}, {"unit": "PF", "factor": 480}],
        "documents": [{"name": "Kılavuz", "url": "https://belge.example/k.pdf"}],
        "image_urls": ["https://g.example/1.jpg", "https://g.example/2.jpg"],
    }
    made = await erp.one("products", **product("DRILL", unit="C62", **lists))
    again = await erp.one("products", **product("DRILL", **lists))
    twice = await erp.one("products", **product("SAW", units=[{"unit": "BX", "factor": 2}] * 2))
    base = await erp.one("products", **product("SAW", unit="BX", units=[{"unit": "BX", "factor": 2}]))
    viewer = portal.as_user(world.dealers["D-1"].token("viewer"))
    shown = (await viewer.get("/api/v1/products/DRILL")).json()
    cleared = await erp.one("products", external_id="P-DRILL", units=None, documents=None)

    assert (made["outcome"], again["outcome"], cleared["outcome"]) == ("created", "unchanged", "updated")
    assert [twice["code"], base["code"]] == ["product.units", "product.units"]
    assert shown["units"] == [
        {"unit": "BX", "factor": 12, "gtin": "4006381333931"},
        {"unit": "PF", "factor": 480, "gtin": None},
    ]
    assert (shown["documents"], shown["image_urls"]) == (lists["documents"], lists["image_urls"])
    bare = (await viewer.get("/api/v1/products/DRILL")).json()
    assert (bare["units"], bare["documents"], bare["image_urls"]) == ([], [], lists["image_urls"])


async def test_the_next_receipt_over_all_warehouses_is_when_more_is_expected(
    erp: Erp, portal: Client, world: World
) -> None:
    today = SystemClock().today()
    past, soon, late = (str(today + timedelta(days=days)) for days in (-3, 5, 9))
    world.builder.warehouse("ANK")
    await erp.push(
        "stock",
        {
            "sku": "SKU-1",
            "warehouse": "IST",
            "on_hand": 0,
            "expected": [{"on": past, "quantity": 5}, {"on": late, "quantity": 5}],
        },
        {"sku": "SKU-1", "warehouse": "ANK", "on_hand": 0, "expected": [{"on": soon, "quantity": 7}]},
    )
    viewer = portal.as_user(world.dealers["D-1"].token("viewer"))

    one = (await viewer.get("/api/v1/products/SKU-1")).json()["availability"]
    listed = (await viewer.get("/api/v1/products?limit=200")).json()["items"]
    kept = await erp.one("stock", sku="SKU-1", warehouse="ANK", on_hand=1)
    still = (await viewer.get("/api/v1/products/SKU-1")).json()["availability"]
    await erp.push("stock", {"sku": "SKU-1", "warehouse": "ANK", "expected": None})
    after = (await viewer.get("/api/v1/products/SKU-1")).json()["availability"]

    assert (one["status"], one["expected_on"]) == ("out_of_stock", soon)
    assert {row["sku"]: row["availability"]["expected_on"] for row in listed} == {
        "SKU-1": soon,
        "SKU-2": None,
        "SKU-3": None,
    }
    assert (kept["outcome"], still["expected_on"], after["expected_on"]) == ("updated", soon, late)
