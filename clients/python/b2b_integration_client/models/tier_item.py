from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.tier_item_op import TierItemOp
from ..types import UNSET, Unset

T = TypeVar("T", bound="TierItem")


@_attrs_define
class TierItem:
    external_id: str
    """ The ERP's own key. """
    code: str | Unset = UNSET
    name: str | Unset = UNSET
    op: TierItemOp | Unset = TierItemOp.UPSERT
    source_version: datetime.datetime | int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        external_id = self.external_id

        code = self.code

        name = self.name

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
                "external_id": external_id,
            }
        )
        if code is not UNSET:
            field_dict["code"] = code
        if name is not UNSET:
            field_dict["name"] = name
        if op is not UNSET:
            field_dict["op"] = op
        if source_version is not UNSET:
            field_dict["source_version"] = source_version

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        external_id = d.pop("external_id")

        code = d.pop("code", UNSET)

        name = d.pop("name", UNSET)

        _op = d.pop("op", UNSET)
        op: TierItemOp | Unset
        if isinstance(_op, Unset):
            op = UNSET
        else:
            op = TierItemOp(_op)

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

        tier_item = cls(
            external_id=external_id,
            code=code,
            name=name,
            op=op,
            source_version=source_version,
        )

        return tier_item
