"""Whatever is pushed, changed and deleted, in whatever order: the books are right."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.integration_api.pushing import Erp
from tests.integration.integration_api.test_accounts import BALANCED, TRUE_BALANCE, entry, invoice
from tests.integration.world import World

CENTS = st.integers(1, 5_000_000).map(lambda cents: Decimal(cents) / 100)
# Which document, whose, how much (0 deletes it).
ENTRIES = st.tuples(
    st.sampled_from("abcd"),
    st.sampled_from(["erp-D-1", "erp-D-2"]),
    CENTS | st.just(Decimal(0)),
    st.booleans(),
)
MOVES = st.lists(
    st.tuples(st.sampled_from(["account-entries", "invoices"]), ENTRIES), min_size=1, max_size=15
)


def item(resource: str, name: str, customer: str, amount: Decimal, *, credit: bool) -> dict[str, Any]:
    if not amount:
        return {"external_id": name, "op": "delete"}
    if resource == "account-entries":
        side = {"debit": None, "credit": f"{amount:f}"} if credit else {"debit": f"{amount:f}"}
        return entry(name, customer_external_id=customer, kind="adjustment", **side)
    tax = (amount / 5).quantize(Decimal("0.01"))
    money = f"{amount:.2f}", f"{tax:f}", f"{amount + tax:.2f}"
    return invoice(name, *money, customer_external_id=customer)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(moves=MOVES)
async def test_the_journal_balances_after_any_pushes(
    erp: Erp, world: World, moves: list[tuple[str, tuple[str, str, Decimal, bool]]]
) -> None:
    run = uuid4().hex[:8]
    for resource, (name, customer, amount, credit) in moves:
        await erp.push(resource, item(resource, f"{run}-{name}", customer, amount, credit=credit))

    assert world.one(BALANCED) == 0
    assert world.one(TRUE_BALANCE)
    posted = world.one(
        "select coalesce(sum(amount), 0) from journal_entries where reference like %s", f"invoice:{run}-%"
    )
    reversed_ = world.one(
        "select coalesce(sum(amount), 0) from journal_entries where reference like %s",
        f"reversal:invoice:{run}-%",
    )
    open_ = world.one(
        "select coalesce(sum(gross), 0) from invoices where external_id like %s and not is_deleted",
        f"{run}-%",
    )
    assert posted + reversed_ == open_
