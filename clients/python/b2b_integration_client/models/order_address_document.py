from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="OrderAddressDocument")


@_attrs_define
class OrderAddressDocument:
    contact_name: str
    country: str
    district: str
    line1: str
    line2: str
    phone: str
    postal_code: str
    province: str
    title: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        contact_name = self.contact_name

        country = self.country

        district = self.district

        line1 = self.line1

        line2 = self.line2

        phone = self.phone

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
        contact_name = d.pop("contact_name")

        country = d.pop("country")

        district = d.pop("district")

        line1 = d.pop("line1")

        line2 = d.pop("line2")

        phone = d.pop("phone")

        postal_code = d.pop("postal_code")

        province = d.pop("province")

        title = d.pop("title")

        order_address_document = cls(
            contact_name=contact_name,
            country=country,
            district=district,
            line1=line1,
            line2=line2,
            phone=phone,
            postal_code=postal_code,
            province=province,
            title=title,
        )

        order_address_document.additional_properties = d
        return order_address_document

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
