import pytest
from hypothesis import given
from hypothesis import strategies as st

from b2b.domain.ordering.errors import (
    ApprovedBeyondOrdered,
    ErpReferenceDiffers,
    NothingApproved,
    NothingShipped,
    OrderStepRefused,
    ReasonMissing,
    ShippedBeyondOrdered,
    UnknownOrderLine,
)
from b2b.domain.ordering.events import OrderApproved, OrderCancelled, OrderEvent, OrderRejected
from b2b.domain.ordering.lines import OrderLine
from b2b.domain.ordering.order import Order
from b2b.domain.ordering.states import LineStatus, OrderStatus, SubmitOutcome
from b2b.domain.shared.ids import OrderLineId, new_id
from tests.unit.ordering.builders import (
    APPROVER,
    NOW,
    a_draft,
    a_line,
    a_waiting_order,
    an_approved_order,
    an_order_in_processing,
)
from tests.unit.shared.strategies import lira


def counters(line: OrderLine) -> tuple[int, int, int, int, int]:
    return (
        line.cancelled_quantity,
        line.shipped_quantity,
        line.backordered_quantity,
        line.allocated_quantity,
        line.open_quantity,
    )


def test_an_approval_in_full_releases_nothing() -> None:
    order = a_waiting_order(a_line(quantity=3))

    released = order.approve(by=APPROVER, at=NOW)

    assert (released.lines, released.amount) == ((), lira("0.00"))
    assert order.status is OrderStatus.APPROVED
    assert order.approved_at == NOW


def test_an_approver_who_names_all_lines_in_full_has_cut_nothing() -> None:
    order = a_waiting_order(a_line(quantity=3))
    before = order.content_hash

    order.approve(by=APPROVER, at=NOW, lines={line.id: 3 for line in order.lines})

    assert (order.status, order.content_hash) == (OrderStatus.APPROVED, before)


def test_a_cut_makes_the_order_smaller_and_releases_the_difference() -> None:
    order = a_waiting_order(a_line(quantity=10, unit_price="100.00", allocated=10), a_line(quantity=1))
    first = order.lines[0]

    released = order.approve(by=APPROVER, at=NOW, lines={first.id: 4})

    assert order.status is OrderStatus.PARTIALLY_APPROVED
    assert (order.gross, released.amount) == (lira("600.00"), lira("720.00"))
    assert [(move.line_id, move.quantity, move.allocated) for move in released.lines] == [(first.id, 6, 6)]
    assert counters(first) == (6, 0, 0, 4, 0)


def test_a_cut_takes_first_what_has_no_stock() -> None:
    order = a_waiting_order(a_line(quantity=10, allocated=5, backordered=3))
    (line,) = order.lines

    (move,) = order.approve(by=APPROVER, at=NOW, lines={line.id: 4}).lines

    assert (move.quantity, move.allocated) == (6, 1)
    assert counters(line) == (6, 0, 0, 4, 0)


def test_a_line_cut_to_nothing_is_rejected_and_the_others_approved() -> None:
    order = a_waiting_order(a_line(), a_line())
    kept, refused = order.lines

    order.approve(by=APPROVER, at=NOW, lines={refused.id: 0})

    assert (kept.status, refused.status) == (LineStatus.APPROVED, LineStatus.REJECTED)
    assert refused.gross == lira("0.00")


def test_a_cut_changes_the_content_that_was_approved() -> None:
    order = a_waiting_order(a_line(quantity=10))
    before = order.content_hash

    order.approve(by=APPROVER, at=NOW, lines={order.lines[0].id: 9})

    assert order.content_hash != before
    assert order.content_hash == order.hash_now()


@pytest.mark.parametrize("quantity", [-1, 4])
def test_an_approver_cannot_raise_a_quantity(quantity: int) -> None:
    order = a_waiting_order(a_line(quantity=3), a_line())

    with pytest.raises(ApprovedBeyondOrdered):
        order.approve(by=APPROVER, at=NOW, lines={order.lines[0].id: quantity})


def test_an_approval_that_leaves_nothing_is_a_rejection_and_is_refused_as_approval() -> None:
    order = a_waiting_order(a_line(), a_line())

    with pytest.raises(NothingApproved):
        order.approve(by=APPROVER, at=NOW, lines={line.id: 0 for line in order.lines})

    assert order.status is OrderStatus.PENDING_APPROVAL
    assert all(line.cancelled_quantity == 0 for line in order.lines)


def test_a_line_of_another_order_cannot_be_approved() -> None:
    with pytest.raises(UnknownOrderLine):
        a_waiting_order().approve(by=APPROVER, at=NOW, lines={OrderLineId(new_id()): 1})


