from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.product_type_item_op import ProductTypeItemOp
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.attribute_definition import AttributeDefinition


T = TypeVar("T", bound="ProductTypeItem")


@_attrs_define
class ProductTypeItem:
    """`attributes` is the type's whole list, where it is given."""

    external_id: str
    """ The ERP's own key. """
    attributes: list[AttributeDefinition] | Unset = UNSET
    code: str | Unset = UNSET
    name: str | Unset = UNSET
    name_en: None | str | Unset = UNSET
    op: ProductTypeItemOp | Unset = ProductTypeItemOp.UPSERT
    source_version: datetime.datetime | int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        external_id = self.external_id

        attributes: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.attributes, Unset):
            attributes = []
            for attributes_item_data in self.attributes:
                attributes_item = attributes_item_data.to_dict()
                attributes.append(attributes_item)

        code = self.code

        name = self.name

        name_en: None | str | Unset
        if isinstance(self.name_en, Unset):
            name_en = UNSET
        else:
            name_en = self.name_en

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
        if attributes is not UNSET:
            field_dict["attributes"] = attributes
        if code is not UNSET:
            field_dict["code"] = code
        if name is not UNSET:
            field_dict["name"] = name
        if name_en is not UNSET:
            field_dict["name_en"] = name_en
        if op is not UNSET:
            field_dict["op"] = op
        if source_version is not UNSET:
            field_dict["source_version"] = source_version

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.attribute_definition import AttributeDefinition

        d = dict(src_dict)
        external_id = d.pop("external_id")

        _attributes = d.pop("attributes", UNSET)
        attributes: list[AttributeDefinition] | Unset = UNSET
        if _attributes is not UNSET:
            attributes = []
            for attributes_item_data in _attributes:
                attributes_item = AttributeDefinition.from_dict(attributes_item_data)

                attributes.append(attributes_item)

        code = d.pop("code", UNSET)

        name = d.pop("name", UNSET)

        def _parse_name_en(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name_en = _parse_name_en(d.pop("name_en", UNSET))

        _op = d.pop("op", UNSET)
        op: ProductTypeItemOp | Unset
        if isinstance(_op, Unset):
            op = UNSET
        else:
            op = ProductTypeItemOp(_op)

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

        product_type_item = cls(
            external_id=external_id,
            attributes=attributes,
            code=code,
            name=name,
            name_en=name_en,
            op=op,
            source_version=source_version,
        )

        return product_type_item
