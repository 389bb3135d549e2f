from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="UnitItem")


@_attrs_define
class UnitItem:
    """A larger unit, such as a box or a pallet: `factor` is how many base units it holds."""

    factor: int
    unit: str
    """ UN/ECE 20. """
    gtin: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        factor = self.factor

        unit = self.unit

        gtin: None | str | Unset
        if isinstance(self.gtin, Unset):
            gtin = UNSET
        else:
            gtin = self.gtin

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "factor": factor,
                "unit": unit,
            }
        )
        if gtin is not UNSET:
            field_dict["gtin"] = gtin

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        factor = d.pop("factor")

        unit = d.pop("unit")

        def _parse_gtin(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        gtin = _parse_gtin(d.pop("gtin", UNSET))

        unit_item = cls(
            factor=factor,
            unit=unit,
            gtin=gtin,
        )

        return unit_item