@given(
    ordered=st.lists(st.integers(1, 50), min_size=1, max_size=5),
    prices=st.lists(st.integers(0, 10**6), min_size=5, max_size=5),
    data=st.data(),
)
def test_after_any_cut_the_lines_still_add_up_and_the_release_is_the_difference(
    ordered: list[int], prices: list[int], data: st.DataObject
) -> None:
    lines = [
        a_line(
            quantity=quantity,
            unit_price=f"{price / 10000:.4f}",
            tax_percent=data.draw(st.sampled_from([1, 20])),
        )
        for quantity, price in zip(ordered, prices, strict=False)
    ]
    order = a_waiting_order(*lines)
    before = order.gross
    kept = {line.id: data.draw(st.integers(0, line.quantity.value)) for line in order.lines}
    if not any(kept.values()):
        kept.popitem()

    released = order.approve(by=APPROVER, at=NOW, lines=kept)

    assert (order.net, order.tax, order.gross) == (order.totals.net, order.totals.tax, order.totals.gross)
    assert released.amount == before - order.gross
    assert not released.amount.is_negative
    assert all(
        min(counters(line)) >= 0 and sum(counters(line)) == line.quantity.value for line in order.lines
    )


def test_a_rejection_releases_the_whole_and_says_why() -> None:
    order = a_waiting_order(a_line(quantity=3, allocated=2))
    order.pull_events()

    released = order.reject("  Overdue since January. ", by=APPROVER, at=NOW)

    (event,) = order.pull_events()
    assert isinstance(event, OrderRejected)
    assert event.reason == "Overdue since January."
    assert (released.amount, released.lines[0].allocated) == (order.gross, 2)
    assert order.lines[0].status is LineStatus.REJECTED


def test_a_cancellation_releases_what_an_earlier_cut_has_left() -> None:
    order = a_waiting_order(a_line(quantity=10, unit_price="100.00", allocated=10))
    order.approve(by=APPROVER, at=NOW, lines={order.lines[0].id: 4})
    order.pull_events()

    released = order.cancel("Ordered twice.", by=APPROVER, at=NOW)

    assert (released.amount, released.lines[0].quantity) == (lira("480.00"), 4)
    assert [type(event) for event in order.pull_events()] == [OrderCancelled]
    assert counters(order.lines[0]) == (10, 0, 0, 0, 0)


def test_a_cancelled_order_keeps_the_amounts_it_had() -> None:
    order = an_approved_order(a_line(quantity=3, unit_price="100.00"))

    order.cancel("Ordered twice.", by=APPROVER, at=NOW)

    assert (order.gross, order.totals.gross) == (lira("360.00"), lira("360.00"))


def test_a_line_that_the_approver_refused_stays_refused_when_the_order_is_cancelled() -> None:
    order = a_waiting_order(a_line(), a_line())
    order.approve(by=APPROVER, at=NOW, lines={order.lines[1].id: 0})

    order.cancel("Ordered twice.", by=APPROVER, at=NOW)

    assert [line.status for line in order.lines] == [LineStatus.CANCELLED, LineStatus.REJECTED]


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_rejection_a_cancellation_and_a_hold_say_why(reason: str) -> None:
    waiting, approved = a_waiting_order(), an_approved_order()

    with pytest.raises(ReasonMissing):
        waiting.reject(reason, by=APPROVER, at=NOW)
    with pytest.raises(ReasonMissing):
        approved.cancel(reason, by=APPROVER, at=NOW)
    with pytest.raises(ReasonMissing):
        approved.hold(reason, by=APPROVER, at=NOW)

    assert (waiting.status, approved.status) == (OrderStatus.PENDING_APPROVAL, OrderStatus.APPROVED)


def test_a_held_order_goes_on_from_where_it_was_interrupted() -> None:
    in_part = a_waiting_order(a_line(quantity=3))
    in_part.approve(by=APPROVER, at=NOW, lines={in_part.lines[0].id: 2})
    orders = [an_approved_order(), in_part, an_order_in_processing()]
    interrupted = [order.status for order in orders]

    for order in orders:
        order.hold("The address is unclear.", by=APPROVER, at=NOW)
        order.resume(by=APPROVER, at=NOW)

    assert [order.status for order in orders] == interrupted
    assert [order.held_from for order in orders] == [None, None, None]


def test_a_part_shipment_leaves_the_rest_outstanding() -> None:
    order = an_order_in_processing(a_line(quantity=5, allocated=5), a_line(quantity=2, allocated=2))
    first = order.lines[0]

    moves = order.ship({first.id: 3}, by=None, at=NOW)

    assert order.status is OrderStatus.PARTIALLY_SHIPPED
    assert [(move.line_id, move.quantity, move.allocated) for move in moves] == [(first.id, 3, 3)]
    assert counters(first) == (0, 3, 0, 2, 0)


