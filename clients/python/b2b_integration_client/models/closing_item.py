from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ClosingItem")


@_attrs_define
class ClosingItem:
    """A document that the entry closes, by one of its two names, and how much of it.

    - It may come later than the entry, and in another request.

    """

    amount: str
    """ Above zero, in the entry's currency. """
    entry_external_id: None | str | Unset = UNSET
    invoice_external_id: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        amount = self.amount

        entry_external_id: None | str | Unset
        if isinstance(self.entry_external_id, Unset):
            entry_external_id = UNSET
        else:
            entry_external_id = self.entry_external_id

        invoice_external_id: None | str | Unset
        if isinstance(self.invoice_external_id, Unset):
            invoice_external_id = UNSET
        else:
            invoice_external_id = self.invoice_external_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "amount": amount,
            }
        )
        if entry_external_id is not UNSET:
            field_dict["entry_external_id"] = entry_external_id
        if invoice_external_id is not UNSET:
            field_dict["invoice_external_id"] = invoice_external_id

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        amount = d.pop("amount")

        def _parse_entry_external_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        entry_external_id = _parse_entry_external_id(d.pop("entry_external_id", UNSET))

        def _parse_invoice_external_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        invoice_external_id = _parse_invoice_external_id(
            d.pop("invoice_external_id", UNSET)
        )

        closing_item = cls(
            amount=amount,
            entry_external_id=entry_external_id,
            invoice_external_id=invoice_external_id,
        )

        return closing_item
