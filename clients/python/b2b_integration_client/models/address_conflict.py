from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.stated_address import StatedAddress


T = TypeVar("T", bound="AddressConflict")


@_attrs_define
class AddressConflict:
    erp: None | StatedAddress
    external_id: str
    here: None | StatedAddress
    id: UUID
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.stated_address import StatedAddress

        erp: dict[str, Any] | None
        if isinstance(self.erp, StatedAddress):
            erp = self.erp.to_dict()
        else:
            erp = self.erp

        external_id = self.external_id

        here: dict[str, Any] | None
        if isinstance(self.here, StatedAddress):
            here = self.here.to_dict()
        else:
            here = self.here

        id = str(self.id)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "erp": erp,
                "external_id": external_id,
                "here": here,
                "id": id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.stated_address import StatedAddress

        d = dict(src_dict)

        def _parse_erp(data: object) -> None | StatedAddress:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                erp_type_0 = StatedAddress.from_dict(data)

                return erp_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | StatedAddress, data)

        erp = _parse_erp(d.pop("erp"))

        external_id = d.pop("external_id")

        def _parse_here(data: object) -> None | StatedAddress:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                here_type_0 = StatedAddress.from_dict(data)

                return here_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | StatedAddress, data)

        here = _parse_here(d.pop("here"))

        id = UUID(d.pop("id"))

        address_conflict = cls(
            erp=erp,
            external_id=external_id,
            here=here,
            id=id,
        )

        address_conflict.additional_properties = d
        return address_conflict

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
