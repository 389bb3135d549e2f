from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.order_address_document import OrderAddressDocument
    from ..models.order_customer_document import OrderCustomerDocument
    from ..models.order_line_document import OrderLineDocument
    from ..models.order_totals_document import OrderTotalsDocument


T = TypeVar("T", bound="OrderDocument")


@_attrs_define
class OrderDocument:
    approved_at: datetime.datetime | None
    billing_address: OrderAddressDocument
    currency: str
    customer: OrderCustomerDocument
    erp_order_number: None | str
    id: UUID
    lines: list[OrderLineDocument]
    note: None | str
    number: str
    payment_method: str
    placed_at: datetime.datetime
    po_number: None | str
    requested_delivery_date: datetime.date | None
    sequence: int
    shipping_address: OrderAddressDocument
    source: str
    status: str
    totals: OrderTotalsDocument
    acknowledged_at: datetime.datetime | None | Unset = UNSET
    amended_at: datetime.datetime | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        approved_at: None | str
        if isinstance(self.approved_at, datetime.datetime):
            approved_at = self.approved_at.isoformat()
        else:
            approved_at = self.approved_at

        billing_address = self.billing_address.to_dict()

        currency = self.currency

        customer = self.customer.to_dict()

        erp_order_number: None | str
        erp_order_number = self.erp_order_number

        id = str(self.id)

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        note: None | str
        note = self.note

        number = self.number

        payment_method = self.payment_method

        placed_at = self.placed_at.isoformat()

        po_number: None | str
        po_number = self.po_number

        requested_delivery_date: None | str
        if isinstance(self.requested_delivery_date, datetime.date):
            requested_delivery_date = self.requested_delivery_date.isoformat()
        else:
            requested_delivery_date = self.requested_delivery_date

        sequence = self.sequence

        shipping_address = self.shipping_address.to_dict()

        source = self.source

        status = self.status

        totals = self.totals.to_dict()

        acknowledged_at: None | str | Unset
        if isinstance(self.acknowledged_at, Unset):
            acknowledged_at = UNSET
        elif isinstance(self.acknowledged_at, datetime.datetime):
            acknowledged_at = self.acknowledged_at.isoformat()
        else:
            acknowledged_at = self.acknowledged_at

        amended_at: None | str | Unset
        if isinstance(self.amended_at, Unset):
            amended_at = UNSET
        elif isinstance(self.amended_at, datetime.datetime):
            amended_at = self.amended_at.isoformat()
        else:
            amended_at = self.amended_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "approved_at": approved_at,
                "billing_address": billing_address,
                "currency": currency,
                "customer": customer,
                "erp_order_number": erp_order_number,
                "id": id,
                "lines": lines,
                "note": note,
                "number": number,
                "payment_method": payment_method,
                "placed_at": placed_at,
                "po_number": po_number,
                "requested_delivery_date": requested_delivery_date,
                "sequence": sequence,
                "shipping_address": shipping_address,
                "source": source,
                "status": status,
                "totals": totals,
            }
        )
        if acknowledged_at is not UNSET:
            field_dict["acknowledged_at"] = acknowledged_at
        if amended_at is not UNSET:
            field_dict["amended_at"] = amended_at

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.order_address_document import OrderAddressDocument
        from ..models.order_customer_document import OrderCustomerDocument
        from ..models.order_line_document import OrderLineDocument
        from ..models.order_totals_document import OrderTotalsDocument

        d = dict(src_dict)

        def _parse_approved_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                approved_at_type_0 = datetime.datetime.fromisoformat(data)

                return approved_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        approved_at = _parse_approved_at(d.pop("approved_at"))

        billing_address = OrderAddressDocument.from_dict(d.pop("billing_address"))

        currency = d.pop("currency")

        customer = OrderCustomerDocument.from_dict(d.pop("customer"))

        def _parse_erp_order_number(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        erp_order_number = _parse_erp_order_number(d.pop("erp_order_number"))

        id = UUID(d.pop("id"))

        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = OrderLineDocument.from_dict(lines_item_data)

            lines.append(lines_item)

        def _parse_note(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        note = _parse_note(d.pop("note"))

        number = d.pop("number")

        payment_method = d.pop("payment_method")

        placed_at = datetime.datetime.fromisoformat(d.pop("placed_at"))

        def _parse_po_number(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        po_number = _parse_po_number(d.pop("po_number"))

        def _parse_requested_delivery_date(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                requested_delivery_date_type_0 = datetime.date.fromisoformat(data)

                return requested_delivery_date_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        requested_delivery_date = _parse_requested_delivery_date(
            d.pop("requested_delivery_date")
        )

        sequence = d.pop("sequence")

        shipping_address = OrderAddressDocument.from_dict(d.pop("shipping_address"))

        source = d.pop("source")

        status = d.pop("status")

        totals = OrderTotalsDocument.from_dict(d.pop("totals"))

        def _parse_acknowledged_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                acknowledged_at_type_0 = datetime.datetime.fromisoformat(data)

                return acknowledged_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        acknowledged_at = _parse_acknowledged_at(d.pop("acknowledged_at", UNSET))

        def _parse_amended_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                amended_at_type_0 = datetime.datetime.fromisoformat(data)

                return amended_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        amended_at = _parse_amended_at(d.pop("amended_at", UNSET))

        order_document = cls(
            approved_at=approved_at,
            billing_address=billing_address,
            currency=currency,
            customer=customer,
            erp_order_number=erp_order_number,
            id=id,
            lines=lines,
            note=note,
            number=number,
            payment_method=payment_method,
            placed_at=placed_at,
            po_number=po_number,
            requested_delivery_date=requested_delivery_date,
            sequence=sequence,
            shipping_address=shipping_address,
            source=source,
            status=status,
            totals=totals,
            acknowledged_at=acknowledged_at,
            amended_at=amended_at,
        )

        order_document.additional_properties = d
        return order_document

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
