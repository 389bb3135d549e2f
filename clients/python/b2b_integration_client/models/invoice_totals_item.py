from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.amount import Amount


T = TypeVar("T", bound="InvoiceTotalsItem")


@_attrs_define
class InvoiceTotalsItem:
    gross: Amount
    """ An exact amount: a decimal string and its currency. """
    net: Amount
    """ An exact amount: a decimal string and its currency. """
    vat: Amount
    """ An exact amount: a decimal string and its currency. """

    def to_dict(self) -> dict[str, Any]:
        gross = self.gross.to_dict()

        net = self.net.to_dict()

        vat = self.vat.to_dict()

        field_dict: dict[str, Any] = {}

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
        from ..models.amount import Amount

        d = dict(src_dict)
        gross = Amount.from_dict(d.pop("gross"))

        net = Amount.from_dict(d.pop("net"))

        vat = Amount.from_dict(d.pop("vat"))

        invoice_totals_item = cls(
            gross=gross,
            net=net,
            vat=vat,
        )

        return invoice_totals_item
