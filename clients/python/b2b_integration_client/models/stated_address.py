from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.stated_address_kind import StatedAddressKind

T = TypeVar("T", bound="StatedAddress")


@_attrs_define
class StatedAddress:
    contact_name: None | str
    country: str
    district: None | str
    is_default: bool
    kind: StatedAddressKind
    line1: str
    line2: None | str
    phone: None | str
    postal_code: None | str
    province: str
    title: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        contact_name: None | str
        contact_name = self.contact_name

        country = self.country

        district: None | str
        district = self.district

        is_default = self.is_default

        kind = self.kind.value

        line1 = self.line1

        line2: None | str
        line2 = self.line2

        phone: None | str
        phone = self.phone

        postal_code: None | str
        postal_code = self.postal_code

        province = self.province

        title = self.title

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "contact_name": contact_name,
                "country": country,
                "district": district,
                "is_default": is_default,
                "kind": kind,
                "line1": line1,
                "line2": line2,
                "phone": phone,
                "postal_code": postal_code,
                "province": province,
                "title": title,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_contact_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        contact_name = _parse_contact_name(d.pop("contact_name"))

        country = d.pop("country")

        def _parse_district(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        district = _parse_district(d.pop("district"))

        is_default = d.pop("is_default")

        kind = StatedAddressKind(d.pop("kind"))

        line1 = d.pop("line1")

        def _parse_line2(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        line2 = _parse_line2(d.pop("line2"))

        def _parse_phone(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        phone = _parse_phone(d.pop("phone"))

        def _parse_postal_code(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        postal_code = _parse_postal_code(d.pop("postal_code"))

        province = d.pop("province")

        title = d.pop("title")

        stated_address = cls(
            contact_name=contact_name,
            country=country,
            district=district,
            is_default=is_default,
            kind=kind,
            line1=line1,
            line2=line2,
            phone=phone,
            postal_code=postal_code,
            province=province,
            title=title,
        )

        stated_address.additional_properties = d
        return stated_address

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
