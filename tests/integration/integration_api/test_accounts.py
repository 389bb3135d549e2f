from decimal import Decimal
from typing import Any

import psycopg
import pytest

from tests.integration.clients import Client, lira
from tests.integration.integration_api.pushing import Erp
from tests.integration.world import World

BALANCED = "select count(*) from (select from journal_postings group by entry_id having sum(amount) <> 0) x"
TRUE_BALANCE = (
    "select bool_and(a.balance = coalesce((select sum(e.amount) from journal_entries e"
    " where e.account_id = a.id), 0)) from accounts a"
)


def entry(name: str, **more: Any) -> dict[str, Any]:
    return {
        "external_id": name,
        "customer_external_id": "erp-D-1",
        "kind": "invoice",
        "number": f"N-{name}",
        "document_date": "2026-11-01",
        "due_date": "2026-12-01",
        "currency": "TRY",
        "debit": "120.00",
        **more,
    }


def invoice(
    name: str, net: str = "100.00", vat: str = "20.00", gross: str = "120.00", **more: Any
) -> dict[str, Any]:
    return {
        "external_id": name,
        "number": f"N-{name}",
        "customer_external_id": "erp-D-1",
        "issued_on": "2026-11-01",
        "due_on": "2026-12-01",
        "currency": "TRY",
        "lines": [
            {
                "sku": "SKU-1",
                "name": "Ürün",
                "quantity": 1,
                "unit_price": net,
                "vat_rate": "20",
                "net": lira(net),
                "vat": lira(vat),
            }
        ],
        "totals": {"net": lira(net), "vat": lira(vat), "gross": lira(gross)},
        **more,
    }


def balance(world: World, dealer: str = "D-1") -> Decimal:
    found: Decimal = world.one("select balance from accounts where id = %s", world.dealers[dealer].account_id)
    return found


@pytest.fixture(autouse=True)
def books(world: World) -> Any:
    """Whatever a test pushed, the books are right afterwards."""
    yield
    assert world.one(BALANCED) == 0
    assert world.one(TRUE_BALANCE)


async def test_entries_move_the_balance_by_their_side(erp: Erp, world: World) -> None:
    answer = await erp.push(
        "account-entries",
        entry("1", kind="opening", debit="1000.00"),
        entry("2"),
        entry("3", kind="payment", debit=None, credit="300.00"),
        entry("4", kind="credit_note", debit=None, credit="24.00", tax="4.00"),
        entry("5", kind="cheque", debit=None, credit="50.00"),
    )

    assert answer["created"] == 5
    assert balance(world) == Decimal("746.00")


async def test_the_same_entry_again_is_unchanged_and_another_content_refused(erp: Erp, world: World) -> None:
    await erp.push("account-entries", entry("1"))

    again = await erp.one("account-entries", **entry("1"))
    other = await erp.one("account-entries", **entry("1", debit="121.00"))

    assert (again["outcome"], other["code"]) == ("unchanged", "entry.immutable")
    assert balance(world) == Decimal("120.00")


async def test_a_deleted_entry_is_reversed_once(erp: Erp, world: World) -> None:
    await erp.push("account-entries", entry("1"))

    gone = await erp.one("account-entries", external_id="1", op="delete")
    again = await erp.one("account-entries", external_id="1", op="delete")
    back = await erp.one("account-entries", **entry("1"))

    assert [gone["outcome"], again["outcome"], back["code"]] == ["updated", "unchanged", "entry.reversed"]
    assert balance(world) == 0
    assert world.one("select count(*) from journal_entries") == 2


async def test_an_entry_that_fits_neither_side_or_kind_is_refused(erp: Erp) -> None:
    fates = [
        await erp.one("account-entries", **entry("1", **change))
        for change in (
            {"credit": "5.00"},
            {"kind": "payment"},
            {"debit": "0.00"},
            {"debit": "1.001"},
            {"debit": None},
            {"customer_external_id": "nobody"},
        )
    ]

    assert [fate["code"] for fate in fates] == [
        "ledger.amount_invalid",
        "ledger.amount_invalid",
        "ledger.amount_invalid",
        "money.too_precise",
        "value.required",
        "reference.unknown",
    ]


