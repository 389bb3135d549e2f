from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.mode import Mode
from ..models.receipt_status import ReceiptStatus
from ..models.resource import Resource

if TYPE_CHECKING:
    from ..models.error_count import ErrorCount
    from ..models.receipt_failure_facts import ReceiptFailureFacts


T = TypeVar("T", bound="Receipt")


@_attrs_define
class Receipt:
    api_key_id: None | UUID
    client: None | str
    """ The API client's name. """
    client_id: None | UUID
    created: int
    dry_run: bool
    duration_ms: int | None
    error_codes: list[ErrorCount]
    failed: int
    failure_code: None | str
    failure_facts: ReceiptFailureFacts
    finished_at: datetime.datetime | None
    id: UUID
    mode: Mode
    """ For lines; a JSON body says it itself. `snapshot` is for products, prices and stock. """
    received: int
    received_bytes: int
    """ The body as it was sent, maybe packed. """
    request_id: None | str
    resource: Resource
    stale: int
    started_at: datetime.datetime
    status: ReceiptStatus
    """ `FAILED`: refused as a whole, or broken off by a fault of the sender; `INTERRUPTED`: it never ended. """
    unchanged: int
    updated: int
    vanished: int
    """ What a snapshot deleted. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        api_key_id: None | str
        if isinstance(self.api_key_id, UUID):
            api_key_id = str(self.api_key_id)
        else:
            api_key_id = self.api_key_id

        client: None | str
        client = self.client

        client_id: None | str
        if isinstance(self.client_id, UUID):
            client_id = str(self.client_id)
        else:
            client_id = self.client_id

        created = self.created

        dry_run = self.dry_run

        duration_ms: int | None
        duration_ms = self.duration_ms

        error_codes = []
        for error_codes_item_data in self.error_codes:
            error_codes_item = error_codes_item_data.to_dict()
            error_codes.append(error_codes_item)

        failed = self.failed

        failure_code: None | str
        failure_code = self.failure_code

        failure_facts = self.failure_facts.to_dict()

        finished_at: None | str
        if isinstance(self.finished_at, datetime.datetime):
            finished_at = self.finished_at.isoformat()
        else:
            finished_at = self.finished_at

        id = str(self.id)

        mode = self.mode.value

        received = self.received

        received_bytes = self.received_bytes

        request_id: None | str
        request_id = self.request_id

        resource = self.resource.value

        stale = self.stale

        started_at = self.started_at.isoformat()

        status = self.status.value

        unchanged = self.unchanged

        updated = self.updated

        vanished = self.vanished

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "api_key_id": api_key_id,
                "client": client,
                "client_id": client_id,
                "created": created,
                "dry_run": dry_run,
                "duration_ms": duration_ms,
                "error_codes": error_codes,
                "failed": failed,
                "failure_code": failure_code,
                "failure_facts": failure_facts,
                "finished_at": finished_at,
                "id": id,
                "mode": mode,
                "received": received,
                "received_bytes": received_bytes,
                "request_id": request_id,
                "resource": resource,
                "stale": stale,
                "started_at": started_at,
                "status": status,
                "unchanged": unchanged,
                "updated": updated,
                "vanished": vanished,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.error_count import ErrorCount
        from ..models.receipt_failure_facts import ReceiptFailureFacts

        d = dict(src_dict)

        def _parse_api_key_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                api_key_id_type_0 = UUID(data)

                return api_key_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        api_key_id = _parse_api_key_id(d.pop("api_key_id"))

        def _parse_client(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        client = _parse_client(d.pop("client"))

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

        created = d.pop("created")

        dry_run = d.pop("dry_run")

        def _parse_duration_ms(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        duration_ms = _parse_duration_ms(d.pop("duration_ms"))

        error_codes = []
        _error_codes = d.pop("error_codes")
        for error_codes_item_data in _error_codes:
            error_codes_item = ErrorCount.from_dict(error_codes_item_data)

            error_codes.append(error_codes_item)

        failed = d.pop("failed")

        def _parse_failure_code(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        failure_code = _parse_failure_code(d.pop("failure_code"))

        failure_facts = ReceiptFailureFacts.from_dict(d.pop("failure_facts"))

        def _parse_finished_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                finished_at_type_0 = datetime.datetime.fromisoformat(data)

                return finished_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        finished_at = _parse_finished_at(d.pop("finished_at"))

        id = UUID(d.pop("id"))

        mode = Mode(d.pop("mode"))

        received = d.pop("received")

        received_bytes = d.pop("received_bytes")

        def _parse_request_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        request_id = _parse_request_id(d.pop("request_id"))

        resource = Resource(d.pop("resource"))

        stale = d.pop("stale")

        started_at = datetime.datetime.fromisoformat(d.pop("started_at"))

        status = ReceiptStatus(d.pop("status"))

        unchanged = d.pop("unchanged")

        updated = d.pop("updated")

        vanished = d.pop("vanished")

        receipt = cls(
            api_key_id=api_key_id,
            client=client,
            client_id=client_id,
            created=created,
            dry_run=dry_run,
            duration_ms=duration_ms,
            error_codes=error_codes,
            failed=failed,
            failure_code=failure_code,
            failure_facts=failure_facts,
            finished_at=finished_at,
            id=id,
            mode=mode,
            received=received,
            received_bytes=received_bytes,
            request_id=request_id,
            resource=resource,
            stale=stale,
            started_at=started_at,
            status=status,
            unchanged=unchanged,
            updated=updated,
            vanished=vanished,
        )

        receipt.additional_properties = d
        return receipt

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
