from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.category_item_op import CategoryItemOp
from ..types import UNSET, Unset

T = TypeVar("T", bound="CategoryItem")


@_attrs_define
class CategoryItem:
    """Parents are known already or stand in the same body, in any order."""

    external_id: str
    """ The ERP's own key. """
    image_url: None | str | Unset = UNSET
    name: str | Unset = UNSET
    name_en: None | str | Unset = UNSET
    op: CategoryItemOp | Unset = CategoryItemOp.UPSERT
    parent_external_id: None | str | Unset = UNSET
    position: int | Unset = UNSET
    slug: str | Unset = UNSET
    source_version: datetime.datetime | int | None | Unset = UNSET
    type_code: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        external_id = self.external_id

        image_url: None | str | Unset
        if isinstance(self.image_url, Unset):
            image_url = UNSET
        else:
            image_url = self.image_url

        name = self.name

        name_en: None | str | Unset
        if isinstance(self.name_en, Unset):
            name_en = UNSET
        else:
            name_en = self.name_en

        op: str | Unset = UNSET
        if not isinstance(self.op, Unset):
            op = self.op.value

        parent_external_id: None | str | Unset
        if isinstance(self.parent_external_id, Unset):
            parent_external_id = UNSET
        else:
            parent_external_id = self.parent_external_id

        position = self.position

        slug = self.slug

        source_version: int | None | str | Unset
        if isinstance(self.source_version, Unset):
            source_version = UNSET
        elif isinstance(self.source_version, datetime.datetime):
            source_version = self.source_version.isoformat()
        else:
            source_version = self.source_version

        type_code: None | str | Unset
        if isinstance(self.type_code, Unset):
            type_code = UNSET
        else:
            type_code = self.type_code

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "external_id": external_id,
            }
        )
        if image_url is not UNSET:
            field_dict["image_url"] = image_url
        if name is not UNSET:
            field_dict["name"] = name
        if name_en is not UNSET:
            field_dict["name_en"] = name_en
        if op is not UNSET:
            field_dict["op"] = op
        if parent_external_id is not UNSET:
            field_dict["parent_external_id"] = parent_external_id
        if position is not UNSET:
            field_dict["position"] = position
        if slug is not UNSET:
            field_dict["slug"] = slug
        if source_version is not UNSET:
            field_dict["source_version"] = source_version
        if type_code is not UNSET:
            field_dict["type_code"] = type_code

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        external_id = d.pop("external_id")

        def _parse_image_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        image_url = _parse_image_url(d.pop("image_url", UNSET))

        name = d.pop("name", UNSET)

        def _parse_name_en(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name_en = _parse_name_en(d.pop("name_en", UNSET))

        _op = d.pop("op", UNSET)
        op: CategoryItemOp | Unset
        if isinstance(_op, Unset):
            op = UNSET
        else:
            op = CategoryItemOp(_op)

        def _parse_parent_external_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        parent_external_id = _parse_parent_external_id(
            d.pop("parent_external_id", UNSET)
        )

        position = d.pop("position", UNSET)

        slug = d.pop("slug", UNSET)

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

        def _parse_type_code(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        type_code = _parse_type_code(d.pop("type_code", UNSET))

        category_item = cls(
            external_id=external_id,
            image_url=image_url,
            name=name,
            name_en=name_en,
            op=op,
            parent_external_id=parent_external_id,
            position=position,
            slug=slug,
            source_version=source_version,
            type_code=type_code,
        )

        return category_item
