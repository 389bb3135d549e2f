from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.stock_item_op import StockItemOp
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.receipt_item import ReceiptItem


T = TypeVar("T", bound="StockItem")


@_attrs_define
class StockItem:
    """What was counted of a product in a warehouse, which are together the key; reservations are ours.

    - Deleting means that nothing is there.
    - `expected` is the whole list of receipts that are on their way, where it is given.

    """

    sku: str
    warehouse: str
    expected: list[ReceiptItem] | None | Unset = UNSET
    external_id: None | str | Unset = UNSET
    on_hand: int | Unset = UNSET
    op: StockItemOp | Unset = StockItemOp.UPSERT
    source_version: datetime.datetime | int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        sku = self.sku

        warehouse = self.warehouse

        expected: list[dict[str, Any]] | None | Unset
        if isinstance(self.expected, Unset):
            expected = UNSET
        elif isinstance(self.expected, list):
            expected = []
            for expected_type_0_item_data in self.expected:
                expected_type_0_item = expected_type_0_item_data.to_dict()
                expected.append(expected_type_0_item)

        else:
            expected = self.expected

        external_id: None | str | Unset
        if isinstance(self.external_id, Unset):
            external_id = UNSET
        else:
            external_id = self.external_id

        on_hand = self.on_hand

        op: str | Unset = UNSET
        if not isinstance(self.op, Unset):
            op = self.op.value

        source_version: int | None | str | Unset
        if isinstance(self.source_version, Unset):
            source_version = UNSET
        elif isinstance(self.source_version, datetime.datetime):
            source_version = self.source_version.isoformat()
        else:
            source_version = self.source_version

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "sku": sku,
                "warehouse": warehouse,
            }
        )
        if expected is not UNSET:
            field_dict["expected"] = expected
        if external_id is not UNSET:
            field_dict["external_id"] = external_id
        if on_hand is not UNSET:
            field_dict["on_hand"] = on_hand
        if op is not UNSET:
            field_dict["op"] = op
        if source_version is not UNSET:
            field_dict["source_version"] = source_version

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.receipt_item import ReceiptItem

        d = dict(src_dict)
        sku = d.pop("sku")

        warehouse = d.pop("warehouse")

        def _parse_expected(data: object) -> list[ReceiptItem] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                expected_type_0 = []
                _expected_type_0 = data
                for expected_type_0_item_data in _expected_type_0:
                    expected_type_0_item = ReceiptItem.from_dict(
                        expected_type_0_item_data
                    )

                    expected_type_0.append(expected_type_0_item)

                return expected_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[ReceiptItem] | None | Unset, data)

        expected = _parse_expected(d.pop("expected", UNSET))

        def _parse_external_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        external_id = _parse_external_id(d.pop("external_id", UNSET))

        on_hand = d.pop("on_hand", UNSET)

        _op = d.pop("op", UNSET)
        op: StockItemOp | Unset
        if isinstance(_op, Unset):
            op = UNSET
        else:
            op = StockItemOp(_op)

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

        stock_item = cls(
            sku=sku,
            warehouse=warehouse,
            expected=expected,
            external_id=external_id,
            on_hand=on_hand,
            op=op,
            source_version=source_version,
        )

        return stock_item
