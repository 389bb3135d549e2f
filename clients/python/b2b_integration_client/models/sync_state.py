from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.resource import Resource

T = TypeVar("T", bound="SyncState")


@_attrs_define
class SyncState:
    count: int
    last_pushed_at: datetime.datetime | None
    resource: Resource
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        count = self.count

        last_pushed_at: None | str
        if isinstance(self.last_pushed_at, datetime.datetime):
            last_pushed_at = self.last_pushed_at.isoformat()
        else:
            last_pushed_at = self.last_pushed_at

        resource = self.resource.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "count": count,
                "last_pushed_at": last_pushed_at,
                "resource": resource,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        count = d.pop("count")

        def _parse_last_pushed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_pushed_at_type_0 = datetime.datetime.fromisoformat(data)

                return last_pushed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_pushed_at = _parse_last_pushed_at(d.pop("last_pushed_at"))

        resource = Resource(d.pop("resource"))

        sync_state = cls(
            count=count,
            last_pushed_at=last_pushed_at,
            resource=resource,
        )

        sync_state.additional_properties = d
        return sync_state

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
