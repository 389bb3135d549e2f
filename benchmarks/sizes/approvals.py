"""Orders that somebody must agree to: those that wait, and those of the last weeks that are decided."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final
from uuid import UUID

import msgspec

from b2b.domain.approvals.conditions import OrderFacts
from b2b.domain.approvals.rules import MatchedRule, RuleStep
from b2b.domain.shared.ids import ApprovalRuleId, CustomerId
from b2b.domain.shared.money import Currency, Money
from benchmarks.sizes.calendar import Moments
from benchmarks.sizes.copying import NULL, Copying, escaped, uuid7
from benchmarks.sizes.keys import Kind
from benchmarks.sizes.lines import lira

if TYPE_CHECKING:
    from benchmarks.sizes.orders import Placed

COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "approvals": (
        "id", "customer_id", "order_id", "requested_by", "content_hash", "amount", "currency", "steps",
        "state", "matched", "facts", "requested_at", "decided_at",
    ),
    "approval_decisions": ("id", "customer_id", "approval_id", "step", "decided_by", "verdict", "at"),
}  # fmt: skip
_TRY: Final = Currency("TRY")
_STEPS: Final = (RuleStep(frozenset({"sales_manager"})),)
_RULE: Final = MatchedRule(ApprovalRuleId(UUID(int=1)), 1, "Büyük sipariş", ("amount_above",))
_STATES: Final = {"pending_approval": "waiting", "rejected": "rejected"}
_DECIDED_HOURS: Final = 3


class ApprovalRows:
    """`decider` is the sales manager who says yes or no to all of them."""

    def __init__(self, copying: Copying, moments: Moments, decider: str) -> None:
        self._add, self._moments, self._decider = copying.add, moments, decider

    def write(self, order: "Placed", content_hash: str) -> None:
        state = _STATES.get(order.life.status, "approved")
        id = uuid7(self._moments.milliseconds(order.at), Kind.APPROVAL, order.place)
        decided = self._moments.text(order.at + _DECIDED_HOURS * 3_600)
        buyer = order.buyer
        self._add(
            "approvals",
            f"{id}\t{buyer.customer_id}\t{order.id}\t{buyer.user_id}\t{content_hash}\t{lira(order.gross)}\tTRY"
            f"\t{_json(_STEPS)}\t{state}\t{_json((_RULE,))}\t{_json(_facts(order))}"
            f"\t{self._moments.text(order.at)}\t{NULL if state == 'waiting' else decided}",
        )
        if state != "waiting":
            decision = uuid7(self._moments.milliseconds(order.at), Kind.DECISION, order.place)
            self._add(
                "approval_decisions",
                f"{decision}\t{buyer.customer_id}\t{id}\t0\t{self._decider}\t{state}\t{decided}",
            )


def _facts(order: "Placed") -> OrderFacts:
    gross = Money(Decimal(lira(order.gross)), _TRY)
    return OrderFacts(
        customer_id=CustomerId(UUID(order.buyer.customer_id)),
        tier_id=None,
        payment_method="open_account",
        gross=gross,
        credit_limit=gross,
        credit_used_after=gross,
        overdue_amount=Money.zero(_TRY),
        oldest_overdue_days=0,
        orders_before=0,
    )


def _json(value: object) -> str:
    return escaped(msgspec.json.encode(value).decode())