async def test_an_invoice_is_debited_with_its_tax_apart(erp: Erp, world: World) -> None:
    first, second = await erp.push("invoices", invoice("1")), await erp.push("invoices", invoice("1"))

    assert (first["created"], second["unchanged"]) == (1, 1)
    assert balance(world) == Decimal("120.00")
    assert world.one("select array_agg(ledger || amount order by ledger) from journal_postings") == [
        "receivable120.0000",
        "sales-100.0000",
        "tax-20.0000",
    ]


async def test_a_changed_invoice_is_reversed_and_posted_anew(erp: Erp, world: World) -> None:
    await erp.push("invoices", invoice("1", source_version=1))
    changed = await erp.one("invoices", **invoice("1", "200.00", "40.00", "240.00", source_version=2))
    gone = await erp.one("invoices", external_id="1", op="delete", source_version=3)
    late = await erp.one("invoices", **invoice("1", source_version=2))

    assert [fate["outcome"] for fate in (changed, gone, late)] == ["updated", "updated", "stale"]
    assert balance(world) == 0
    assert world.one("select count(*) from journal_entries") == 4
    back = await erp.one("invoices", **invoice("1", source_version=4))
    assert back["outcome"] == "updated"
    assert balance(world) == Decimal("120.00")


async def test_a_statement_shows_what_became_of_an_invoice_in_the_order_of_events(
    erp: Erp, world: World
) -> None:
    today = world.one("select (now() at time zone 'Europe/Istanbul')::date::text")
    for net, vat, gross in (
        ("100.00", "20.00", "120.00"),
        ("200.00", "40.00", "240.00"),
        ("5.00", "1.00", "6.00"),
    ):
        await erp.push("invoices", invoice("1", net, vat, gross, issued_on=today, due_on=today))

    amounts = "select array_agg(amount::int order by document_date, id) from journal_entries"
    assert world.one(amounts) == [120, -120, 240, -240, 6]


async def test_an_invoice_that_does_not_add_up_is_refused(erp: Erp, world: World) -> None:
    wrong_sum = await erp.one("invoices", **invoice("1", gross="121.00"))
    wrong_tax = await erp.one("invoices", **invoice("1", vat="19.00", gross="119.00"))
    taken = await erp.push("invoices", invoice("1"), invoice("2", number="N-1"))

    assert {wrong_sum["code"], wrong_tax["code"]} == {"invoice.totals_differ"}
    assert (taken["created"], taken["results"][0]["code"]) == (1, "resource.already_exists")
    assert "number" in taken["results"][0]["detail"]
    assert balance(world) == Decimal("120.00")


async def test_invoices_take_the_place_of_the_orders_hold_part_by_part(
    erp: Erp, world: World, portal: Client
) -> None:
    buyer = portal.as_user(world.dealers["D-1"].token())
    placed = await buyer.write("/api/v1/orders", world.order_body("D-1", ("SKU-1", 3)))
    assert placed.status_code == 201, placed.text
    number = placed.json()["number"]
    held = world.one("select held from accounts where id = %s", world.dealers["D-1"].account_id)
    assert held == Decimal("360.00")

    first = await erp.push("invoices", invoice("1", order_number=number))
    assert first["created"] == 1, first
    assert world.one("select held from accounts where id = %s", world.dealers["D-1"].account_id) == 240
    assert world.one("select state from credit_holds") == "held"
    await erp.push(
        "invoices",
        invoice("2", order_number=number),
        invoice("3", "200.00", "40.00", "240.00", order_number=number),
    )

    assert world.one("select held from accounts where id = %s", world.dealers["D-1"].account_id) == 0
    assert world.one("select state from credit_holds") == "converted"
    assert balance(world) == Decimal("480.00")


async def test_an_order_of_another_dealer_is_unknown(erp: Erp, world: World, portal: Client) -> None:
    buyer = portal.as_user(world.dealers["D-2"].token())
    number = (await buyer.write("/api/v1/orders", world.order_body("D-2"))).json()["number"]

    fate = await erp.one("invoices", **invoice("1", order_number=number))

    assert (fate["code"], fate["pointer"]) == ("reference.unknown", "/order_number")


async def test_the_journal_cannot_be_edited_by_the_application(erp: Erp, world: World, settings: Any) -> None:
    await erp.push("account-entries", entry("1"))
    url = settings.database_url.replace("postgresql+psycopg://", "postgresql://")

    with psycopg.connect(url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("update journal_entries set amount = 0")
