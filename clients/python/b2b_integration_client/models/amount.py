from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="Amount")


@_attrs_define
class Amount:
    """An exact amount: a decimal string and its currency."""

    amount: str
    """ No finer than the currency's minor unit. """
    currency: str
    """ ISO 4217. """

    def to_dict(self) -> dict[str, Any]:
        amount = self.amount

        currency = self.currency

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "amount": amount,
                "currency": currency,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        amount = d.pop("amount")

        currency = d.pop("currency")

        amount = cls(
            amount=amount,
            currency=currency,
        )

        return amount
