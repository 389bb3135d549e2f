"""What the ERP says that an entry closes decides what is open; the order in which it says so does not."""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.clients import Client
from tests.integration.integration_api.pushing import Erp
from tests.integration.integration_api.test_accounts import entry, invoice
from tests.integration.world import World


def payment(name: str, amount: str, *closes: dict[str, str], **more: Any) -> dict[str, Any]:
    said = {"closes": list(closes)} if closes else {}
    return entry(name, kind="payment", debit=None, credit=amount, **said, **more)


def of_invoice(name: str, amount: str) -> dict[str, str]:
    return {"invoice_external_id": name, "amount": amount}


def of_entry(name: str, amount: str) -> dict[str, str]:
    return {"entry_external_id": name, "amount": amount}


async def lines(client: Client, *, since: str = "2026-01-01") -> dict[str, Any]:
    """The statement's lines that stand, by document number."""
    answer = await client.get(f"/api/v1/account/statement?from={since}&to=2027-06-30&settled=true")
    assert answer.status_code == 200, answer.text
    return {line["document_number"]: line for line in answer.json()["lines"] if line.get("open")}


def open_of(found: dict[str, Any]) -> dict[str, str]:
    return {name: line["open"]["amount"] for name, line in found.items() if line["open"]["amount"] != "0.00"}


def finance(portal: Client, world: World, dealer: str = "D-1") -> Client:
    return portal.as_user(world.dealers[dealer].token("finance"))


async def test_a_payment_closes_the_invoice_that_it_names(erp: Erp, portal: Client, world: World) -> None:
    await erp.push("invoices", invoice("old", due_on="2026-11-05"), invoice("new", due_on="2027-01-05"))

    answer = await erp.push("account-entries", payment("pay", "120.00", of_invoice("new", "120.00")))

    found = await lines(finance(portal, world))
    assert (answer["created"], answer["results"]) == (1, [])
    assert open_of(found) == {"N-old": "120.00"}
    (settled,) = found["N-new"]["settled"]
    assert (settled["document_number"], settled["amount"]["amount"], settled["chosen"]) == (
        "N-pay",
        "120.00",
        True,
    )
    assert found["N-pay"]["settled"][0]["invoice_number"] == "N-new"


async def test_what_an_entry_closes_may_change_and_its_content_not(
    erp: Erp, portal: Client, world: World
) -> None:
    await erp.push("invoices", invoice("1"), invoice("2", due_on="2027-02-01"))
    await erp.push("account-entries", payment("p", "120.00", of_invoice("1", "120.00"), source_version=1))
    moved = payment("p", "120.00", of_invoice("2", "120.00"), source_version=2)

    fates = [
        await erp.one("account-entries", **item)
        for item in (
            moved,
            moved,
            payment("p", "120.00", of_invoice("1", "120.00"), source_version=1),
            payment("p", "120.00", source_version=3),
            payment("p", "121.00", of_invoice("2", "120.00"), source_version=4),
        )
    ]

    assert [fate["outcome"] for fate in fates] == ["updated", "unchanged", "stale", "unchanged", "failed"]
    assert open_of(await lines(finance(portal, world))) == {"N-1": "120.00"}
    freed = await erp.one("account-entries", **payment("p", "120.00", source_version=5), closes=[])
    assert freed["outcome"] == "updated"
    assert open_of(await lines(finance(portal, world))) == {"N-2": "120.00"}


async def test_a_changed_invoice_keeps_its_payment_as_far_as_it_goes_until_that_is_deleted(
    erp: Erp, portal: Client, world: World
) -> None:
    await erp.push("invoices", invoice("1", source_version=1), invoice("0", due_on="2026-11-02"))
    await erp.push("account-entries", payment("p", "120.00", of_invoice("1", "120.00")))

    await erp.push("invoices", invoice("1", "50.00", "10.00", "60.00", source_version=2))
    lowered = await lines(finance(portal, world))
    await erp.push("account-entries", {"external_id": "p", "op": "delete"})
    given_back = await lines(finance(portal, world))

    assert open_of(lowered) == {"N-0": "60.00"}
    assert open_of(given_back) == {"N-0": "120.00", "N-1": "60.00"}
    assert given_back["N-1"]["settled"] == []
    assert await lines(finance(portal, world, "D-2")) == {}


