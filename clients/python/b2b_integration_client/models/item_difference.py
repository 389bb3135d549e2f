from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.item_difference_kind import ItemDifferenceKind

T = TypeVar("T", bound="ItemDifference")


@_attrs_define
class ItemDifference:
    here: None | str
    key: str
    state: ItemDifferenceKind
    """ `MISSING_HERE`: the ERP has it and the portal has not. """
    there: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        here: None | str
        here = self.here

        key = self.key

        state = self.state.value

        there: None | str
        there = self.there

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "here": here,
                "key": key,
                "state": state,
                "there": there,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_here(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        here = _parse_here(d.pop("here"))

        key = d.pop("key")

        state = ItemDifferenceKind(d.pop("state"))

        def _parse_there(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        there = _parse_there(d.pop("there"))

        item_difference = cls(
            here=here,
            key=key,
            state=state,
            there=there,
        )

        item_difference.additional_properties = d
        return item_difference

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
