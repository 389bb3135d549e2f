from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.invoice_item_op import InvoiceItemOp
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.invoice_line_item import InvoiceLineItem
    from ..models.invoice_totals_item import InvoiceTotalsItem


T = TypeVar("T", bound="InvoiceItem")


@_attrs_define
class InvoiceItem:
    """An invoice as a whole: a changed one reverses the posting of the former and is posted anew.

    - The lines add up to the totals, to the last minor unit.
    - With `order_number` it takes the place of the credit held for that order.

    """

    external_id: str
    """ The ERP's own key. """
    currency: str | Unset = UNSET
    """ ISO 4217. """
    customer_external_id: str | Unset = UNSET
    """ The ERP's own key. """
    due_on: datetime.date | Unset = UNSET
    issued_on: datetime.date | Unset = UNSET
    lines: list[InvoiceLineItem] | Unset = UNSET
    number: str | Unset = UNSET
    op: InvoiceItemOp | Unset = InvoiceItemOp.UPSERT
    order_number: None | str | Unset = UNSET
    source_version: datetime.datetime | int | None | Unset = UNSET
    totals: InvoiceTotalsItem | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        external_id = self.external_id

        currency = self.currency

        customer_external_id = self.customer_external_id

        due_on: str | Unset = UNSET
        if not isinstance(self.due_on, Unset):
            due_on = self.due_on.isoformat()

        issued_on: str | Unset = UNSET
        if not isinstance(self.issued_on, Unset):
            issued_on = self.issued_on.isoformat()

        lines: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.lines, Unset):
            lines = []
            for lines_item_data in self.lines:
                lines_item = lines_item_data.to_dict()
                lines.append(lines_item)

        number = self.number

        op: str | Unset = UNSET
        if not isinstance(self.op, Unset):
            op = self.op.value

        order_number: None | str | Unset
        if isinstance(self.order_number, Unset):
            order_number = UNSET
        else:
            order_number = self.order_number

        source_version: int | None | str | Unset
        if isinstance(self.source_version, Unset):
            source_version = UNSET
        elif isinstance(self.source_version, datetime.datetime):
            source_version = self.source_version.isoformat()
        else:
            source_version = self.source_version

        totals: dict[str, Any] | Unset = UNSET
        if not isinstance(self.totals, Unset):
            totals = self.totals.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "external_id": external_id,
            }
        )
        if currency is not UNSET:
            field_dict["currency"] = currency
        if customer_external_id is not UNSET:
            field_dict["customer_external_id"] = customer_external_id
        if due_on is not UNSET:
            field_dict["due_on"] = due_on
        if issued_on is not UNSET:
            field_dict["issued_on"] = issued_on
        if lines is not UNSET:
            field_dict["lines"] = lines
        if number is not UNSET:
            field_dict["number"] = number
        if op is not UNSET:
            field_dict["op"] = op
        if order_number is not UNSET:
            field_dict["order_number"] = order_number
        if source_version is not UNSET:
            field_dict["source_version"] = source_version
        if totals is not UNSET:
            field_dict["totals"] = totals

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.invoice_line_item import InvoiceLineItem
        from ..models.invoice_totals_item import InvoiceTotalsItem

        d = dict(src_dict)
        external_id = d.pop("external_id")

        currency = d.pop("currency", UNSET)

        customer_external_id = d.pop("customer_external_id", UNSET)

        _due_on = d.pop("due_on", UNSET)
        due_on: datetime.date | Unset
        if isinstance(_due_on, Unset):
            due_on = UNSET
        else:
            due_on = datetime.date.fromisoformat(_due_on)

        _issued_on = d.pop("issued_on", UNSET)
        issued_on: datetime.date | Unset
        if isinstance(_issued_on, Unset):
            issued_on = UNSET
        else:
            issued_on = datetime.date.fromisoformat(_issued_on)

        _lines = d.pop("lines", UNSET)
        lines: list[InvoiceLineItem] | Unset = UNSET
        if _lines is not UNSET:
            lines = []
            for lines_item_data in _lines:
                lines_item = InvoiceLineItem.from_dict(lines_item_data)

                lines.append(lines_item)

        number = d.pop("number", UNSET)

        _op = d.pop("op", UNSET)
        op: InvoiceItemOp | Unset
        if isinstance(_op, Unset):
            op = UNSET
        else:
            op = InvoiceItemOp(_op)

        def _parse_order_number(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        order_number = _parse_order_number(d.pop("order_number", UNSET))

        def _parse_source_version(
            data: object,
        ) -> datetime.datetime | int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                source_version_type_1 = datetime.datetime.fromisoformat(data)

                return source_version_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | int | None | Unset, data)

        source_version = _parse_source_version(d.pop("source_version", UNSET))

        _totals = d.pop("totals", UNSET)
        totals: InvoiceTotalsItem | Unset
        if isinstance(_totals, Unset):
            totals = UNSET
        else:
            totals = InvoiceTotalsItem.from_dict(_totals)

        invoice_item = cls(
            external_id=external_id,
            currency=currency,
            customer_external_id=customer_external_id,
            due_on=due_on,
            issued_on=issued_on,
            lines=lines,
            number=number,
            op=op,
            order_number=order_number,
            source_version=source_version,
            totals=totals,
        )

        return invoice_item
