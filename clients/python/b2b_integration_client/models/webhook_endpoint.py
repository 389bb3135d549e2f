from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.endpoint_state import EndpointState

T = TypeVar("T", bound="WebhookEndpoint")


@_attrs_define
class WebhookEndpoint:
    circuit_opened_at: datetime.datetime | None
    consecutive_failures: int
    created_at: datetime.datetime
    description: None | str
    event_types: list[str]
    failing_since: datetime.datetime | None
    id: UUID
    in_flight_max: int
    """ Requests to it at a time, over all workers. """
    in_order: bool
    """ Of one resource the next event goes only once the one before is delivered or dead. An event that fails then
    holds back the later ones of its resource. """
    payload_version: str
    """ The form of what is sent; named in the `payload-version` header of each request. """
    previous_secret_until: datetime.datetime | None
    resting_until: datetime.datetime | None
    state: EndpointState
    state_reason: None | str
    url: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        circuit_opened_at: None | str
        if isinstance(self.circuit_opened_at, datetime.datetime):
            circuit_opened_at = self.circuit_opened_at.isoformat()
        else:
            circuit_opened_at = self.circuit_opened_at

        consecutive_failures = self.consecutive_failures

        created_at = self.created_at.isoformat()

        description: None | str
        description = self.description

        event_types = self.event_types

        failing_since: None | str
        if isinstance(self.failing_since, datetime.datetime):
            failing_since = self.failing_since.isoformat()
        else:
            failing_since = self.failing_since

        id = str(self.id)

        in_flight_max = self.in_flight_max

        in_order = self.in_order

        payload_version = self.payload_version

        previous_secret_until: None | str
        if isinstance(self.previous_secret_until, datetime.datetime):
            previous_secret_until = self.previous_secret_until.isoformat()
        else:
            previous_secret_until = self.previous_secret_until

        resting_until: None | str
        if isinstance(self.resting_until, datetime.datetime):
            resting_until = self.resting_until.isoformat()
        else:
            resting_until = self.resting_until

        state = self.state.value

        state_reason: None | str
        state_reason = self.state_reason

        url = self.url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "circuit_opened_at": circuit_opened_at,
                "consecutive_failures": consecutive_failures,
                "created_at": created_at,
                "description": description,
                "event_types": event_types,
                "failing_since": failing_since,
                "id": id,
                "in_flight_max": in_flight_max,
                "in_order": in_order,
                "payload_version": payload_version,
                "previous_secret_until": previous_secret_until,
                "resting_until": resting_until,
                "state": state,
                "state_reason": state_reason,
                "url": url,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_circuit_opened_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                circuit_opened_at_type_0 = datetime.datetime.fromisoformat(data)

                return circuit_opened_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        circuit_opened_at = _parse_circuit_opened_at(d.pop("circuit_opened_at"))

        consecutive_failures = d.pop("consecutive_failures")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_description(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        description = _parse_description(d.pop("description"))

        event_types = cast(list[str], d.pop("event_types"))

        def _parse_failing_since(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                failing_since_type_0 = datetime.datetime.fromisoformat(data)

                return failing_since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        failing_since = _parse_failing_since(d.pop("failing_since"))

        id = UUID(d.pop("id"))

        in_flight_max = d.pop("in_flight_max")

        in_order = d.pop("in_order")

        payload_version = d.pop("payload_version")

        def _parse_previous_secret_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                previous_secret_until_type_0 = datetime.datetime.fromisoformat(data)

                return previous_secret_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        previous_secret_until = _parse_previous_secret_until(
            d.pop("previous_secret_until")
        )

        def _parse_resting_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                resting_until_type_0 = datetime.datetime.fromisoformat(data)

                return resting_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        resting_until = _parse_resting_until(d.pop("resting_until"))

        state = EndpointState(d.pop("state"))

        def _parse_state_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        state_reason = _parse_state_reason(d.pop("state_reason"))

        url = d.pop("url")

        webhook_endpoint = cls(
            circuit_opened_at=circuit_opened_at,
            consecutive_failures=consecutive_failures,
            created_at=created_at,
            description=description,
            event_types=event_types,
            failing_since=failing_since,
            id=id,
            in_flight_max=in_flight_max,
            in_order=in_order,
            payload_version=payload_version,
            previous_secret_until=previous_secret_until,
            resting_until=resting_until,
            state=state,
            state_reason=state_reason,
            url=url,
        )

        webhook_endpoint.additional_properties = d
        return webhook_endpoint

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
