"""An ERP that follows docs/integration/reconciliation.md, and nothing else, agrees with the portal."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from b2b.domain.shared.ids import TenantId
from b2b.infrastructure.config import Settings
from b2b.infrastructure.di.container import make_container
from b2b.infrastructure.messaging.jobs import forget_reconciliations
from b2b.infrastructure.messaging.worker import MessageProvider
from tests.integration.clients import Client, lira
from tests.integration.integration_api.pushing import PATH, Erp, dealer, price, product
from tests.integration.integration_api.test_accounts import entry, invoice
from tests.integration.world import World

PAGE = Path(__file__).parents[3] / "docs" / "integration" / "reconciliation.md"
Items = Mapping[str, tuple[Decimal, Sequence[str]]]


def sha(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def digest(key: str, fields: Sequence[str]) -> str:
    return sha("\x1f".join([key, *fields]))[:8].hex()


def totals(items: Items, digits: int = 2) -> list[dict[str, Any]]:
    """What the page tells the ERP to send."""
    buckets: dict[str, list[str]] = {}
    for key in items:
        buckets.setdefault(sha(key).hex()[:digits], []).append(key)
    return [
        {
            "bucket": bucket,
            "count": len(keys),
            "sum": str(sum(items[key][0] for key in keys)),
            "hash": f"{sum(int(digest(key, items[key][1]), 16) for key in keys) % 2**64:016x}",
        }
        for bucket, keys in buckets.items()
    ]


async def reconcile(erp: Erp, resource: str, items: Items, digits: int = 2) -> Any:
    body = {"resource": resource, "buckets": totals(items, digits)}
    answer = await erp.client.post(f"{PATH}/reconciliations", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def named(*skus: str) -> dict[str, tuple[Decimal, Sequence[str]]]:
    return {f"P-{sku}": (Decimal(0), [sku, f"Product {sku}", "C62", "20.00", "true"]) for sku in skus}


def test_the_vectors_of_the_page_are_right() -> None:
    rows = re.findall(r"^\| `([^`]+)` \| (.+?) \| `(\w\w)` \| `(\w{16})` \|$", PAGE.read_text(), re.MULTILINE)
    assert len(rows) == 4
    for key, fields, bucket, expected in rows:
        values = [field.strip("`") for field in fields.split(", ")]
        assert (sha(key).hex()[:2], digest(key, values)) == (bucket, expected)
    whole = sum(int(expected, 16) for *_, expected in rows) % 2**64
    assert f"`{whole:016x}`" in PAGE.read_text()


async def push_a_few_of_each(erp: Erp) -> None:
    await erp.push("products", *(product(sku) for sku in ("A", "B")), product("C", name="İğne"))
    await erp.push("warehouses", {"external_id": "W1", "code": "ANK", "name": "Ankara"})
    await erp.push(
        "prices",
        price("1", "A", "12.5", valid_to="2026-12-31"),
        price("2", "B", level="customer", customer_external_id="erp-D-1", min_quantity=5),
    )
    await erp.push(
        "stock",
        {"sku": "A", "warehouse": "ANK", "on_hand": 7},
        {"sku": "B", "warehouse": "ANK", "on_hand": 0},
    )
    await erp.push("customers", dealer("X-1", credit_limit=lira("500.5"), tax_number="1234567890"))
    await erp.push("invoices", invoice("I-1"))
    paid = entry("E-2", kind="payment", debit=None, credit="20")
    await erp.push("account-entries", entry("E-1"), paid, entry("E-3"))
    await erp.push("account-entries", {"external_id": "E-3", "op": "delete"})


DEALERS: Items = {
    f"erp-{code}": (Decimal(1_000_000), [code, f"Dealer {code}", "", "TRY", "0", "active", "1000000.00"])
    for code in ("D-1", "D-2")
}
HELD: Mapping[str, Items] = {
    "products": named("A", "B") | {"P-C": (Decimal(0), ["C", "İğne", "C62", "20.00", "true"])},
    "prices": {
        "1": (Decimal("12.5"), ["A", "list", "", "", "1", "12.5000", "TRY", "", "2026-12-31"]),
        "2": (Decimal(10), ["B", "customer", "", "erp-D-1", "5", "10.0000", "TRY", "", ""]),
    },
    "stock": {"A@ANK": (Decimal(7), ["7"])}
    | {f"SKU-{place}@IST": (Decimal(100_000), ["100000"]) for place in (1, 2, 3)},
    "customers": {**DEALERS}
    | {"X-1": (Decimal("500.5"), ["X-1", "Bayi X-1", "1234567890", "TRY", "0", "active", "500.50"])},
    "invoices": {
        "I-1": (
            Decimal(120),
            ["N-I-1", "erp-D-1", "2026-11-01", "2026-12-01", "TRY", "100.00", "20.00", "120.00"],
        )
    },
    "account-entries": {
        "E-1": (Decimal(120), ["erp-D-1", "invoice", "N-E-1", "2026-11-01", "TRY", "120.00"]),
        "E-2": (Decimal(-20), ["erp-D-1", "payment", "N-E-2", "2026-11-01", "TRY", "-20.00"]),
    },
    "balances": {"erp-D-1@TRY": (Decimal(220), ["220.00"])},
}


async def test_the_same_in_both_systems_is_equal_whatever_the_resource(erp: Erp) -> None:
    await push_a_few_of_each(erp)

    for resource, items in HELD.items():
        for digits in (1, 2):
            answer = await reconcile(erp, resource, items, digits)
            assert (answer["equal"], answer["buckets"]) == (True, []), (resource, answer)
            assert answer["count_here"] == answer["count_there"] == len(items)
            assert answer["sum_here"] == answer["sum_there"]


async def test_what_differs_is_found_down_to_the_item(erp: Erp) -> None:
    skus = [f"S{number}" for number in range(300)]
    await erp.push("products", *(product(sku) for sku in skus))
    theirs = named(*skus[1:], "NEW")
    theirs["P-S7"] = (Decimal(0), ["S7", "Another name", "C62", "20.00", "true"])

    answer = await reconcile(erp, "products", theirs)

    changed = {"P-S0": "missing_there", "P-NEW": "missing_here", "P-S7": "different"}
    assert not answer["equal"]
    assert {one["bucket"] for one in answer["buckets"]} == {sha(key).hex()[:2] for key in changed}
    found: dict[str, str] = {}
    for one in answer["buckets"]:
        place = f"{PATH}/reconciliations/{answer['id']}/buckets/{one['bucket']}"
        body = {
            "items": [
                {"key": key, "hash": digest(key, fields)}
                for key, (_, fields) in theirs.items()
                if sha(key).hex().startswith(one["bucket"])
            ]
        }
        cursor: str | None = ""
        query = ""
        while cursor is not None:
            page = (await erp.client.post(f"{place}?limit=1{query}", json=body)).json()
            found |= {item["key"]: item["state"] for item in page["items"]}
            cursor = page["next_cursor"]
            query = f"&cursor={cursor}"
        ours = (await erp.client.get(f"{place}?limit=200")).json()["items"]
        assert len(ours) == one["here"]["count"]
        assert all(item["hash"] == digest(item["key"], item["fields"]) for item in ours)
    assert found == changed
    again = (await erp.client.get(f"{PATH}/reconciliations/{answer['id']}")).json()
    assert again == answer


async def test_buckets_are_named_once_and_alike(erp: Erp) -> None:
    told: list[list[dict[str, Any]]] = [
        [{"bucket": "a"}, {"bucket": "bc"}],
        [{"bucket": "a"}, {"bucket": "a"}],
        [{"bucket": "a", "sum": "1"}, {"bucket": "b"}],
    ]
    for buckets in told:
        whole = [{"count": 0, "hash": "0" * 16, **bucket} for bucket in buckets]
        body = {"resource": "products", "buckets": whole}

        answer = await erp.client.post(f"{PATH}/reconciliations", json=body)

        assert (answer.status_code, answer.json()["code"]) == (422, "reconciliation.buckets_uneven")


async def test_who_may_not_push_a_thing_may_not_reconcile_it(integration: Client, world: World) -> None:
    stock = integration.as_key(world.add_api_key(["stock:write"]))
    bucket = {"bucket": "a", "count": 0, "hash": "0" * 16}

    answers = [
        await stock.post(f"{PATH}/reconciliations", json={"resource": resource, "buckets": [bucket]})
        for resource in ("stock", "prices")
    ]
    wrong = {"items": [{"key": "not of this bucket", "hash": "0" * 16}]}
    elsewhere = await stock.post(f"{PATH}/reconciliations/{answers[0].json()['id']}/buckets/a", json=wrong)
    unknown = await stock.get(f"{PATH}/reconciliations/{answers[0].json()['id']}/buckets/abc")

    assert [answer.status_code for answer in answers] == [201, 403]
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (422, "reconciliation.item_elsewhere")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "reconciliation.bucket_unknown")


async def test_comparisons_that_are_too_old_are_forgotten_by_their_tenant_alone(
    settings: Settings, world: World, erp: Erp
) -> None:
    old, new = [await reconcile(erp, "products", named("A")) for _ in range(2)]
    elsewhere = world.one("select id from tenants where code = 'other'")
    connection = world.builder.connection
    past = "update reconciliations set compared_at = now() - interval '91 days' where id = %s"
    connection.execute(past, [old["id"]])
    container = make_container(settings, MessageProvider())
    try:
        for tenant in (elsewhere, world.tenant_id):
            async with container(context={TenantId: TenantId(tenant)}) as request:
                await forget_reconciliations(request)
            left = world.one("select count(*) from reconciliations")
            assert left == (2 if tenant == elsewhere else 1)
    finally:
        await container.close()

    assert (await erp.client.get(f"{PATH}/reconciliations/{old['id']}")).status_code == 404
    assert (await erp.client.get(f"{PATH}/reconciliations/{new['id']}")).status_code == 200
