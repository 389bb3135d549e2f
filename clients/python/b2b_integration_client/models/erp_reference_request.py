from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="ErpReferenceRequest")


@_attrs_define
class ErpReferenceRequest:
    order_number: str

    def to_dict(self) -> dict[str, Any]:
        order_number = self.order_number

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "order_number": order_number,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        order_number = d.pop("order_number")

        erp_reference_request = cls(
            order_number=order_number,
        )

        return erp_reference_request
