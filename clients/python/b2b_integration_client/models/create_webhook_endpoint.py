from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="CreateWebhookEndpoint")


@_attrs_define
class CreateWebhookEndpoint:
    event_types: list[str]
    url: str
    """ http(s), without credentials; private addresses only where the operator allows them. """
    description: None | str | Unset = UNSET
    in_flight_max: int | Unset = 8
    """ Requests to it at a time, over all workers. """
    in_order: bool | Unset = False
    """ Of one resource the next event goes only once the one before is delivered or dead. An event that fails then
    holds back the later ones of its resource. """
    payload_version: str | Unset = "2026-11"
    """ The form of what is sent; named in the `payload-version` header of each request. """

    def to_dict(self) -> dict[str, Any]:
        event_types = self.event_types

        url = self.url

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        in_flight_max = self.in_flight_max

        in_order = self.in_order

        payload_version = self.payload_version

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "event_types": event_types,
                "url": url,
            }
        )
        if description is not UNSET:
            field_dict["description"] = description
        if in_flight_max is not UNSET:
            field_dict["in_flight_max"] = in_flight_max
        if in_order is not UNSET:
            field_dict["in_order"] = in_order
        if payload_version is not UNSET:
            field_dict["payload_version"] = payload_version

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        event_types = cast(list[str], d.pop("event_types"))

        url = d.pop("url")

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

        in_flight_max = d.pop("in_flight_max", UNSET)

        in_order = d.pop("in_order", UNSET)

        payload_version = d.pop("payload_version", UNSET)

        create_webhook_endpoint = cls(
            event_types=event_types,
            url=url,
            description=description,
            in_flight_max=in_flight_max,
            in_order=in_order,
            payload_version=payload_version,
        )

        return create_webhook_endpoint
