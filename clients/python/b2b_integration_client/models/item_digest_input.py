from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="ItemDigestInput")


@_attrs_define
class ItemDigestInput:
    hash_: str
    key: str

    def to_dict(self) -> dict[str, Any]:
        hash_ = self.hash_

        key = self.key

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "hash": hash_,
                "key": key,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        hash_ = d.pop("hash")

        key = d.pop("key")

        item_digest_input = cls(
            hash_=hash_,
            key=key,
        )

        return item_digest_input