async def test_a_closing_waits_for_a_document_that_comes_later_and_says_so(
    erp: Erp, portal: Client, world: World
) -> None:
    await erp.push("account-entries", entry("old", due_date="2026-11-02"))

    early = await erp.push("account-entries", payment("p", "120.00", of_invoice("late", "120.00")))
    before = open_of(await lines(finance(portal, world)))
    await erp.push("invoices", invoice("late"))

    assert early["created"] == 1
    (told,) = early["results"]
    assert (told["outcome"], told["code"], told["pointer"]) == (
        "created",
        "ledger.closing_waits",
        "/closes/0",
    )
    assert before == {}
    assert open_of(await lines(finance(portal, world))) == {"N-old": "120.00"}


async def test_an_invoice_shows_what_has_paid_it_and_nothing_beyond_what_it_has(
    erp: Erp, portal: Client, world: World
) -> None:
    await erp.push("invoices", invoice("1"))
    await erp.push("account-entries", payment("a", "80.00", of_invoice("1", "80.00")))
    await erp.push("account-entries", payment("free", "10.00", due_date="2026-12-01"))
    before = (await finance(portal, world).get("/api/v1/invoices/N-1")).json()

    over = await erp.push("account-entries", payment("b", "50.00", of_invoice("1", "50.00")))

    told = [(row["document_number"], row["amount"]["amount"], row["chosen"]) for row in before["settled"]]
    assert before["invoice"]["open"]["amount"] == "30.00"
    assert told == [("N-a", "80.00", True), ("N-free", "10.00", False)]
    assert over["results"][0]["code"] == "ledger.closing_waits"
    assert open_of(await lines(finance(portal, world))) == {"N-b": "10.00", "N-free": "10.00"}


async def test_what_cannot_be_is_refused_item_by_item(erp: Erp, world: World) -> None:
    await erp.push("invoices", invoice("1"), invoice("theirs", customer_external_id="erp-D-2"))
    await erp.push("account-entries", payment("other", "10.00"))
    wrong = [
        payment("p", "100.00", of_invoice("1", "60.00"), of_entry("x", "41.00")),
        payment("p", "100.00", of_invoice("1", "60.00"), of_invoice("1", "10.00")),
        payment("p", "100.00", of_entry("p", "10.00")),
        payment("p", "100.00", of_invoice("1", "0.00")),
        payment("p", "100.00", {"amount": "5.00"}),
        payment("p", "100.00", of_invoice("1", "1.00") | of_entry("x", "1.00")),
        payment("p", "100.00", of_invoice("theirs", "10.00")),
        payment("p", "100.00", of_invoice("1", "1.00"), of_entry("other", "10.00")),
    ]

    fates = [await erp.one("account-entries", **item) for item in wrong]

    assert [fate["code"] for fate in fates] == [
        "ledger.closes_too_much",
        *["ledger.closing_invalid"] * 5,
        "ledger.closing_other_account",
        "ledger.closing_same_side",
    ]
    assert fates[-1]["pointer"] == "/closes/1"
    assert world.one("select count(*) from journal_entries where kind = 'payment'") == 1
    assert world.one("select count(*) from closings") == 0


async def test_two_pushes_of_one_list_at_the_same_time_leave_one_of_them(
    erp: Erp, portal: Client, world: World
) -> None:
    await erp.push("invoices", invoice("1"), invoice("2", due_on="2027-02-01"))
    await erp.push("account-entries", payment("p", "120.00"))

    await asyncio.gather(
        *(
            erp.push(
                "account-entries",
                payment("p", "120.00", of_invoice(name, "120.00"), source_version=version),
            )
            for version, name in enumerate("12121212")
        )
    )

    assert world.one("select count(*) from closings") == 1
    assert world.one("select max(source_version) from closing_lists") == 7
    assert open_of(await lines(finance(portal, world))) == {"N-1": "120.00"}


# Documents of one account, each in its states by version: a later push of an older state is stale.
DEBTS, CREDITS = ("i1", "i2", "e1"), ("p1", "p2")
DUE = {"i1": "2026-11-03", "i2": "2026-11-02", "e1": "2026-11-04", "p1": "2026-11-05", "p2": "2026-11-06"}


