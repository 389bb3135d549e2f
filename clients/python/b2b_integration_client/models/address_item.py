from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.address_item_kind import AddressItemKind
from ..types import UNSET, Unset

T = TypeVar("T", bound="AddressItem")


@_attrs_define
class AddressItem:
    external_id: str
    """ The ERP's own key. """
    line1: str
    province: str
    title: str
    contact_name: None | str | Unset = UNSET
    country: str | Unset = "TR"
    district: None | str | Unset = UNSET
    is_default: bool | Unset = False
    kind: AddressItemKind | Unset = AddressItemKind.BOTH
    line2: None | str | Unset = UNSET
    phone: None | str | Unset = UNSET
    postal_code: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        external_id = self.external_id

        line1 = self.line1

        province = self.province

        title = self.title

        contact_name: None | str | Unset
        if isinstance(self.contact_name, Unset):
            contact_name = UNSET
        else:
            contact_name = self.contact_name

        country = self.country

        district: None | str | Unset
        if isinstance(self.district, Unset):
            district = UNSET
        else:
            district = self.district

        is_default = self.is_default

        kind: str | Unset = UNSET
        if not isinstance(self.kind, Unset):
            kind = self.kind.value

        line2: None | str | Unset
        if isinstance(self.line2, Unset):
            line2 = UNSET
        else:
            line2 = self.line2

        phone: None | str | Unset
        if isinstance(self.phone, Unset):
            phone = UNSET
        else:
            phone = self.phone

        postal_code: None | str | Unset
        if isinstance(self.postal_code, Unset):
            postal_code = UNSET
        else:
            postal_code = self.postal_code

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "external_id": external_id,
                "line1": line1,
                "province": province,
                "title": title,
            }
        )
        if contact_name is not UNSET:
            field_dict["contact_name"] = contact_name
        if country is not UNSET:
            field_dict["country"] = country
        if district is not UNSET:
            field_dict["district"] = district
        if is_default is not UNSET:
            field_dict["is_default"] = is_default
        if kind is not UNSET:
            field_dict["kind"] = kind
        if line2 is not UNSET:
            field_dict["line2"] = line2
        if phone is not UNSET:
            field_dict["phone"] = phone
        if postal_code is not UNSET:
            field_dict["postal_code"] = postal_code

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        external_id = d.pop("external_id")

        line1 = d.pop("line1")

        province = d.pop("province")

        title = d.pop("title")

        def _parse_contact_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        contact_name = _parse_contact_name(d.pop("contact_name", UNSET))

        country = d.pop("country", UNSET)

        def _parse_district(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        district = _parse_district(d.pop("district", UNSET))

        is_default = d.pop("is_default", UNSET)

        _kind = d.pop("kind", UNSET)
        kind: AddressItemKind | Unset
        if isinstance(_kind, Unset):
            kind = UNSET
        else:
            kind = AddressItemKind(_kind)

        def _parse_line2(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        line2 = _parse_line2(d.pop("line2", UNSET))

        def _parse_phone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        phone = _parse_phone(d.pop("phone", UNSET))

        def _parse_postal_code(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        postal_code = _parse_postal_code(d.pop("postal_code", UNSET))

        address_item = cls(
            external_id=external_id,
            line1=line1,
            province=province,
            title=title,
            contact_name=contact_name,
            country=country,
            district=district,
            is_default=is_default,
            kind=kind,
            line2=line2,
            phone=phone,
            postal_code=postal_code,
        )

        return address_item
