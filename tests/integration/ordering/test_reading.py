from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from b2b.infrastructure.persistence.readers import account_statement, statements
from b2b.infrastructure.persistence.readers.statements import Statement
from tests.integration.clients import Client
from tests.integration.world import Dealer, World


async def walk(client: Client, path: str, *, between: Any = None) -> list[dict[str, Any]]:
    """Every item of a list, page by page of three."""
    items: list[dict[str, Any]] = []
    cursor = None
    while True:
        params = {"limit": "3"} | ({"cursor": cursor} if cursor else {})
        page = (await client.get(path, params=params)).json()
        items += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return items
        if between is not None:
            await between()


def enter(world: World, dealer: Dealer, place: int, amount: str, dated: date, days: int = 30) -> None:
    world.builder.insert(
        "journal_entries",
        customer_id=dealer.id,
        account_id=dealer.account_id,
        reference=f"entry-{place}",
        kind="opening",
        document_number=f"A-{place}",
        document_date=dated,
        due_date=dated + timedelta(days=days),
        currency="TRY",
        amount=Decimal(amount),
        occurred_at="2026-01-01",
    )
    world.builder.connection.execute(
        "update accounts set balance = balance + %s where id = %s", [Decimal(amount), dealer.account_id]
    )


async def test_a_walk_meets_every_order_once_while_orders_are_placed(portal: Client, world: World) -> None:
    buyer = portal.as_user(world.dealers["D-1"].token())
    numbers = [(await buyer.write("/api/v1/orders", world.order_body())).json()["number"] for _ in range(11)]

    async def one_more() -> None:
        await buyer.write("/api/v1/orders", world.order_body())

    met = [row["number"] for row in await walk(buyer, "/api/v1/orders", between=one_more)]

    assert met == list(reversed(numbers))


async def test_a_statement_opens_with_what_was_before_and_closes_with_the_sum(
    portal: Client, world: World
) -> None:
    dealer = world.dealers["D-1"]
    for place, (amount, dated) in enumerate(
        [("1000.00", date(2026, 8, 31)), ("250.50", date(2026, 9, 1)), ("-400.25", date(2026, 9, 30))]
    ):
        enter(world, dealer, place, amount, dated)
    finance = portal.as_user(dealer.token("finance"))

    path = "/api/v1/account/statement?from=2026-09-01&to=2026-09-30"
    statement = (await finance.get(path)).json()
    backwards = await finance.get("/api/v1/account/statement?from=2026-09-30&to=2026-09-01")

    assert statement["opening"]["amount"] == "1000.00"
    assert [line["balance"]["amount"] for line in statement["lines"]] == ["1250.50", "850.25"]
    assert statement["closing"]["amount"] == "850.25"
    assert (statement["debits"]["amount"], statement["credits"]["amount"]) == ("250.50", "400.25")
    assert (backwards.status_code, backwards.json()["code"]) == (422, "statement.period_invalid")


async def test_a_statement_tells_what_closed_what_where_it_is_asked_to(portal: Client, world: World) -> None:
    dealer = world.dealers["D-1"]
    enter(world, dealer, 0, "100.00", date(2026, 9, 1))
    enter(world, dealer, 1, "-40.00", date(2026, 9, 2))
    finance = portal.as_user(dealer.token("finance"))
    path = "/api/v1/account/statement?from=2026-09-01&to=2026-09-30"

    plain = (await finance.get(path)).json()
    told = (await finance.get(f"{path}&settled=true")).json()

    assert [(line["open"], line["settled"]) for line in plain["lines"]] == [(None, []), (None, [])]
    assert [line["open"]["amount"] for line in told["lines"]] == ["60.00", "0.00"]
    assert [line["settled"][0]["amount"]["amount"] for line in told["lines"]] == ["40.00", "40.00"]
    silent = [line | {"open": None, "settled": []} for line in told["lines"]]
    assert told | {"lines": silent} == plain


