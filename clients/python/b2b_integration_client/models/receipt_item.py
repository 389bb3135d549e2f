from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="ReceiptItem")


@_attrs_define
class ReceiptItem:
    """So many pieces are expected in the warehouse on a day."""

    on: datetime.date
    quantity: int

    def to_dict(self) -> dict[str, Any]:
        on = self.on.isoformat()

        quantity = self.quantity

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "on": on,
                "quantity": quantity,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        on = datetime.date.fromisoformat(d.pop("on"))

        quantity = d.pop("quantity")

        receipt_item = cls(
            on=on,
            quantity=quantity,
        )

        return receipt_item
