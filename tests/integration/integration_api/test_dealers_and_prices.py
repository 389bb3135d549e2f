from decimal import Decimal

from tests.integration.clients import Client
from tests.integration.integration_api.pushing import Erp, dealer, price, product
from tests.integration.world import World


async def test_a_dealer_comes_with_addresses_account_and_limit(erp: Erp, world: World) -> None:
    address = {"external_id": "A-1", "title": "Merkez", "line1": "Cadde 1", "province": "İzmir"}
    item = dealer("D-9", credit_limit="5000.00", addresses=[address], payment_terms_days=30)

    first, second = await erp.push("customers", item), await erp.push("customers", item)

    assert (first["created"], second["unchanged"]) == (1, 1)
    assert world.one(
        "select credit_limit from accounts a join customers c on c.id = a.customer_id where c.code = 'D-9'"
    ) == Decimal(5000)
    assert world.one("select title_folded from customers where code = 'D-9'") == "bayi d-9"
    assert world.one("select count(*) from customer_addresses where external_id = 'A-1'") == 1


async def test_addresses_are_the_whole_list_and_an_absent_list_is_left(erp: Erp, world: World) -> None:
    def address(name: str, line: str = "Cadde 1") -> dict[str, str]:
        return {"external_id": name, "title": name, "line1": line, "province": "İzmir"}

    await erp.push("customers", dealer("D-9", addresses=[address("A-1"), address("A-2")]))
    left = await erp.push("customers", dealer("D-9"))
    moved = await erp.push("customers", dealer("D-9", addresses=[address("A-2", "Sokak 2")]))

    assert (left["unchanged"], moved["updated"]) == (1, 1)
    assert world.one(
        "select array_agg(a.line1) from customer_addresses a join customers c on c.id = a.customer_id"
        " where c.code = 'D-9' and not a.is_deleted"
    ) == ["Sokak 2"]


async def test_a_changed_limit_is_in_the_audit_trail_with_old_and_new(erp: Erp, world: World) -> None:
    await erp.push("customers", dealer("D-9", credit_limit="5000.00"))
    changed = await erp.one(
        "customers", external_id="D-9", credit_limit={"amount": "7000.00", "currency": "TRY"}
    )

    assert changed["outcome"] == "updated"
    assert (
        world.one(
            "select before->>'credit_limit' || ' ' || (after->>'credit_limit') from audit_log"
            " where action = 'credit_limit.changed' and (before->>'credit_limit') = '5000.0000'"
        )
        == "5000.0000 7000.0000"
    )


async def test_a_limit_in_another_currency_or_below_zero_is_refused(erp: Erp) -> None:
    other = await erp.one("customers", **dealer("D-9", credit_limit={"amount": "1", "currency": "USD"}))
    below = await erp.one("customers", **dealer("D-9", credit_limit="-1"))
    fine = await erp.one("customers", **dealer("D-9", credit_limit="0.001"))

    assert [fate["code"] for fate in (other, below, fine)] == [
        "money.currency_mismatch",
        "credit.limit_invalid",
        "money.too_precise",
    ]


async def test_a_currency_with_a_balance_is_not_left_behind(erp: Erp, world: World) -> None:
    await erp.push("customers", dealer("D-9", credit_limit="5000.00"))
    settled = await erp.one("customers", external_id="D-9", currency="EUR")
    back = await erp.one("customers", external_id="D-9", currency="TRY")
    world.builder.connection.execute(
        "update accounts set balance = 10 where currency = 'TRY'"
        " and customer_id = (select id from customers where code = 'D-9')"
    )

    owing = await erp.one("customers", external_id="D-9", currency="EUR")

    assert (settled["outcome"], back["outcome"]) == ("updated", "updated")
    assert (owing["outcome"], owing["code"]) == ("failed", "customer.currency_in_use")


