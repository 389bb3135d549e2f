"""What the approval rules may ask about an order. Only what some rule asks is looked up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from b2b.application.accounts.ports import Accounts
from b2b.application.approvals.ports import People
from b2b.domain.accounts.account import Account
from b2b.domain.accounts.ageing import Overdue
from b2b.domain.approvals.conditions import Condition, FirstOrders, OrderFacts, OverdueDebt
from b2b.domain.approvals.rules import ApprovalRule
from b2b.domain.shared.ids import CustomerId, TierId
from b2b.domain.shared.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderToJudge:
    customer_id: CustomerId
    tier_id: TierId | None
    payment_method: str
    gross: Money
    on_credit: bool


@dataclass(frozen=True, slots=True)
class OrderFactsFinder:
    """Looks up the facts in the transaction that holds the account's lock."""

    accounts: Accounts
    people: People

    async def find(
        self, order: OrderToJudge, account: Account, rules: Sequence[ApprovalRule], *, on: date
    ) -> OrderFacts:
        late = Overdue(Money.zero(account.currency), 0)
        if _asked(rules, OverdueDebt):
            late = await self.accounts.overdue(order.customer_id, account.currency, on=on)
        before = await self.people.orders_before(order.customer_id) if _asked(rules, FirstOrders) else 0
        used = account.balance + account.held
        return OrderFacts(
            customer_id=order.customer_id,
            tier_id=order.tier_id,
            payment_method=order.payment_method,
            gross=order.gross,
            credit_limit=account.credit_limit,
            credit_used_after=used + order.gross if order.on_credit else used,
            overdue_amount=late.amount,
            oldest_overdue_days=late.oldest_days,
            orders_before=before,
        )


def _asked(rules: Sequence[ApprovalRule], condition: type[Condition]) -> bool:
    return any(isinstance(found, condition) for rule in rules for found in rule.conditions)
