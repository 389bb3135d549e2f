from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.money_value import MoneyValue


T = TypeVar("T", bound="OrderTotalsDocument")


@_attrs_define
class OrderTotalsDocument:
    gross: MoneyValue
    net: MoneyValue
    vat: MoneyValue
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        gross = self.gross.to_dict()

        net = self.net.to_dict()

        vat = self.vat.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "gross": gross,
                "net": net,
                "vat": vat,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.money_value import MoneyValue

        d = dict(src_dict)
        gross = MoneyValue.from_dict(d.pop("gross"))

        net = MoneyValue.from_dict(d.pop("net"))

        vat = MoneyValue.from_dict(d.pop("vat"))

        order_totals_document = cls(
            gross=gross,
            net=net,
            vat=vat,
        )

        order_totals_document.additional_properties = d
        return order_totals_document

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