async def test_suspension_ends_the_dealers_sessions_with_the_push(
    erp: Erp, world: World, portal: Client
) -> None:
    person = portal.as_user(world.dealers["D-1"].token())
    assert (await person.get("/api/v1/cart")).status_code == 200

    await erp.push("customers", {"external_id": "erp-D-1", "status": "suspended"})

    assert (await person.get("/api/v1/cart")).status_code in {401, 403}
    assert (
        world.one(
            "select count(*) from sessions where customer_id = %s and revoked_at is null",
            world.dealers["D-1"].id,
        )
        == 0
    )


async def test_prices_of_all_levels_find_their_audience(erp: Erp, world: World) -> None:
    await erp.push("tiers", {"external_id": "T-A", "code": "A", "name": "A"})
    await erp.push("products", product("A-1"))

    answer = await erp.push(
        "prices",
        price("L", "A-1"),
        price("T", "A-1", level="tier", tier="A", min_quantity=10),
        price("T2", "A-1", level="tier", tier="T-A", min_quantity=20),
        price("C", "A-1", level="customer", customer_external_id="erp-D-1"),
        price("X1", "A-1", level="customer"),
        price("X2", "A-1", tier="A"),
        price("X3", "A-1", level="tier", tier="Z"),
        price("X4", "NONE"),
        price("X5", "A-1", valid_from="2026-02-01", valid_to="2026-01-01"),
        price("X6", "A-1", unit_price="-1"),
        price("X7", "A-1", unit_price=12.5),
    )

    assert (answer["created"], answer["failed"]) == (4, 7)
    assert [(fate["external_id"], fate["code"], fate["pointer"]) for fate in answer["results"]] == [
        ("X1", "price.audience", "/customer_external_id"),
        ("X2", "price.audience", "/tier"),
        ("X3", "reference.unknown", "/tier"),
        ("X4", "reference.unknown", "/sku"),
        ("X5", "price.validity", "/valid_to"),
        ("X6", "value.invalid", "/unit_price"),
        ("X7", "value.invalid", "/unit_price"),
    ]


async def test_only_a_changed_unit_price_is_a_price_change(erp: Erp, world: World) -> None:
    await erp.push("products", product("A-1"))
    await erp.push("prices", price("L", "A-1", "10.00"))
    await erp.push("prices", price("L", "A-1", "10.0000", valid_to="2030-01-01"))
    await erp.push("prices", price("L", "A-1", "12.50"))

    assert world.one("select array_agg(old_unit_price || '>' || new_unit_price) from price_changes") == [
        "10.0000>12.5000"
    ]


async def test_stock_is_counted_absolutely_and_moves_by_the_difference(erp: Erp, world: World) -> None:
    await erp.push("products", product("A-1"))
    for count in (5, 5, 3):
        await erp.push("stock", {"sku": "A-1", "warehouse": "IST", "on_hand": count})
    gone = await erp.one("stock", sku="A-1", warehouse="IST", op="delete")
    unknown = await erp.one("stock", sku="A-1", warehouse="MOON", on_hand=1)

    assert gone["outcome"] == "updated"
    assert (unknown["code"], unknown["pointer"]) == ("reference.unknown", "/warehouse")
    assert unknown["external_id"] == "A-1@MOON"
    assert world.one(
        "select array_agg(m.quantity order by m.occurred_at) from stock_movements m"
        " join products p on p.id = m.product_id where p.sku = 'A-1'"
    ) == [5, -2, -3]


async def test_a_key_without_the_scope_may_not_push(erp: Erp, world: World) -> None:
    stranger = Erp(erp.client.as_key(world.add_api_key(["stock:write"])))

    response = await stranger.client.post("/api/integration/v1/prices", json={"items": []})

    assert response.status_code == 403


async def test_the_alias_without_a_version_is_the_same(erp: Erp) -> None:
    response = await erp.client.post("/api/integration/brands", json={"items": []})

    assert response.json()["received"] == 0
