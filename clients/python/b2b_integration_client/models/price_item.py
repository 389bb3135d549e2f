from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.price_item_level import PriceItemLevel
from ..models.price_item_op import PriceItemOp
from ..types import UNSET, Unset

T = TypeVar("T", bound="PriceItem")


@_attrs_define
class PriceItem:
    """One row of a price list: for everybody, for a tier, or for one customer.

    - Valid from and to are both included; none means without end.

    """

    external_id: str
    """ The ERP's own key. """
    currency: str | Unset = UNSET
    """ ISO 4217. """
    customer_external_id: None | str | Unset = UNSET
    level: PriceItemLevel | Unset = UNSET
    min_quantity: int | Unset = UNSET
    op: PriceItemOp | Unset = PriceItemOp.UPSERT
    reason: None | str | Unset = UNSET
    sku: str | Unset = UNSET
    source_version: datetime.datetime | int | None | Unset = UNSET
    tier: None | str | Unset = UNSET
    unit_price: str | Unset = UNSET
    """ Of one base unit, without tax; up to four decimals. """
    valid_from: datetime.date | None | Unset = UNSET
    valid_to: datetime.date | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        external_id = self.external_id

        currency = self.currency

        customer_external_id: None | str | Unset
        if isinstance(self.customer_external_id, Unset):
            customer_external_id = UNSET
        else:
            customer_external_id = self.customer_external_id

        level: str | Unset = UNSET
        if not isinstance(self.level, Unset):
            level = self.level.value

        min_quantity = self.min_quantity

        op: str | Unset = UNSET
        if not isinstance(self.op, Unset):
            op = self.op.value

        reason: None | str | Unset
        if isinstance(self.reason, Unset):
            reason = UNSET
        else:
            reason = self.reason

        sku = self.sku

        source_version: int | None | str | Unset
        if isinstance(self.source_version, Unset):
            source_version = UNSET
        elif isinstance(self.source_version, datetime.datetime):
            source_version = self.source_version.isoformat()
        else:
            source_version = self.source_version

        tier: None | str | Unset
        if isinstance(self.tier, Unset):
            tier = UNSET
        else:
            tier = self.tier

        unit_price = self.unit_price

        valid_from: None | str | Unset
        if isinstance(self.valid_from, Unset):
            valid_from = UNSET
        elif isinstance(self.valid_from, datetime.date):
            valid_from = self.valid_from.isoformat()
        else:
            valid_from = self.valid_from

        valid_to: None | str | Unset
        if isinstance(self.valid_to, Unset):
            valid_to = UNSET
        elif isinstance(self.valid_to, datetime.date):
            valid_to = self.valid_to.isoformat()
        else:
            valid_to = self.valid_to

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
        if level is not UNSET:
            field_dict["level"] = level
        if min_quantity is not UNSET:
            field_dict["min_quantity"] = min_quantity
        if op is not UNSET:
            field_dict["op"] = op
        if reason is not UNSET:
            field_dict["reason"] = reason
        if sku is not UNSET:
            field_dict["sku"] = sku
        if source_version is not UNSET:
            field_dict["source_version"] = source_version
        if tier is not UNSET:
            field_dict["tier"] = tier
        if unit_price is not UNSET:
            field_dict["unit_price"] = unit_price
        if valid_from is not UNSET:
            field_dict["valid_from"] = valid_from
        if valid_to is not UNSET:
            field_dict["valid_to"] = valid_to

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        external_id = d.pop("external_id")

        currency = d.pop("currency", UNSET)

        def _parse_customer_external_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        customer_external_id = _parse_customer_external_id(
            d.pop("customer_external_id", UNSET)
        )

        _level = d.pop("level", UNSET)
        level: PriceItemLevel | Unset
        if isinstance(_level, Unset):
            level = UNSET
        else:
            level = PriceItemLevel(_level)

        min_quantity = d.pop("min_quantity", UNSET)

        _op = d.pop("op", UNSET)
        op: PriceItemOp | Unset
        if isinstance(_op, Unset):
            op = UNSET
        else:
            op = PriceItemOp(_op)

        def _parse_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reason = _parse_reason(d.pop("reason", UNSET))

        sku = d.pop("sku", UNSET)

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

        def _parse_tier(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        tier = _parse_tier(d.pop("tier", UNSET))

        unit_price = d.pop("unit_price", UNSET)

        def _parse_valid_from(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                valid_from_type_0 = datetime.date.fromisoformat(data)

                return valid_from_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        valid_from = _parse_valid_from(d.pop("valid_from", UNSET))

        def _parse_valid_to(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                valid_to_type_0 = datetime.date.fromisoformat(data)

                return valid_to_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        valid_to = _parse_valid_to(d.pop("valid_to", UNSET))

        price_item = cls(
            external_id=external_id,
            currency=currency,
            customer_external_id=customer_external_id,
            level=level,
            min_quantity=min_quantity,
            op=op,
            reason=reason,
            sku=sku,
            source_version=source_version,
            tier=tier,
            unit_price=unit_price,
            valid_from=valid_from,
            valid_to=valid_to,
        )

        return price_item
