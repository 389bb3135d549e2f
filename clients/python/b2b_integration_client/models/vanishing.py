from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Vanishing")


@_attrs_define
class Vanishing:
    allowed: bool
    live: int
    names: list[str]
    percent_max: int
    vanishing: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        allowed = self.allowed

        live = self.live

        names = self.names

        percent_max = self.percent_max

        vanishing = self.vanishing

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "allowed": allowed,
                "live": live,
                "names": names,
                "percent_max": percent_max,
                "vanishing": vanishing,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        allowed = d.pop("allowed")

        live = d.pop("live")

        names = cast(list[str], d.pop("names"))

        percent_max = d.pop("percent_max")

        vanishing = d.pop("vanishing")

        vanishing = cls(
            allowed=allowed,
            live=live,
            names=names,
            percent_max=percent_max,
            vanishing=vanishing,
        )

        vanishing.additional_properties = d
        return vanishing

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
