from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.subject import Subject

if TYPE_CHECKING:
    from ..models.differing_bucket import DifferingBucket


T = TypeVar("T", bound="Reconciliation")


@_attrs_define
class Reconciliation:
    as_of: datetime.datetime | None
    buckets: list[DifferingBucket]
    client_id: None | UUID
    compared_at: datetime.datetime
    count_here: int
    count_there: int
    digits: int
    """ How many hexadecimal digits name a bucket. """
    duration_ms: int
    equal: bool
    id: UUID
    resource: Subject
    """ What is compared. """
    sum_here: str
    sum_there: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        as_of: None | str
        if isinstance(self.as_of, datetime.datetime):
            as_of = self.as_of.isoformat()
        else:
            as_of = self.as_of

        buckets = []
        for buckets_item_data in self.buckets:
            buckets_item = buckets_item_data.to_dict()
            buckets.append(buckets_item)

        client_id: None | str
        if isinstance(self.client_id, UUID):
            client_id = str(self.client_id)
        else:
            client_id = self.client_id

        compared_at = self.compared_at.isoformat()

        count_here = self.count_here

        count_there = self.count_there

        digits = self.digits

        duration_ms = self.duration_ms

        equal = self.equal

        id = str(self.id)

        resource = self.resource.value

        sum_here = self.sum_here

        sum_there: None | str
        sum_there = self.sum_there

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "as_of": as_of,
                "buckets": buckets,
                "client_id": client_id,
                "compared_at": compared_at,
                "count_here": count_here,
                "count_there": count_there,
                "digits": digits,
                "duration_ms": duration_ms,
                "equal": equal,
                "id": id,
                "resource": resource,
                "sum_here": sum_here,
                "sum_there": sum_there,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.differing_bucket import DifferingBucket

        d = dict(src_dict)

        def _parse_as_of(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                as_of_type_0 = datetime.datetime.fromisoformat(data)

                return as_of_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        as_of = _parse_as_of(d.pop("as_of"))

        buckets = []
        _buckets = d.pop("buckets")
        for buckets_item_data in _buckets:
            buckets_item = DifferingBucket.from_dict(buckets_item_data)

            buckets.append(buckets_item)

        def _parse_client_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                client_id_type_0 = UUID(data)

                return client_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        client_id = _parse_client_id(d.pop("client_id"))

        compared_at = datetime.datetime.fromisoformat(d.pop("compared_at"))

        count_here = d.pop("count_here")

        count_there = d.pop("count_there")

        digits = d.pop("digits")

        duration_ms = d.pop("duration_ms")

        equal = d.pop("equal")

        id = UUID(d.pop("id"))

        resource = Subject(d.pop("resource"))

        sum_here = d.pop("sum_here")

        def _parse_sum_there(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        sum_there = _parse_sum_there(d.pop("sum_there"))

        reconciliation = cls(
            as_of=as_of,
            buckets=buckets,
            client_id=client_id,
            compared_at=compared_at,
            count_here=count_here,
            count_there=count_there,
            digits=digits,
            duration_ms=duration_ms,
            equal=equal,
            id=id,
            resource=resource,
            sum_here=sum_here,
            sum_there=sum_there,
        )

        reconciliation.additional_properties = d
        return reconciliation

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
