from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.disagreement import Disagreement
from ..models.shared_field import SharedField
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.address_conflict import AddressConflict


T = TypeVar("T", bound="Conflict")


@_attrs_define
class Conflict:
    changed_at: datetime.datetime
    currency: None | str
    customer_code: str
    customer_id: UUID
    customer_title: str
    erp_value: None | str
    field: SharedField
    """ The ERP's, but people of the distributor may change them here; then the two may disagree. """
    id: UUID
    local_value: str
    offered_at: datetime.datetime | None
    address: AddressConflict | None | Unset = UNSET
    customer_external_id: None | str | Unset = UNSET
    state: Disagreement | Unset = UNSET
    """ `open` waits to be decided; `rejected` was decided against the ERP; of `quiet` ones the ERP has said nothing
    since. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.address_conflict import AddressConflict

        changed_at = self.changed_at.isoformat()

        currency: None | str
        currency = self.currency

        customer_code = self.customer_code

        customer_id = str(self.customer_id)

        customer_title = self.customer_title

        erp_value: None | str
        erp_value = self.erp_value

        field = self.field.value

        id = str(self.id)

        local_value = self.local_value

        offered_at: None | str
        if isinstance(self.offered_at, datetime.datetime):
            offered_at = self.offered_at.isoformat()
        else:
            offered_at = self.offered_at

        address: dict[str, Any] | None | Unset
        if isinstance(self.address, Unset):
            address = UNSET
        elif isinstance(self.address, AddressConflict):
            address = self.address.to_dict()
        else:
            address = self.address

        customer_external_id: None | str | Unset
        if isinstance(self.customer_external_id, Unset):
            customer_external_id = UNSET
        else:
            customer_external_id = self.customer_external_id

        state: str | Unset = UNSET
        if not isinstance(self.state, Unset):
            state = self.state.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "changed_at": changed_at,
                "currency": currency,
                "customer_code": customer_code,
                "customer_id": customer_id,
                "customer_title": customer_title,
                "erp_value": erp_value,
                "field": field,
                "id": id,
                "local_value": local_value,
                "offered_at": offered_at,
            }
        )
        if address is not UNSET:
            field_dict["address"] = address
        if customer_external_id is not UNSET:
            field_dict["customer_external_id"] = customer_external_id
        if state is not UNSET:
            field_dict["state"] = state

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.address_conflict import AddressConflict

        d = dict(src_dict)
        changed_at = datetime.datetime.fromisoformat(d.pop("changed_at"))

        def _parse_currency(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        currency = _parse_currency(d.pop("currency"))

        customer_code = d.pop("customer_code")

        customer_id = UUID(d.pop("customer_id"))

        customer_title = d.pop("customer_title")

        def _parse_erp_value(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        erp_value = _parse_erp_value(d.pop("erp_value"))

        field = SharedField(d.pop("field"))

        id = UUID(d.pop("id"))

        local_value = d.pop("local_value")

        def _parse_offered_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                offered_at_type_0 = datetime.datetime.fromisoformat(data)

                return offered_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        offered_at = _parse_offered_at(d.pop("offered_at"))

        def _parse_address(data: object) -> AddressConflict | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                address_type_0 = AddressConflict.from_dict(data)

                return address_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AddressConflict | None | Unset, data)

        address = _parse_address(d.pop("address", UNSET))

        def _parse_customer_external_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        customer_external_id = _parse_customer_external_id(
            d.pop("customer_external_id", UNSET)
        )

        _state = d.pop("state", UNSET)
        state: Disagreement | Unset
        if isinstance(_state, Unset):
            state = UNSET
        else:
            state = Disagreement(_state)

        conflict = cls(
            changed_at=changed_at,
            currency=currency,
            customer_code=customer_code,
            customer_id=customer_id,
            customer_title=customer_title,
            erp_value=erp_value,
            field=field,
            id=id,
            local_value=local_value,
            offered_at=offered_at,
            address=address,
            customer_external_id=customer_external_id,
            state=state,
        )

        conflict.additional_properties = d
        return conflict

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
