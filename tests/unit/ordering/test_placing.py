from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b.domain.ordering.asked import LINES_MAX
from b2b.domain.ordering.errors import (
    OrderIsEmpty,
    OrderTooLong,
    ProductTwice,
    ReasonMissing,
    StockBeyondLine,
)
from b2b.domain.ordering.events import OrderApproved, OrderCreated, OrderRejected, OrderStatusChanged
from b2b.domain.ordering.lines import Buyer, CustomerCopy
from b2b.domain.ordering.order import Order
from b2b.domain.ordering.states import LineStatus, OrderStatus, PaymentMethod, SubmitOutcome
from b2b.domain.shared.ids import OrderId, UserId, new_id
from b2b.domain.shared.money import CurrencyMismatch, UnitPrice
from b2b.domain.shared.quantities import Quantity
from tests.unit.ordering.builders import (
    BUYER,
    CUSTOMER,
    NOW,
    a_draft,
    a_line,
    an_address,
    an_approved_order,
    terms,
)
from tests.unit.shared.strategies import EUR, TRY, lira


def test_an_order_is_worth_the_sum_of_its_lines() -> None:
    order = a_draft(
        a_line(quantity=3, unit_price="100.00"), a_line(quantity=1, unit_price="50.00", tax_percent=10)
    )

    assert (order.net, order.tax, order.gross) == (lira("350.00"), lira("65.00"), lira("415.00"))
    assert (order.totals.net, order.totals.tax, order.totals.gross) == (order.net, order.tax, order.gross)
    assert [line.gross for line in order.lines] == [lira("360.00"), lira("55.00")]


def test_lines_are_numbered_from_one_in_the_order_given() -> None:
    order = a_draft(a_line(sku="B-1"), a_line(sku="A-1"))

    assert [(line.line_number, str(line.sku)) for line in order.lines] == [(1, "B-1"), (2, "A-1")]


def test_an_order_without_lines_is_refused() -> None:
    with pytest.raises(OrderIsEmpty):
        Order.place(
            id=OrderId(new_id()),
            number="ORD-20260315-00000001",
            buyer=Buyer(
                customer_id=CUSTOMER, customer=CustomerCopy("D-0001", "Deneme Bilişim A.Ş."), placed_by=BUYER
            ),
            terms=terms(),
            lines=(),
            currency=TRY,
            at=NOW,
        )


def test_an_order_takes_two_thousand_lines_and_no_more() -> None:
    lines = [a_line(quantity=1) for _ in range(LINES_MAX)]

    assert len(a_draft(*lines).lines) == LINES_MAX
    with pytest.raises(OrderTooLong):
        a_draft(*lines, a_line())


def test_the_same_product_on_two_lines_is_refused() -> None:
    line = a_line()

    with pytest.raises(ProductTwice):
        a_draft(line, line)


def test_a_line_of_another_currency_is_refused() -> None:
    foreign = replace(a_line(), unit_price=UnitPrice(Decimal(5), EUR))

    with pytest.raises(CurrencyMismatch):
        a_draft(foreign)


@pytest.mark.parametrize(("allocated", "backordered"), [(4, 0), (2, 2), (-1, 0), (0, -1)])
def test_no_more_is_set_aside_for_a_line_than_was_ordered(allocated: int, backordered: int) -> None:
    with pytest.raises(StockBeyondLine):
        a_line(quantity=3, allocated=allocated, backordered=backordered)


def test_a_new_order_is_a_draft_that_tells_of_its_creation() -> None:
    order = a_draft()

    (event,) = order.pull_events()
    assert order.status is OrderStatus.DRAFT
    assert isinstance(event, OrderCreated)
    assert (event.type, event.sequence, event.number) == ("order.created", 1, order.number)


def test_an_order_that_no_rule_stops_is_approved_at_once() -> None:
    order = an_approved_order()

    assert order.status is OrderStatus.APPROVED
    assert order.approved_at == NOW
    assert {line.status for line in order.lines} == {LineStatus.APPROVED}
    assert [type(event) for event in order.pull_events()] == [OrderCreated, OrderApproved]


