from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.amount import Amount


T = TypeVar("T", bound="InvoiceLineItem")


@_attrs_define
class InvoiceLineItem:
    """`net` and `vat` are the line's, as printed."""

    name: str
    net: Amount
    """ An exact amount: a decimal string and its currency. """
    quantity: int
    unit_price: str
    """ Of one base unit, without tax; up to four decimals. """
    vat: Amount
    """ An exact amount: a decimal string and its currency. """
    vat_rate: str
    """ Per cent. """
    sku: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        net = self.net.to_dict()

        quantity = self.quantity

        unit_price = self.unit_price

        vat = self.vat.to_dict()

        vat_rate = self.vat_rate

        sku: None | str | Unset
        if isinstance(self.sku, Unset):
            sku = UNSET
        else:
            sku = self.sku

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "net": net,
                "quantity": quantity,
                "unit_price": unit_price,
                "vat": vat,
                "vat_rate": vat_rate,
            }
        )
        if sku is not UNSET:
            field_dict["sku"] = sku

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.amount import Amount

        d = dict(src_dict)
        name = d.pop("name")

        net = Amount.from_dict(d.pop("net"))

        quantity = d.pop("quantity")

        unit_price = d.pop("unit_price")

        vat = Amount.from_dict(d.pop("vat"))

        vat_rate = d.pop("vat_rate")

        def _parse_sku(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        sku = _parse_sku(d.pop("sku", UNSET))

        invoice_line_item = cls(
            name=name,
            net=net,
            quantity=quantity,
            unit_price=unit_price,
            vat=vat,
            vat_rate=vat_rate,
            sku=sku,
        )

        return invoice_line_item
