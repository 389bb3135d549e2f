from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.bucket_state import BucketState


T = TypeVar("T", bound="DifferingBucket")


@_attrs_define
class DifferingBucket:
    bucket: str
    here: BucketState
    there: BucketState
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        bucket = self.bucket

        here = self.here.to_dict()

        there = self.there.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "bucket": bucket,
                "here": here,
                "there": there,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.bucket_state import BucketState

        d = dict(src_dict)
        bucket = d.pop("bucket")

        here = BucketState.from_dict(d.pop("here"))

        there = BucketState.from_dict(d.pop("there"))

        differing_bucket = cls(
            bucket=bucket,
            here=here,
            there=there,
        )

        differing_bucket.additional_properties = d
        return differing_bucket

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
