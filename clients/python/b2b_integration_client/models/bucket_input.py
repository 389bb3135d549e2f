from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="BucketInput")


@_attrs_define
class BucketInput:
    bucket: str
    """ The first one or two hexadecimal digits of the SHA-256 of the item's key. """
    count: int
    hash_: str
    sum_: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        bucket = self.bucket

        count = self.count

        hash_ = self.hash_

        sum_: None | str | Unset
        if isinstance(self.sum_, Unset):
            sum_ = UNSET
        else:
            sum_ = self.sum_

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "bucket": bucket,
                "count": count,
                "hash": hash_,
            }
        )
        if sum_ is not UNSET:
            field_dict["sum"] = sum_

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        bucket = d.pop("bucket")

        count = d.pop("count")

        hash_ = d.pop("hash")

        def _parse_sum_(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        sum_ = _parse_sum_(d.pop("sum", UNSET))

        bucket_input = cls(
            bucket=bucket,
            count=count,
            hash_=hash_,
            sum_=sum_,
        )

        return bucket_input
