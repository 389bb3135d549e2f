"""Every dealer's credit in one list, and how a limit came to be."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.accounts.queries.credit_lines import (
    CreditBand,
    CreditDesk,
    CreditFilter,
    CreditOrder,
    CreditRow,
)
from b2b.application.shared.access import Actor, ActorKind, Permission, PermissionMissing
from b2b.application.shared.pages import PageRequest
from b2b.domain.accounts.ageing import overdue
from b2b.domain.shared.errors import InvalidRequest
from b2b.domain.shared.ids import CustomerId, TenantId, UserId
from b2b.domain.shared.money import Currency
from b2b.infrastructure.clock import SystemClock
from b2b.infrastructure.config import Settings
from b2b.infrastructure.persistence.readers.credit import SqlCreditReader
from b2b.infrastructure.persistence.readers.customers import SqlCustomerDirectory
from b2b.infrastructure.persistence.readers.open_items import read_open_items
from b2b.infrastructure.persistence.session import make_engine, open_session
from tests.integration.clients import Client
from tests.integration.world import Dealer, World

LIRA = Currency("TRY")


@pytest.fixture
def finance(world: World) -> Actor:
    return Actor(
        kind=ActorKind.STAFF,
        tenant_id=TenantId(world.tenant_id),
        user_id=UserId(world.staff["finance_manager"].id),
        permissions=frozenset({Permission.CREDIT_EDIT}),
    )


@pytest.fixture
async def session(settings: Settings, finance: Actor) -> AsyncIterator[AsyncSession]:
    assert settings.database_url is not None
    engine = make_engine(settings.database_url, pool_size=1)
    async with open_session(engine, finance) as opened:
        yield opened
    await engine.dispose()


@pytest.fixture
def desk(session: AsyncSession, finance: Actor) -> CreditDesk:
    return CreditDesk(finance, SqlCustomerDirectory(session), SqlCreditReader(session), SystemClock())


def uses(world: World, code: str, *, limit: str, balance: str, held: str = "0") -> Dealer:
    dealer = world.add_dealer(code, credit_limit=limit)
    world.builder.connection.execute(
        "update accounts set balance = %s, held = %s where id = %s", [balance, held, dealer.account_id]
    )
    return dealer


def enters(world: World, dealer: Dealer, amount: int, *, due: date) -> None:
    world.builder.insert(
        "journal_entries",
        customer_id=dealer.id,
        account_id=dealer.account_id,
        reference=f"test:{uuid4()}",
        kind="invoice" if amount > 0 else "payment",
        document_number=f"B-{amount}",
        document_date=min(due, SystemClock().today()),
        due_date=due,
        currency="TRY",
        amount=Decimal(amount),
        occurred_at=datetime.now(UTC),
    )


async def walk(desk: CreditDesk, wanted: CreditFilter) -> list[CreditRow]:
    found: list[CreditRow] = []
    cursor: str | None = None
    while True:
        page = await desk.lines(wanted, PageRequest(2, cursor))
        found += page.items
        if page.next_cursor is None:
            return found
        cursor = page.next_cursor


async def test_who_uses_most_of_the_limit_comes_first(world: World, desk: CreditDesk) -> None:
    uses(world, "HALF", limit="1000", balance="400", held="100")
    uses(world, "OVER", limit="1000", balance="1200")
    uses(world, "FULL", limit="1000", balance="800", held="50")
    uses(world, "NONE", limit="0", balance="0")
    uses(world, "DEBT", limit="0", balance="10")

    by_use = await walk(desk, CreditFilter())
    by_title = await walk(desk, CreditFilter(order=CreditOrder.TITLE))

    assert [row.code for row in by_use] == ["DEBT", "OVER", "FULL", "HALF", "D-1", "D-2", "NONE"]
    assert [row.utilisation for row in by_use][:4] == [None, Decimal(120), Decimal(85), Decimal(50)]
    assert by_use[2].available.amount == "150.00"
    assert [row.code for row in by_title] == ["D-1", "D-2", "DEBT", "FULL", "HALF", "NONE", "OVER"]


async def test_the_list_shows_a_band_or_what_is_searched_for(world: World, desk: CreditDesk) -> None:
    uses(world, "OVER", limit="1000", balance="1200")
    uses(world, "FULL", limit="1000", balance="800", held="50")
    uses(world, "NONE", limit="0", balance="0")

    async def codes(**wanted: object) -> set[str]:
        return {row.code for row in await walk(desk, CreditFilter(**wanted))}  # type: ignore[arg-type]

    assert await codes(band=CreditBand.HIGH) == {"OVER", "FULL"}
    assert await codes(band=CreditBand.OVER) == {"OVER"}
    assert await codes(band=CreditBand.PREPAID) == {"NONE"}
    assert await codes(words="fu") == {"FULL"}


async def test_what_is_overdue_is_what_the_domain_says(
    world: World, desk: CreditDesk, session: AsyncSession
) -> None:
    late, paid, part = (uses(world, code, limit="1000", balance="0") for code in ("LATE", "PAID", "PART"))
    owed = (
        (late, [(100, -40), (50, -3), (70, 5)]),
        (paid, [(100, -40), (-100, -1)]),
        (part, [(100, -90), (60, -20), (30, 0), (-120, -2), (-5, 9)]),
    )
    today = SystemClock().today()
    for dealer, entries in owed:
        for amount, days in entries:
            enters(world, dealer, amount, due=today + timedelta(days))

    rows = {row.code: row for row in await walk(desk, CreditFilter())}

    for dealer in (late, paid, part, world.dealers["D-1"]):
        known = await read_open_items(session, CustomerId(dealer.id), LIRA, as_of=today)
        expected = overdue(known.items, as_of=today, currency=LIRA, closings=known.closings)
        row = rows[dealer.code]
        assert Decimal(row.overdue.amount) == expected.amount.amount, dealer.code
        assert row.oldest_overdue_days == expected.oldest_days, dealer.code
    assert rows["LATE"].overdue.amount == "150.00"


async def test_a_limit_remembers_who_changed_it_and_why(
    world: World, portal: Client, integration: Client, desk: CreditDesk
) -> None:
    manager = world.staff["finance_manager"]
    world.builder.connection.execute("update users set full_name = 'Mehmet Kaya' where id = %s", [manager.id])
    item = {
        "external_id": "erp-D-1",
        "source_version": 5,
        "credit_limit": {"amount": "7000.00", "currency": "TRY"},
    }
    pushed = await integration.as_key(world.add_api_key()).post(
        "/api/integration/v1/customers", json={"mode": "update", "items": [item]}
    )
    assert pushed.json()["failed"] == 0, pushed.text
    body = {"limit": {"amount": "5000.00", "currency": "TRY"}, "reason": "Teminat mektubu"}
    changed = await portal.as_user(manager.token).put("/api/v1/customers/D-1/credit-limit", json=body)
    assert changed.is_success, changed.text

    first = await desk.changes("D-1", PageRequest(1))
    second = await desk.changes("D-1", PageRequest(1, first.next_cursor))

    (person,), (erp,) = first.items, second.items
    assert (erp.by_kind, erp.before and erp.before.amount, erp.after.amount) == (
        "machine",
        "1000000.00",
        "7000.00",
    )
    assert erp.by_name is not None
    assert erp.by_name.startswith("ERP ")
    assert (person.by_name, person.after.amount, person.reason) == (
        "Mehmet Kaya",
        "5000.00",
        "Teminat mektubu",
    )
    assert second.next_cursor is None
    assert (await desk.changes("D-2", PageRequest())).items == []


async def test_only_those_who_set_limits_see_all_of_them(desk: CreditDesk, finance: Actor) -> None:
    nobody = Actor(kind=ActorKind.STAFF, tenant_id=finance.tenant_id, permissions=frozenset())
    blind = CreditDesk(nobody, desk.directory, desk.reader, desk.clock)

    with pytest.raises(PermissionMissing):
        await blind.lines(CreditFilter(), PageRequest())
    with pytest.raises(InvalidRequest):
        await desk.lines(CreditFilter(), PageRequest(cursor="bm8"))


async def test_another_tenants_dealers_are_not_there(
    world: World, settings: Settings, desk: CreditDesk
) -> None:
    neighbour = world.one("select id from tenants where code = 'other'")
    stranger = Actor(
        kind=ActorKind.STAFF, tenant_id=TenantId(neighbour), permissions=frozenset({Permission.CREDIT_EDIT})
    )
    assert settings.database_url is not None
    engine = make_engine(settings.database_url, pool_size=1)
    async with open_session(engine, stranger) as opened:
        page = await SqlCreditReader(opened).page(CreditFilter(), PageRequest(), on=SystemClock().today())
        changes = await SqlCreditReader(opened).changes(CustomerId(world.dealers["D-1"].id), PageRequest())
    await engine.dispose()

    assert page.items == []
    assert changes.items == []
