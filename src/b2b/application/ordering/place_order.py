"""Placing an order: one transaction in which all of it happens, or none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar, Final
from uuid import UUID

import msgspec

from b2b.application.accounts.ports import Accounts
from b2b.application.approvals.facts import OrderFactsFinder, OrderToJudge
from b2b.application.approvals.ports import ApprovalRules, Approvals
from b2b.application.ordering.documents import OrderTotalsDocument, order_totals
from b2b.application.ordering.ports import (
    BelowMinimumAmount,
    CartLine,
    Carts,
    Checkout,
    CheckoutBuyer,
    NothingToOrder,
    Orders,
    PaymentMethodUnavailable,
    PriceMoved,
    StockShelves,
)
from b2b.application.ordering.pricing import (
    WantedLine,
    granted,
    has_moved,
    look_up,
    merged,
    orderable_lines,
    priced_lines,
    wishes,
)
from b2b.application.ordering.set_aside import SetAside
from b2b.application.pricing.ports import CampaignUses, OrderableProduct, PricedProducts
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import Answer, AuditTrail, Clock, IdempotencyKeys, Numbers, UnitOfWork
from b2b.application.shared.settings import (
    APPROVALS_ENABLED,
    ASK_BEYOND_LIMIT,
    MINIMUM_ORDER_AMOUNT,
    ORDER_HOLD_HOURS,
    TenantSettings,
)
from b2b.domain.accounts.account import Account
from b2b.domain.approvals.approval import Approval
from b2b.domain.approvals.conditions import OrderFacts
from b2b.domain.approvals.rules import (
    ApprovalRule,
    ApprovalSwitches,
    DealerMode,
    MatchedRule,
    RuleAction,
    RuleStep,
    Verdict,
    also_ask,
    evaluate,
)
from b2b.domain.inventory.allocation import Allocation, allocate, allocated_by_product
from b2b.domain.ordering.errors import DeliveryDayPast
from b2b.domain.ordering.lines import Buyer, OrderTerms, PricedLine
from b2b.domain.ordering.order import Order
from b2b.domain.ordering.states import OrderSource, PaymentMethod, SubmitOutcome
from b2b.domain.pricing.campaigns import PausedBy
from b2b.domain.pricing.discounts import Grant
from b2b.domain.shared.ids import AddressId, ApprovalId, ApprovalRuleId, OrderId, new_id
from b2b.domain.shared.money import Money

OFFERED: Final = frozenset({PaymentMethod.OPEN_ACCOUNT, PaymentMethod.BANK_TRANSFER})
# Finance looks at what no rule names: a dealer whose every order is looked at, an order beyond the credit.
FINANCE: Final = (RuleStep(frozenset({"finance_manager"})),)
BEYOND_CREDIT: Final = MatchedRule(ApprovalRuleId(UUID(int=0)), 0, "Free credit", ("credit_exceeded",))
EVERY_ORDER: Final = MatchedRule(ApprovalRuleId(UUID(int=0)), 0, "Every order", ("dealer_always",))
OUTCOMES: Final = {
    RuleAction.AUTO_APPROVE: SubmitOutcome.APPROVED,
    RuleAction.REQUIRE_APPROVAL: SubmitOutcome.NEEDS_APPROVAL,
    RuleAction.AUTO_REJECT: SubmitOutcome.REJECTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOrder:
    """`lines` is None to order what is in the cart; `accepted_total` is the gross that the dealer saw."""

    lines: tuple[WantedLine, ...] | None
    shipping_address_id: AddressId
    billing_address_id: AddressId | None
    payment_method: PaymentMethod
    po_number: str | None
    note: str | None
    requested_delivery_date: date | None
    accepted_total: Money | None
    idempotency_key: str


class ApprovalForecast(msgspec.Struct, frozen=True, kw_only=True):
    """Whether somebody must approve, and the codes of the conditions that say so."""

    required: bool
    reasons: list[str]


class PlacedOrder(msgspec.Struct, frozen=True, kw_only=True):
    """The order as it was accepted; `status` is `approved`, `pending_approval` or `rejected`."""

    number: str
    status: str
    totals: OrderTotalsDocument
    approval: ApprovalForecast


@dataclass(frozen=True, slots=True)
class _Known:
    """What was asked at once; `products` only where the lines came with the request."""

    earlier: Answer[PlacedOrder | None]
    buyer: Answer[CheckoutBuyer]
    rules: Answer[tuple[ApprovalRule, ...]]
    products: Answer[tuple[OrderableProduct | None, ...]] | None


@dataclass(frozen=True, slots=True)
class PlaceOrderHandler:
    """Turns the cart, or the lines given, into an order.

    - Open to a dealer's buyers, for their own company.
    - Prices, visibility and quantities are checked again; stock and credit are set aside under row locks,
      the account first, then the stock by SKU, then what campaigns have left.
    - Safe to retry with the same key.
    """

    permission: ClassVar = Permission.ORDERS_CREATE

    actor: Actor
    checkout: Checkout
    carts: Carts
    products: PricedProducts
    accounts: Accounts
    shelves: StockShelves
    campaigns: CampaignUses
    set_aside: SetAside
    orders: Orders
    approvals: Approvals
    rules: ApprovalRules
    facts: OrderFactsFinder
    settings: TenantSettings
    numbers: Numbers
    keys: IdempotencyKeys
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: PlaceOrder) -> PlacedOrder:
        self.actor.require(self.permission)
        if command.payment_method not in OFFERED:
            raise PaymentMethodUnavailable(payment_method=command.payment_method.value)
        async with self.uow:
            known = await self._look_up(command)
            if earlier := known.earlier.result():
                return earlier
            if command.requested_delivery_date and command.requested_delivery_date < self.clock.today():
                raise DeliveryDayPast(day=command.requested_delivery_date)
            cart = await self._cart(command)
            lines = merged(command.lines or [WantedLine(line.sku, line.quantity) for line in cart])
            if not lines:
                raise NothingToOrder
            buyer = known.buyer.result()
            ready = orderable_lines(
                lines, known.products.result() if known.products else await self._products(lines)
            )
            wanted = wishes(ready)
            async with self.uow.together() as ask:
                locked = ask(self.accounts.lock_to_hold(buyer.customer_id, buyer.currency))
                levels = ask(self.shelves.lock([wish.product_id for wish in wanted if wish.tracked]))
                number = ask(self.numbers.next("order"))
            account = locked.result()
            allocations = allocate(wanted, levels.result())
            grants = await granted(self.campaigns, buyer.customer_id, ready, self.clock.today())
            priced = priced_lines(ready, grants, allocated_by_product(allocations))
            order = self._order(command, number.result(), buyer, priced)
            await self._check_total(command, order, _moved(cart, order, grants))
            placed = await self._submit(order, buyer, account, allocations, known.rules.result())
            if cart:
                await self.carts.remove(self.actor.own_user, None, self.clock.now())
            await self.keys.store(command.idempotency_key, command, placed)
            self.audit.record(
                "order.placed",
                "order",
                order.number,
                after={"gross": str(order.gross), "status": placed.status},
            )
            await self.uow.commit()
        return placed

    async def _look_up(self, command: PlaceOrder) -> _Known:
        """Whatever needs no lock but that of the key, in one go; the settings are read with it."""
        async with self.uow.together() as ask:
            earlier = ask(self.keys.replay(command.idempotency_key, command, PlacedOrder))
            buyer = ask(
                self.checkout.buyer(
                    self.actor.own_customer,
                    shipping_address_id=command.shipping_address_id,
                    billing_address_id=command.billing_address_id,
                )
            )
            rules = ask(self.rules.active())
            ask(self.settings.get(MINIMUM_ORDER_AMOUNT))
            products = ask(self._products(merged(command.lines))) if command.lines else None
        return _Known(earlier, buyer, rules, products)

    async def _cart(self, command: PlaceOrder) -> tuple[CartLine, ...]:
        if command.lines is not None:
            return ()
        return await self.carts.lines(self.actor.own_user, lock=True)

    async def _products(self, lines: Sequence[WantedLine]) -> tuple[OrderableProduct | None, ...]:
        return await look_up(self.products, self.actor.own_customer, lines, self.clock.today())

    def _order(
        self,
        command: PlaceOrder,
        number: int,
        buyer: CheckoutBuyer,
        lines: Sequence[PricedLine],
    ) -> Order:
        return Order.place(
            id=OrderId(new_id()),
            number=f"ORD-{self.clock.today():%Y%m%d}-{number:08d}",
            buyer=Buyer(
                customer_id=buyer.customer_id,
                customer=buyer.customer,
                placed_by=self.actor.own_user,
                on_behalf_by=self.actor.on_behalf_by,
            ),
            terms=OrderTerms(
                source=self._source(command),
                payment_method=command.payment_method,
                shipping_address=buyer.shipping_address,
                billing_address=buyer.billing_address,
                po_number=command.po_number,
                note=command.note,
                requested_delivery_date=command.requested_delivery_date,
            ),
            lines=lines,
            currency=buyer.currency,
            at=self.clock.now(),
        )

    def _source(self, command: PlaceOrder) -> OrderSource:
        if self.actor.acting:
            return OrderSource.ON_BEHALF
        return OrderSource.CART if command.lines is None else OrderSource.LINES

    async def _check_total(self, command: PlaceOrder, order: Order, moved: Sequence[str]) -> None:
        """`moved` are the SKUs of which the cart showed another price, or a campaign that gives less."""
        if command.accepted_total is not None:
            if command.accepted_total != order.gross:
                raise PriceMoved(accepted=command.accepted_total, total=order.gross)
        elif moved:
            raise PriceMoved(total=order.gross, skus=", ".join(moved))
        smallest = await self.settings.get(MINIMUM_ORDER_AMOUNT)
        if order.net.amount < smallest:
            raise BelowMinimumAmount(net=order.net, minimum=smallest)

    async def _submit(
        self,
        order: Order,
        buyer: CheckoutBuyer,
        account: Account,
        allocations: Sequence[Allocation],
        rules: tuple[ApprovalRule, ...],
    ) -> PlacedOrder:
        at = self.clock.now()
        verdict, facts = await self._judge(order, buyer, account, rules)
        outcome = OUTCOMES[verdict.action]
        reasons = [reason for rule in verdict.matched for reason in rule.reasons]
        order.submit(outcome, by=self.actor.own_user, at=at, reason=", ".join(reasons) or "rules")
        self.orders.add(order)
        if outcome is not SubmitOutcome.REJECTED:
            expires_at = await self._expiry(outcome, at)
            if order.payment_method is PaymentMethod.OPEN_ACCOUNT and order.gross.minor_units:
                hold = account.hold(
                    order_id=order.id,
                    amount=order.gross,
                    at=at,
                    expires_at=expires_at,
                    beyond_limit=BEYOND_CREDIT in verdict.matched,
                )
                self.accounts.add_hold(account, hold)
            await self.shelves.reserve(order, allocations, expires_at=expires_at)
            for campaign in await self.set_aside.use(order):
                self.audit.record(
                    "campaign.paused", "campaign", str(campaign.id), after={"by": PausedBy.LIMIT.value}
                )
        if outcome is SubmitOutcome.NEEDS_APPROVAL:
            self.approvals.add(self._approval(order, verdict, facts, at))
        return PlacedOrder(
            number=order.number,
            status=order.status.value,
            totals=order_totals(order),
            approval=ApprovalForecast(required=outcome is SubmitOutcome.NEEDS_APPROVAL, reasons=reasons),
        )

    async def _judge(
        self, order: Order, buyer: CheckoutBuyer, account: Account, rules: tuple[ApprovalRule, ...]
    ) -> tuple[Verdict, OrderFacts]:
        judged = OrderToJudge(
            customer_id=buyer.customer_id,
            tier_id=buyer.tier_id,
            payment_method=order.payment_method.value,
            gross=order.gross,
            on_credit=order.payment_method is PaymentMethod.OPEN_ACCOUNT,
        )
        facts = await self.facts.find(judged, account, rules, on=self.clock.today())
        switches = ApprovalSwitches(
            global_on=await self.settings.get(APPROVALS_ENABLED),
            dealer_mode=DealerMode(buyer.approval_mode),
            always_steps=FINANCE,
        )
        verdict = evaluate(switches, rules, facts)
        if verdict.action is RuleAction.REQUIRE_APPROVAL and not verdict.matched:
            verdict = replace(verdict, matched=(EVERY_ORDER,))
        beyond = judged.on_credit and order.gross > account.free_credit
        if beyond and switches.asks and await self.settings.get(ASK_BEYOND_LIMIT):
            verdict = also_ask(verdict, BEYOND_CREDIT, FINANCE)
        return verdict, facts

    async def _expiry(self, outcome: SubmitOutcome, at: datetime) -> datetime | None:
        """What waits for approval is set aside for a while only; what is approved stays so."""
        if outcome is SubmitOutcome.APPROVED:
            return None
        return at + timedelta(hours=await self.settings.get(ORDER_HOLD_HOURS))

    def _approval(self, order: Order, verdict: Verdict, facts: OrderFacts, at: datetime) -> Approval:
        return Approval.request(
            verdict,
            facts,
            id=ApprovalId(new_id()),
            order_id=order.id,
            requested_by=order.placed_by,
            content_hash=order.content_hash,
            at=at,
        )


def _moved(cart: Sequence[CartLine], order: Order, grants: Sequence[Grant | None]) -> list[str]:
    shown = {line.product_id: line for line in cart}
    return [
        line.sku.value
        for line, given in zip(order.lines, grants, strict=True)
        if line.product_id in shown and has_moved(shown[line.product_id], line.unit_price, given)
    ]
