from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.attribute_definition_type import AttributeDefinitionType
from ..types import UNSET, Unset

T = TypeVar("T", bound="AttributeDefinition")


@_attrs_define
class AttributeDefinition:
    """A definition is shared by all product types that name its code."""

    code: str
    name: str
    type_: AttributeDefinitionType
    filterable: bool | Unset = False
    name_en: None | str | Unset = UNSET
    options: list[str] | None | Unset = UNSET
    position: int | Unset = 0
    required: bool | Unset = False
    unit: None | str | Unset = UNSET
    visible: bool | Unset = True

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        name = self.name

        type_ = self.type_.value

        filterable = self.filterable

        name_en: None | str | Unset
        if isinstance(self.name_en, Unset):
            name_en = UNSET
        else:
            name_en = self.name_en

        options: list[str] | None | Unset
        if isinstance(self.options, Unset):
            options = UNSET
        elif isinstance(self.options, list):
            options = self.options

        else:
            options = self.options

        position = self.position

        required = self.required

        unit: None | str | Unset
        if isinstance(self.unit, Unset):
            unit = UNSET
        else:
            unit = self.unit

        visible = self.visible

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
                "name": name,
                "type": type_,
            }
        )
        if filterable is not UNSET:
            field_dict["filterable"] = filterable
        if name_en is not UNSET:
            field_dict["name_en"] = name_en
        if options is not UNSET:
            field_dict["options"] = options
        if position is not UNSET:
            field_dict["position"] = position
        if required is not UNSET:
            field_dict["required"] = required
        if unit is not UNSET:
            field_dict["unit"] = unit
        if visible is not UNSET:
            field_dict["visible"] = visible

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        code = d.pop("code")

        name = d.pop("name")

        type_ = AttributeDefinitionType(d.pop("type"))

        filterable = d.pop("filterable", UNSET)

        def _parse_name_en(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name_en = _parse_name_en(d.pop("name_en", UNSET))

        def _parse_options(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                options_type_0 = cast(list[str], data)

                return options_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        options = _parse_options(d.pop("options", UNSET))

        position = d.pop("position", UNSET)

        required = d.pop("required", UNSET)

        def _parse_unit(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        unit = _parse_unit(d.pop("unit", UNSET))

        visible = d.pop("visible", UNSET)

        attribute_definition = cls(
            code=code,
            name=name,
            type_=type_,
            filterable=filterable,
            name_en=name_en,
            options=options,
            position=position,
            required=required,
            unit=unit,
            visible=visible,
        )

        return attribute_definition
