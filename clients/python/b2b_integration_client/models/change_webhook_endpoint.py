from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ChangeWebhookEndpoint")


@_attrs_define
class ChangeWebhookEndpoint:
    description: None | str | Unset = UNSET
    event_types: list[str] | Unset = UNSET
    in_flight_max: int | Unset = UNSET
    """ Requests to it at a time, over all workers. """
    in_order: bool | Unset = UNSET
    """ Of one resource the next event goes only once the one before is delivered or dead. An event that fails then
    holds back the later ones of its resource. """
    payload_version: str | Unset = UNSET
    """ The form of what is sent; named in the `payload-version` header of each request. """
    url: str | Unset = UNSET
    """ http(s), without credentials; private addresses only where the operator allows them. """

    def to_dict(self) -> dict[str, Any]:
        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        event_types: list[str] | Unset
        if isinstance(self.event_types, Unset):
            event_types = UNSET
        else:
            event_types = self.event_types

        in_flight_max: int | Unset
        if isinstance(self.in_flight_max, Unset):
            in_flight_max = UNSET
        else:
            in_flight_max = self.in_flight_max

        in_order: bool | Unset
        if isinstance(self.in_order, Unset):
            in_order = UNSET
        else:
            in_order = self.in_order

        payload_version: str | Unset
        if isinstance(self.payload_version, Unset):
            payload_version = UNSET
        else:
            payload_version = self.payload_version

        url: str | Unset
        if isinstance(self.url, Unset):
            url = UNSET
        else:
            url = self.url

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if description is not UNSET:
            field_dict["description"] = description
        if event_types is not UNSET:
            field_dict["event_types"] = event_types
        if in_flight_max is not UNSET:
            field_dict["in_flight_max"] = in_flight_max
        if in_order is not UNSET:
            field_dict["in_order"] = in_order
        if payload_version is not UNSET:
            field_dict["payload_version"] = payload_version
        if url is not UNSET:
            field_dict["url"] = url

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

        def _parse_event_types(data: object) -> list[str] | Unset:
            if isinstance(data, Unset):
                return data
            if not isinstance(data, list):
                raise TypeError()
            event_types_type_0 = cast(list[str], data)

            return event_types_type_0

        event_types = _parse_event_types(d.pop("event_types", UNSET))

        def _parse_in_flight_max(data: object) -> int | Unset:
            if isinstance(data, Unset):
                return data
            return cast(int | Unset, data)

        in_flight_max = _parse_in_flight_max(d.pop("in_flight_max", UNSET))

        def _parse_in_order(data: object) -> bool | Unset:
            if isinstance(data, Unset):
                return data
            return cast(bool | Unset, data)

        in_order = _parse_in_order(d.pop("in_order", UNSET))

        def _parse_payload_version(data: object) -> str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(str | Unset, data)

        payload_version = _parse_payload_version(d.pop("payload_version", UNSET))

        def _parse_url(data: object) -> str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(str | Unset, data)

        url = _parse_url(d.pop("url", UNSET))

        change_webhook_endpoint = cls(
            description=description,
            event_types=event_types,
            in_flight_max=in_flight_max,
            in_order=in_order,
            payload_version=payload_version,
            url=url,
        )

        return change_webhook_endpoint