async def test_a_long_statement_is_the_same_made_part_by_part(
    portal: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    dealer = world.dealers["D-1"]
    for place in range(11):
        enter(world, dealer, place, f"{'-' * (place % 3 == 0)}{place}.25", date(2026, 9, 1 + place))
    finance = portal.as_user(dealer.token("finance"))
    path = "/api/v1/account/statement?from=2026-09-03&to=2026-09-30"

    at_once = (await finance.get(path)).json()
    monkeypatch.setattr(account_statement, "_FEW", Statement("select 1 where false", {}))
    monkeypatch.setattr(statements, "CHUNK", 2)
    in_parts = (await finance.get(path)).json()

    assert len(at_once["lines"]) == 9
    assert in_parts == at_once


async def test_a_period_without_entries_carries_the_balance_over(portal: Client, world: World) -> None:
    dealer = world.dealers["D-1"]
    enter(world, dealer, 0, "100.00", date(2026, 9, 1))
    finance = portal.as_user(dealer.token("finance"))

    later = (await finance.get("/api/v1/account/statement?from=2026-10-01&to=2026-10-31")).json()
    earlier = (await finance.get("/api/v1/account/statement?from=2026-08-01&to=2026-08-31")).json()

    sums = ("opening", "debits", "credits", "closing")
    assert [later[name]["amount"] for name in sums] == ["100.00", "0.00", "0.00", "100.00"]
    assert [earlier[name]["amount"] for name in sums] == ["0.00", "0.00", "0.00", "0.00"]
    assert later["lines"] == earlier["lines"] == []


async def test_ageing_always_sums_to_the_balance(portal: Client, world: World) -> None:
    dealer = world.dealers["D-1"]
    today = date(2026, 11, 1)
    amounts = ["100.00", "200.00", "300.00", "400.00", "500.00", "600.00", "-250.00"]
    for place, amount in enumerate(amounts):
        enter(world, dealer, place, amount, today - timedelta(days=30 * place), days=0)
    finance = portal.as_user(dealer.token("finance"))

    aged = (await finance.get(f"/api/v1/account/ageing?as_of={today}")).json()
    standing = (await finance.get("/api/v1/account")).json()

    buckets = ("not_due", "days_1_30", "days_31_60", "days_61_90", "days_91_120", "over_120")
    parts = [Decimal(aged[name]["amount"]) for name in (*buckets, "unapplied_credits")]
    assert sum(parts) == Decimal(aged["total"]["amount"]) == Decimal(standing["balance"]["amount"]) == 1850
    assert aged["over_120"]["amount"] == "350.00"


async def test_a_limit_is_changed_with_a_reason_that_the_audit_keeps(portal: Client, world: World) -> None:
    finance = portal.as_user(world.staff["finance_manager"].token)
    body = {"limit": {"amount": "5000.00", "currency": "TRY"}, "reason": "Teminat mektubu geldi"}

    answer = await finance.put("/api/v1/customers/D-1/credit-limit", json=body)

    assert answer.json()["limit"]["amount"] == "5000.00"
    before, after = world.builder.connection.execute(
        "select before->>'limit', after->>'limit' from audit_log where action = 'credit_limit.changed'"
    ).fetchone() or (None, None)
    assert (before, after) == ("1000000.00 TRY", "5000.00 TRY")


async def test_entries_are_walked_newest_first(portal: Client, world: World) -> None:
    dealer = world.dealers["D-1"]
    for place in range(10):
        enter(world, dealer, place, "10.00", date(2026, 1, 1) + timedelta(days=place // 3))
    finance = portal.as_user(dealer.token("finance"))

    met = await walk(finance, "/api/v1/account/entries")

    assert len({row["id"] for row in met}) == 10
    assert [row["document_date"] for row in met] == sorted(
        (row["document_date"] for row in met), reverse=True
    )


async def test_the_link_of_a_page_asks_the_same_question_further_on(portal: Client, world: World) -> None:
    buyer = portal.as_user(world.dealers["D-1"].token())
    for _ in range(3):
        await buyer.write("/api/v1/orders", world.order_body())

    first = await buyer.get("/api/v1/orders?limit=2&status=approved")
    following = await buyer.get(first.url.join(first.links["next"]["url"]))

    assert following.url.params["status"] == "approved"
    assert (len(first.json()["items"]), len(following.json()["items"])) == (2, 1)
    assert "next" not in following.links
