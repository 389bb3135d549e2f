"""The order aggregate: a dealer's purchase, from draft to completion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Self

from b2b.domain.ordering.amendments import AmendedLine, Amendment
from b2b.domain.ordering.asked import amending_cuts, approvers_cuts, check_lines, parcel_of
from b2b.domain.ordering.content import hash_content
from b2b.domain.ordering.errors import ErpReferenceDiffers, OrderStepRefused, ReasonMissing
from b2b.domain.ordering.events import (
    EventFacts,
    OrderAmended,
    OrderApproved,
    OrderCancelled,
    OrderCreated,
    OrderRejected,
    OrderStatusChanged,
    told_again,
)
from b2b.domain.ordering.history import StatusChange
from b2b.domain.ordering.lines import (
    AddressCopy,
    Buyer,
    CustomerCopy,
    LineMove,
    OrderLine,
    OrderTerms,
    PricedLine,
    Released,
)
from b2b.domain.ordering.states import (
    STEPS,
    LineStatus,
    OrderSource,
    OrderStatus,
    OrderStep,
    PaymentMethod,
    SubmitOutcome,
)
from b2b.domain.ordering.totals import TaxTotal, Totals, sum_rates, total_lines
from b2b.domain.shared.aggregate import AggregateRoot
from b2b.domain.shared.ids import CustomerId, OrderId, OrderLineId, UserId, new_id
from b2b.domain.shared.money import Currency, Money


@dataclass(eq=False, repr=False, kw_only=True)
class Order(AggregateRoot):
    """A dealer's purchase.

    - It has 1 to 2,000 lines in one currency, each of another product.
    - Its amounts are the sums of its lines', by the one rounding routine. They change only when an approver
      cuts or the distributor amends; a rejected or cancelled order keeps the amounts it had.
    - Each step starts only from the statuses that `STEPS` names, and leaves one row of history and one event.
      Telling the world once more is no step of its life: it has an event alone.
    - `content_hash` is that of its present content.
    """

    id: OrderId
    number: str
    customer_id: CustomerId
    customer: CustomerCopy
    placed_by: UserId
    on_behalf_by: UserId | None
    source: OrderSource
    status: OrderStatus
    currency: Currency
    net: Money
    tax: Money
    gross: Money
    payment_method: PaymentMethod
    po_number: str | None
    note: str | None
    requested_delivery_date: date | None
    shipping_address: AddressCopy
    billing_address: AddressCopy
    placed_at: datetime
    approved_at: datetime | None = None
    # The status that `hold` interrupted and `resume` returns to.
    held_from: OrderStatus | None = None
    erp_order_number: str | None = None
    erp_reference_at: datetime | None = None
    # When the ERP said that it has the order, and when the distributor last lowered it.
    acknowledged_at: datetime | None = None
    amended_at: datetime | None = None
    content_hash: str = ""
    sequence: int = 0
    version: int = 1
    _lines: list[OrderLine] = field(default_factory=list)
    _history: list[StatusChange] = field(default_factory=list)

    @classmethod
    def place(
        cls,
        *,
        id: OrderId,
        number: str,
        buyer: Buyer,
        terms: OrderTerms,
        lines: Sequence[PricedLine],
        currency: Currency,
        at: datetime,
    ) -> Self:
        """A draft; `submit` sends it on its way."""
        check_lines(lines, currency)
        totalled = total_lines([line.to_total() for line in lines], currency)
        order = cls(
            id=id,
            number=number,
            customer_id=buyer.customer_id,
            customer=buyer.customer,
            placed_by=buyer.placed_by,
            on_behalf_by=buyer.on_behalf_by,
            source=terms.source,
            status=OrderStatus.DRAFT,
            currency=currency,
            net=totalled.totals.net,
            tax=totalled.totals.tax,
            gross=totalled.totals.gross,
            payment_method=terms.payment_method,
            po_number=terms.po_number,
            note=terms.note,
            requested_delivery_date=terms.requested_delivery_date,
            shipping_address=terms.shipping_address,
            billing_address=terms.billing_address,
            placed_at=at,
            _lines=[
                OrderLine.ordered(line, customer_id=buyer.customer_id, line_number=place, totals=totals)
                for place, (line, totals) in enumerate(zip(lines, totalled.lines, strict=True), start=1)
            ],
        )
        order.content_hash = order.hash_now()
        order._turn(OrderStatus.DRAFT, by=buyer.on_behalf_by or buyer.placed_by, at=at)
        order._record(OrderCreated(**order._facts(at)))
        return order

    @property
    def lines(self) -> tuple[OrderLine, ...]:
        return tuple(sorted(self._lines, key=lambda line: line.line_number))

    @property
    def history(self) -> tuple[StatusChange, ...]:
        return tuple(sorted(self._history, key=lambda change: change.sequence))

    @property
    def totals(self) -> Totals:
        rates = sorted({line.tax_rate for line in self._lines})
        by_rate = []
        for rate in rates:
            taxed = [line for line in self._lines if line.tax_rate == rate]
            net = Money.total((line.net for line in taxed), self.currency)
            by_rate.append(TaxTotal(rate, net, Money.total((line.tax for line in taxed), self.currency)))
        return sum_rates(by_rate, self.currency)

    def hash_now(self) -> str:
        return hash_content(
            customer_id=self.customer_id,
            lines=self._lines,
            shipping_address=self.shipping_address,
            billing_address=self.billing_address,
            payment_method=self.payment_method,
            totals=(self.net, self.tax, self.gross),
        )

    def submit(
        self, outcome: SubmitOutcome, *, by: UserId | None, at: datetime, reason: str | None = None
    ) -> None:
        """Takes what the approval rules said; a refusal by rule has its reason."""
        self._begin(OrderStep.SUBMIT)
        match outcome:
            case SubmitOutcome.APPROVED:
                self._release(OrderStatus.APPROVED, by=by, at=at)
            case SubmitOutcome.NEEDS_APPROVAL:
                self._change_status(OrderStatus.PENDING_APPROVAL, by=by, at=at)
            case SubmitOutcome.REJECTED:
                self._refuse(reason or "", by=by, at=at)

    def approve(
        self, *, by: UserId | None, at: datetime, lines: Mapping[OrderLineId, int] | None = None
    ) -> Released:
        """Approve in full, or cut the named lines to the quantities given, where zero refuses the line."""
        self._begin(OrderStep.APPROVE_IN_PART if lines else OrderStep.APPROVE)
        cuts = approvers_cuts(self.number, self._lines, lines or {})
        before = self.gross
        moves = tuple(line.cut(quantity) for line, quantity in cuts.items())
        if cuts:
            self._total_again()
        self._release(OrderStatus.PARTIALLY_APPROVED if cuts else OrderStatus.APPROVED, by=by, at=at)
        return Released(moves, before - self.gross)

    def reject(self, reason: str, *, by: UserId | None, at: datetime) -> Released:
        self._begin(OrderStep.REJECT)
        return self._refuse(reason, by=by, at=at)

    def start_processing(self, *, by: UserId | None, at: datetime) -> None:
        self._begin(OrderStep.START_PROCESSING)
        self._change_status(OrderStatus.PROCESSING, by=by, at=at)

    def ship(
        self, quantities: Mapping[OrderLineId, int] | None = None, *, by: UserId | None, at: datetime
    ) -> tuple[LineMove, ...]:
        """Ship these quantities, or all that is outstanding; answers what left each line."""
        self._begin(OrderStep.SHIP)
        parcel = parcel_of(self.number, self._lines, quantities)
        moves = tuple(line.ship(quantity) for line, quantity in parcel.items())
        left = any(line.outstanding_quantity for line in self._lines)
        self._change_status(OrderStatus.PARTIALLY_SHIPPED if left else OrderStatus.SHIPPED, by=by, at=at)
        return moves

    def deliver(self, *, by: UserId | None, at: datetime) -> None:
        self._begin(OrderStep.DELIVER)
        self._change_status(OrderStatus.DELIVERED, by=by, at=at)

    def complete(self, *, by: UserId | None, at: datetime) -> None:
        self._begin(OrderStep.COMPLETE)
        self._change_status(OrderStatus.COMPLETED, by=by, at=at)

    def hold(self, reason: str, *, by: UserId | None, at: datetime) -> None:
        self._begin(OrderStep.HOLD)
        reason = _said(reason)
        self.held_from = self.status
        self._change_status(OrderStatus.ON_HOLD, by=by, at=at, reason=reason)

    def resume(self, *, by: UserId | None, at: datetime) -> None:
        self._begin(OrderStep.RESUME)
        earlier, self.held_from = self.held_from, None
        self._change_status(earlier or OrderStatus.APPROVED, by=by, at=at)

    def cancel(self, reason: str, *, by: UserId | None, at: datetime) -> Released:
        self._begin(OrderStep.CANCEL)
        reason = _said(reason)
        released = self._drop(LineStatus.CANCELLED)
        self._turn(OrderStatus.CANCELLED, by=by, at=at, reason=reason)
        self._record(OrderCancelled(**self._facts(at), reason=reason))
        return released

    def amend(
        self, quantities: Mapping[OrderLineId, int], reason: str, *, by: UserId | None, at: datetime
    ) -> Amendment | None:
        """Lower lines to so many pieces in all, shipped ones included; None where nothing changes by it.

        - An order that is left with nothing is cancelled; one of which the rest was shipped is shipped.
        """
        self._begin(OrderStep.AMEND)
        cuts = amending_cuts(self.number, self._lines, quantities)
        reason = _said(reason)
        if not cuts:
            return None
        lines = tuple(AmendedLine.of(line, cut) for line, cut in cuts.items())
        before = self.gross
        left = any(line.outstanding_quantity > cuts.get(line, 0) for line in self._lines)
        self.amended_at = at
        if left or any(line.shipped_quantity for line in self._lines):
            released = self._lower(cuts, reason, by=by, at=at)
            after = self.gross
        else:
            released, after = self.cancel(reason, by=by, at=at), Money.zero(self.currency)
        amendment = Amendment(
            id=new_id(),
            order_id=self.id,
            customer_id=self.customer_id,
            sequence=self.sequence,
            by=by,
            reason=reason,
            at=at,
            gross_before=before,
            gross_after=after,
            lines=lines,
            released=released,
        )
        if not left and self.status is OrderStatus.PARTIALLY_SHIPPED:
            self._change_status(OrderStatus.SHIPPED, by=by, at=at)
        return amendment

    def close_short(self, reason: str, *, by: UserId | None, at: datetime) -> Amendment | None:
        """Nothing more is shipped: every line falls to what was."""
        return self.amend({line.id: line.shipped_quantity for line in self._lines}, reason, by=by, at=at)

    def acknowledge(self, *, at: datetime) -> bool:
        """The ERP has the order; answers whether that is news."""
        self._begin(OrderStep.ACKNOWLEDGE)
        if self.acknowledged_at is not None:
            return False
        self.acknowledged_at = at
        return True

    def send_again(self, *, at: datetime) -> None:
        """Tell the world once more what the order came to, as it is now, under a sequence that is new."""
        self._begin(OrderStep.RESEND)
        self.sequence += 1
        why = self.history[-1].reason if self._history else None
        self._record(told_again(self._facts(at), reason=why or ""))

    def record_erp_reference(self, order_number: str, *, at: datetime) -> None:
        """The ERP's own number for the order, which it then has; the same one again is harmless."""
        self._begin(OrderStep.RECORD_ERP_REFERENCE)
        self.acknowledged_at = self.acknowledged_at or at
        if self.erp_order_number is None:
            self.erp_order_number, self.erp_reference_at = order_number, at
        elif self.erp_order_number != order_number:
            raise ErpReferenceDiffers(number=self.number, erp_order_number=self.erp_order_number)

    def _begin(self, step: OrderStep) -> None:
        if self.status not in STEPS[step]:
            raise OrderStepRefused(number=self.number, step=step.value, status=self.status.value)

    def _turn(
        self, status: OrderStatus, *, by: UserId | None, at: datetime, reason: str | None = None
    ) -> None:
        self.sequence += 1
        earlier = self.status if self.sequence > 1 else None
        self.status = status
        self._history.append(
            StatusChange(
                id=new_id(),
                order_id=self.id,
                customer_id=self.customer_id,
                sequence=self.sequence,
                from_status=earlier,
                to_status=status,
                by=by,
                reason=reason,
                at=at,
            )
        )

    def _change_status(
        self, status: OrderStatus, *, by: UserId | None, at: datetime, reason: str | None = None
    ) -> None:
        earlier = self.status
        self._turn(status, by=by, at=at, reason=reason)
        self._record(OrderStatusChanged(**self._facts(at), from_status=earlier))

    def _release(self, status: OrderStatus, *, by: UserId | None, at: datetime) -> None:
        for line in self._lines:
            line.status = LineStatus.APPROVED if line.outstanding_quantity else LineStatus.REJECTED
        self.approved_at = at
        self._turn(status, by=by, at=at)
        self._record(OrderApproved(**self._facts(at)))

    def _refuse(self, reason: str, *, by: UserId | None, at: datetime) -> Released:
        reason = _said(reason)
        released = self._drop(LineStatus.REJECTED)
        self._turn(OrderStatus.REJECTED, by=by, at=at, reason=reason)
        self._record(OrderRejected(**self._facts(at), reason=reason))
        return released

    def _drop(self, status: LineStatus) -> Released:
        moves = []
        for line in self._lines:
            if line.outstanding_quantity:
                moves.append(line.cut(line.outstanding_quantity))
                line.status = status
        return Released(tuple(moves), self.gross)

    def _lower(
        self, cuts: Mapping[OrderLine, int], reason: str, *, by: UserId | None, at: datetime
    ) -> Released:
        before = self.gross
        moves = tuple(line.cut(quantity) for line, quantity in cuts.items())
        for line in cuts:
            if not line.outstanding_quantity and not line.shipped_quantity:
                line.status = LineStatus.CANCELLED
        self._total_again()
        self._turn(self.status, by=by, at=at, reason=reason)
        self._record(OrderAmended(**self._facts(at), reason=reason))
        return Released(moves, before - self.gross)

    def _facts(self, at: datetime) -> EventFacts:
        return EventFacts(
            order_id=self.id,
            customer_id=self.customer_id,
            number=self.number,
            status=self.status,
            sequence=self.sequence,
            at=at,
        )

    def _total_again(self) -> None:
        totalled = total_lines([line.to_total() for line in self._lines], self.currency)
        for line, totals in zip(self._lines, totalled.lines, strict=True):
            line.apply(totals)
        self.net, self.tax, self.gross = (
            totalled.totals.net,
            totalled.totals.tax,
            totalled.totals.gross,
        )
        self.content_hash = self.hash_now()


def _said(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()