def test_a_shipment_without_quantities_is_all_that_is_left() -> None:
    order = an_order_in_processing(a_line(quantity=5), a_line(quantity=2))
    order.ship({order.lines[0].id: 3}, by=None, at=NOW)

    order.ship(by=None, at=NOW)

    assert order.status is OrderStatus.SHIPPED
    assert [line.shipped_quantity for line in order.lines] == [5, 2]


def test_a_shipment_takes_first_what_is_allocated_and_last_what_is_back_ordered() -> None:
    order = an_order_in_processing(a_line(quantity=10, allocated=5, backordered=3))
    (line,) = order.lines

    (first,) = order.ship({line.id: 6}, by=None, at=NOW)

    assert (first.quantity, first.allocated) == (6, 5)
    assert counters(line) == (0, 6, 3, 0, 1)


def test_more_than_is_outstanding_cannot_be_shipped_and_nothing_moves() -> None:
    order = an_order_in_processing(a_line(quantity=5), a_line(quantity=2))
    first, second = order.lines

    with pytest.raises(ShippedBeyondOrdered):
        order.ship({first.id: 1, second.id: 3}, by=None, at=NOW)

    assert (first.shipped_quantity, second.shipped_quantity) == (0, 0)
    assert order.status is OrderStatus.PROCESSING


@pytest.mark.parametrize("quantity", [None, 0, -1])
def test_a_shipment_carries_at_least_one_piece(quantity: int | None) -> None:
    order = an_order_in_processing()
    quantities = {} if quantity is None else {order.lines[0].id: quantity}

    with pytest.raises(NothingShipped):
        order.ship(quantities, by=None, at=NOW)


def test_what_the_approver_cut_is_not_shipped() -> None:
    order = a_waiting_order(a_line(quantity=10), a_line(quantity=1))
    order.approve(by=APPROVER, at=NOW, lines={order.lines[0].id: 4, order.lines[1].id: 0})
    order.start_processing(by=None, at=NOW)

    order.ship(by=None, at=NOW)

    assert [line.shipped_quantity for line in order.lines] == [4, 0]
    assert order.status is OrderStatus.SHIPPED


def test_the_erps_number_is_recorded_once_and_again_without_harm() -> None:
    order = an_approved_order()
    order.record_erp_reference("SO-1001", at=NOW)
    version = order.sequence

    order.record_erp_reference("SO-1001", at=NOW)

    assert (order.erp_order_number, order.erp_reference_at) == ("SO-1001", NOW)
    assert order.sequence == version


def test_another_number_of_the_erp_is_a_conflict() -> None:
    order = an_approved_order()
    order.record_erp_reference("SO-1001", at=NOW)

    with pytest.raises(ErpReferenceDiffers):
        order.record_erp_reference("SO-1002", at=NOW)

    assert order.erp_order_number == "SO-1001"


def test_an_order_that_waits_for_approval_has_no_number_in_the_erp_yet() -> None:
    with pytest.raises(OrderStepRefused):
        a_waiting_order().record_erp_reference("SO-1001", at=NOW)


def test_the_approved_event_says_whether_it_was_in_part() -> None:
    order = a_waiting_order(a_line(quantity=2))
    order.pull_events()

    order.approve(by=APPROVER, at=NOW, lines={order.lines[0].id: 1})

    (event,) = order.pull_events()
    assert isinstance(event, OrderApproved)
    assert (event.type, event.status) == ("order.approved", OrderStatus.PARTIALLY_APPROVED)


def test_events_and_history_count_the_same_steps() -> None:
    order = a_draft()

    events = [event for event in _whole_life(order) if isinstance(event, OrderEvent)]

    assert [event.sequence for event in events] == list(range(1, order.sequence + 1))
    assert [change.sequence for change in order.history] == [event.sequence for event in events]
    assert [change.to_status for change in order.history] == [event.status for event in events]


def _whole_life(order: Order) -> tuple[object, ...]:
    order.submit(SubmitOutcome.NEEDS_APPROVAL, by=None, at=NOW)
    order.approve(by=APPROVER, at=NOW)
    order.hold("The address is unclear.", by=APPROVER, at=NOW)
    order.resume(by=APPROVER, at=NOW)
    order.start_processing(by=None, at=NOW)
    order.ship(by=None, at=NOW)
    order.deliver(by=None, at=NOW)
    order.complete(by=None, at=NOW)
    return order.pull_events()