def closing_of(name: str, amount: int, run: str) -> dict[str, str]:
    make = of_invoice if name.startswith("i") else of_entry
    return make(f"{run}{name}", f"{amount}.00")


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[str, int, Any]]:
    """What is pushed, in any order and more than once: (document, version, state); None deletes it."""
    found: list[tuple[str, int, Any]] = []
    for name in draw(st.lists(st.sampled_from(DEBTS), unique=True, min_size=1)):
        found.append((name, 1, draw(st.integers(1, 9))))
        if draw(st.booleans()):
            # An invoice may change; an entry is only ever deleted.
            changed = draw(st.integers(1, 9) | st.none()) if name.startswith("i") else None
            found.append((name, 2, changed))
    for name in draw(st.lists(st.sampled_from(CREDITS), unique=True)):
        amount = draw(st.integers(1, 9))
        for version in range(1, draw(st.integers(1, 3)) + 1):
            names = draw(st.lists(st.sampled_from(DEBTS), unique=True, max_size=2))
            shares = [amount] if len(names) == 1 else [1, amount - 1]
            closes = [each for each in zip(names, shares, strict=False) if each[1] > 0]
            found.append((name, version, (amount, closes)))
        if draw(st.integers(0, 3)) == 0:
            found.append((name, 9, None))
    return found


def item_of(name: str, version: int, state: Any, run: str) -> dict[str, Any]:
    own: dict[str, Any] = {"external_id": f"{run}{name}", "source_version": version}
    if state is None:
        return {**own, "op": "delete"}
    more = {**own, "number": f"{run}{name}"}
    if name.startswith("i"):
        money = f"{state}.00", "0.00", f"{state}.00"
        body = invoice(name, *money, due_on=DUE[name])
        body["lines"][0]["vat_rate"] = "0"
        return body | more
    if name.startswith("e"):
        return entry(name, debit=f"{state}.00", due_date=DUE[name]) | more
    amount, closes = state
    said = [closing_of(document, share, run) for document, share in closes]
    return payment(name, f"{amount}.00", due_date=DUE[name]) | more | {"closes": said}


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=histories(), data=st.data())
async def test_any_order_of_pushes_ends_in_the_same_open_items(
    erp: Erp, portal: Client, world: World, history: list[tuple[str, int, Any]], data: st.DataObject
) -> None:
    """Two dealers get the same documents in different orders, one of them some twice; they end up alike."""
    again = data.draw(st.lists(st.sampled_from(history), max_size=3))
    orders = (history, data.draw(st.permutations([*history, *again])))
    ends = []
    for pushed in orders:
        run = uuid4().hex[:8]
        code = f"H-{run}"
        await erp.push("customers", {"external_id": code, "code": code, "title": "Bayi", "currency": "TRY"})
        for state in pushed:
            name, version, content = state
            item = item_of(name, version, content, run)
            if item.get("op") != "delete":
                item["customer_external_id"] = code
            resource = "invoices" if name.startswith("i") else "account-entries"
            await erp.push(resource, item)
        ends.append(await books(portal, world, code, run))

    assert ends[0] == ends[1]


async def books(portal: Client, world: World, code: str, run: str) -> dict[str, Any]:
    """What is open of each document, and what closed what; the sums are right."""
    staff = portal.as_user(world.staff["finance_manager"].token)
    path = f"/api/v1/customers/{code}/account/statement"
    answer = await staff.get(f"{path}?from=2026-01-01&to=2027-06-30&settled=true")
    assert answer.status_code == 200, answer.text
    statement = answer.json()
    standing = [line for line in statement["lines"] if line.get("open")]
    signed = sum(
        Decimal(line["open"]["amount"]) * (1 if line["debit"]["amount"] != "0.00" else -1)
        for line in standing
    )
    assert signed == Decimal(statement["closing"]["amount"])
    assert all(Decimal(line["open"]["amount"]) >= 0 for line in standing)
    return {
        line["document_number"].removeprefix(run): (
            line["open"]["amount"],
            sorted(
                (row["document_number"].removeprefix(run), row["amount"]["amount"], row["chosen"])
                for row in line["settled"]
            ),
        )
        for line in standing
    }
