from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.person_item_language import PersonItemLanguage
from ..types import UNSET, Unset

T = TypeVar("T", bound="PersonItem")


@_attrs_define
class PersonItem:
    """Somebody who may sign in for the dealer, once somebody sets their first password."""

    email: str
    name: str
    role: str
    """ A role for dealers' people. """
    language: PersonItemLanguage | Unset = PersonItemLanguage.TR
    phone: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        email = self.email

        name = self.name

        role = self.role

        language: str | Unset = UNSET
        if not isinstance(self.language, Unset):
            language = self.language.value

        phone: None | str | Unset
        if isinstance(self.phone, Unset):
            phone = UNSET
        else:
            phone = self.phone

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "email": email,
                "name": name,
                "role": role,
            }
        )
        if language is not UNSET:
            field_dict["language"] = language
        if phone is not UNSET:
            field_dict["phone"] = phone

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        email = d.pop("email")

        name = d.pop("name")

        role = d.pop("role")

        _language = d.pop("language", UNSET)
        language: PersonItemLanguage | Unset
        if isinstance(_language, Unset):
            language = UNSET
        else:
            language = PersonItemLanguage(_language)

        def _parse_phone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        phone = _parse_phone(d.pop("phone", UNSET))

        person_item = cls(
            email=email,
            name=name,
            role=role,
            language=language,
            phone=phone,
        )

        return person_item