def test_an_order_that_needs_approval_waits() -> None:
    order = a_draft()

    order.submit(SubmitOutcome.NEEDS_APPROVAL, by=BUYER, at=NOW)

    assert order.status is OrderStatus.PENDING_APPROVAL
    assert {line.status for line in order.lines} == {LineStatus.PENDING}
    assert [type(event) for event in order.pull_events()] == [OrderCreated, OrderStatusChanged]


def test_an_order_that_a_rule_refuses_keeps_nothing_set_aside() -> None:
    order = a_draft(a_line(quantity=3, allocated=2, backordered=1))

    order.submit(SubmitOutcome.REJECTED, by=BUYER, at=NOW, reason="overdue_debt")

    assert order.status is OrderStatus.REJECTED
    assert [type(event) for event in order.pull_events()] == [OrderCreated, OrderRejected]
    (line,) = order.lines
    assert (line.status, line.allocated_quantity, line.backordered_quantity) == (LineStatus.REJECTED, 0, 0)


def test_a_refusal_by_rule_without_a_reason_leaves_the_draft_as_it_was() -> None:
    order = a_draft()

    with pytest.raises(ReasonMissing):
        order.submit(SubmitOutcome.REJECTED, by=BUYER, at=NOW)

    assert (order.status, order.sequence) == (OrderStatus.DRAFT, 1)


def test_history_names_the_representative_who_acted_for_the_dealer() -> None:
    representative = UserId(new_id())

    order = Order.place(
        id=OrderId(new_id()),
        number="ORD-20260315-00000002",
        buyer=Buyer(
            customer_id=CUSTOMER,
            customer=CustomerCopy("D-0001", "Deneme Bilişim A.Ş."),
            placed_by=BUYER,
            on_behalf_by=representative,
        ),
        terms=terms(),
        lines=[a_line()],
        currency=TRY,
        at=NOW,
    )

    assert (order.placed_by, order.on_behalf_by) == (BUYER, representative)
    assert [change.by for change in order.history] == [representative]


def test_the_same_content_has_the_same_hash_whatever_the_order_of_its_lines() -> None:
    first, second = a_line(sku="A-1"), a_line(sku="A-2", quantity=7)

    assert a_draft(first, second).content_hash == a_draft(second, first).content_hash


@pytest.mark.parametrize(
    "changed",
    [
        a_draft(a_line(sku="A-1", quantity=4)),
        a_draft(a_line(sku="A-2")),
        a_draft(a_line(sku="A-1", unit_price="100.0001")),
        a_draft(a_line(sku="A-1", tax_percent=10)),
        a_draft(a_line(sku="A-1"), with_terms=terms(payment_method=PaymentMethod.BANK_TRANSFER)),
        a_draft(a_line(sku="A-1"), with_terms=terms(shipping_address=an_address(province="İzmir"))),
    ],
    ids=["quantity", "product", "price", "tax", "payment", "address"],
)
def test_whatever_an_approver_decides_on_changes_the_hash(changed: Order) -> None:
    assert changed.content_hash != a_draft(a_line(sku="A-1")).content_hash


def test_what_an_approver_does_not_decide_on_leaves_the_hash() -> None:
    plain = a_draft(a_line(sku="A-1"))

    assert a_draft(a_line(sku="A-1"), with_terms=terms(po_number="PO-7")).content_hash == plain.content_hash


@given(quantities=st.lists(st.integers(1, 1000), min_size=1, max_size=6))
def test_a_placed_order_satisfies_its_own_invariants(quantities: list[int]) -> None:
    order = a_draft(
        *(
            replace(a_line(unit_price="0.0375"), quantity=Quantity(each), allocated_quantity=each // 2)
            for each in quantities
        )
    )

    assert order.gross == order.totals.gross
    assert all(line.outstanding_quantity == each for line, each in zip(order.lines, quantities, strict=True))
    assert order.content_hash == order.hash_now()
