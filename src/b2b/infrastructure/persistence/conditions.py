"""Conditions of approval rules as jsonb: `{"code": …}` and the fields of the class with that code."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from b2b.domain.approvals.conditions import (
    AmountAbove,
    Condition,
    CreditUtilisationAbove,
    CustomerIn,
    FirstOrders,
    OverdueDebt,
)

_KINDS: Final[dict[str, Any]] = {
    kind.code: kind for kind in (AmountAbove, CreditUtilisationAbove, CustomerIn, FirstOrders, OverdueDebt)
}


def conditions_to(conditions: Sequence[Condition]) -> list[dict[str, object]]:
    return [
        {"code": condition.code, **msgspec.to_builtins(condition, builtin_types=())}
        for condition in conditions
    ]


def conditions_from(stored: Sequence[dict[str, object]]) -> tuple[Condition, ...]:
    return tuple(
        msgspec.convert(
            {name: value for name, value in each.items() if name != "code"}, _KINDS[str(each["code"])]
        )
        for each in stored
    )
