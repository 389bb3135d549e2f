from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.shipment_item_op import ShipmentItemOp
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.shipment_line_item import ShipmentLineItem


T = TypeVar("T", bound="ShipmentItem")


@_attrs_define
class ShipmentItem:
    """One despatch of one order, whole or in part; it moves the order along.

    - What it carried is sent whole once, and never changes.
    - With `delivered_at` it has arrived; the order is delivered when all of it has.

    """

    external_id: str
    """ The ERP's own key. """
    carrier: None | str | Unset = UNSET
    delivered_at: datetime.datetime | None | Unset = UNSET
    dispatch_number: None | str | Unset = UNSET
    lines: list[ShipmentLineItem] | Unset = UNSET
    op: ShipmentItemOp | Unset = ShipmentItemOp.UPSERT
    order_number: str | Unset = UNSET
    shipped_at: datetime.datetime | None | Unset = UNSET
    source_version: datetime.datetime | int | None | Unset = UNSET
    tracking_number: None | str | Unset = UNSET
    tracking_url: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        external_id = self.external_id

        carrier: None | str | Unset
        if isinstance(self.carrier, Unset):
            carrier = UNSET
        else:
            carrier = self.carrier

        delivered_at: None | str | Unset
        if isinstance(self.delivered_at, Unset):
            delivered_at = UNSET
        elif isinstance(self.delivered_at, datetime.datetime):
            delivered_at = self.delivered_at.isoformat()
        else:
            delivered_at = self.delivered_at

        dispatch_number: None | str | Unset
        if isinstance(self.dispatch_number, Unset):
            dispatch_number = UNSET
        else:
            dispatch_number = self.dispatch_number

        lines: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.lines, Unset):
            lines = []
            for lines_item_data in self.lines:
                lines_item = lines_item_data.to_dict()
                lines.append(lines_item)

        op: str | Unset = UNSET
        if not isinstance(self.op, Unset):
            op = self.op.value

        order_number = self.order_number

        shipped_at: None | str | Unset
        if isinstance(self.shipped_at, Unset):
            shipped_at = UNSET
        elif isinstance(self.shipped_at, datetime.datetime):
            shipped_at = self.shipped_at.isoformat()
        else:
            shipped_at = self.shipped_at

        source_version: int | None | str | Unset
        if isinstance(self.source_version, Unset):
            source_version = UNSET
        elif isinstance(self.source_version, datetime.datetime):
            source_version = self.source_version.isoformat()
        else:
            source_version = self.source_version

        tracking_number: None | str | Unset
        if isinstance(self.tracking_number, Unset):
            tracking_number = UNSET
        else:
            tracking_number = self.tracking_number

        tracking_url: None | str | Unset
        if isinstance(self.tracking_url, Unset):
            tracking_url = UNSET
        else:
            tracking_url = self.tracking_url

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "external_id": external_id,
            }
        )
        if carrier is not UNSET:
            field_dict["carrier"] = carrier
        if delivered_at is not UNSET:
            field_dict["delivered_at"] = delivered_at
        if dispatch_number is not UNSET:
            field_dict["dispatch_number"] = dispatch_number
        if lines is not UNSET:
            field_dict["lines"] = lines
        if op is not UNSET:
            field_dict["op"] = op
        if order_number is not UNSET:
            field_dict["order_number"] = order_number
        if shipped_at is not UNSET:
            field_dict["shipped_at"] = shipped_at
        if source_version is not UNSET:
            field_dict["source_version"] = source_version
        if tracking_number is not UNSET:
            field_dict["tracking_number"] = tracking_number
        if tracking_url is not UNSET:
            field_dict["tracking_url"] = tracking_url

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.shipment_line_item import ShipmentLineItem

        d = dict(src_dict)
        external_id = d.pop("external_id")

        def _parse_carrier(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        carrier = _parse_carrier(d.pop("carrier", UNSET))

        def _parse_delivered_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                delivered_at_type_0 = datetime.datetime.fromisoformat(data)

                return delivered_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        delivered_at = _parse_delivered_at(d.pop("delivered_at", UNSET))

        def _parse_dispatch_number(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        dispatch_number = _parse_dispatch_number(d.pop("dispatch_number", UNSET))

        _lines = d.pop("lines", UNSET)
        lines: list[ShipmentLineItem] | Unset = UNSET
        if _lines is not UNSET:
            lines = []
            for lines_item_data in _lines:
                lines_item = ShipmentLineItem.from_dict(lines_item_data)

                lines.append(lines_item)

        _op = d.pop("op", UNSET)
        op: ShipmentItemOp | Unset
        if isinstance(_op, Unset):
            op = UNSET
        else:
            op = ShipmentItemOp(_op)

        order_number = d.pop("order_number", UNSET)

        def _parse_shipped_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                shipped_at_type_0 = datetime.datetime.fromisoformat(data)

                return shipped_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        shipped_at = _parse_shipped_at(d.pop("shipped_at", UNSET))

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

        def _parse_tracking_number(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        tracking_number = _parse_tracking_number(d.pop("tracking_number", UNSET))

        def _parse_tracking_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        tracking_url = _parse_tracking_url(d.pop("tracking_url", UNSET))

        shipment_item = cls(
            external_id=external_id,
            carrier=carrier,
            delivered_at=delivered_at,
            dispatch_number=dispatch_number,
            lines=lines,
            op=op,
            order_number=order_number,
            shipped_at=shipped_at,
            source_version=source_version,
            tracking_number=tracking_number,
            tracking_url=tracking_url,
        )

        return shipment_item
