from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.job_state import JobState
from ..models.mode import Mode
from ..models.resource import Resource
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.push_job_failure_facts import PushJobFailureFacts


T = TypeVar("T", bound="PushJob")


@_attrs_define
class PushJob:
    accepted_at: datetime.datetime
    dry_run: bool
    id: UUID
    mode: Mode
    """ For lines; a JSON body says it itself. `snapshot` is for products, prices and stock. """
    percent: int
    resource: Resource
    state: JobState
    """ `INTERRUPTED`: nobody is at work just now; a worker goes on by itself where the last one ended. """
    created: int | Unset = 0
    failed: int | Unset = 0
    failure_code: None | str | Unset = UNSET
    failure_facts: PushJobFailureFacts | Unset = UNSET
    finished_at: datetime.datetime | None | Unset = UNSET
    received: int | Unset = 0
    received_bytes: int | Unset = 0
    """ The body as it was sent, maybe packed. """
    stale: int | Unset = 0
    started_at: datetime.datetime | None | Unset = UNSET
    unchanged: int | Unset = 0
    updated: int | Unset = 0
    vanished: int | Unset = 0
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        accepted_at = self.accepted_at.isoformat()

        dry_run = self.dry_run

        id = str(self.id)

        mode = self.mode.value

        percent = self.percent

        resource = self.resource.value

        state = self.state.value

        created = self.created

        failed = self.failed

        failure_code: None | str | Unset
        if isinstance(self.failure_code, Unset):
            failure_code = UNSET
        else:
            failure_code = self.failure_code

        failure_facts: dict[str, Any] | Unset = UNSET
        if not isinstance(self.failure_facts, Unset):
            failure_facts = self.failure_facts.to_dict()

        finished_at: None | str | Unset
        if isinstance(self.finished_at, Unset):
            finished_at = UNSET
        elif isinstance(self.finished_at, datetime.datetime):
            finished_at = self.finished_at.isoformat()
        else:
            finished_at = self.finished_at

        received = self.received

        received_bytes = self.received_bytes

        stale = self.stale

        started_at: None | str | Unset
        if isinstance(self.started_at, Unset):
            started_at = UNSET
        elif isinstance(self.started_at, datetime.datetime):
            started_at = self.started_at.isoformat()
        else:
            started_at = self.started_at

        unchanged = self.unchanged

        updated = self.updated

        vanished = self.vanished

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "accepted_at": accepted_at,
                "dry_run": dry_run,
                "id": id,
                "mode": mode,
                "percent": percent,
                "resource": resource,
                "state": state,
            }
        )
        if created is not UNSET:
            field_dict["created"] = created
        if failed is not UNSET:
            field_dict["failed"] = failed
        if failure_code is not UNSET:
            field_dict["failure_code"] = failure_code
        if failure_facts is not UNSET:
            field_dict["failure_facts"] = failure_facts
        if finished_at is not UNSET:
            field_dict["finished_at"] = finished_at
        if received is not UNSET:
            field_dict["received"] = received
        if received_bytes is not UNSET:
            field_dict["received_bytes"] = received_bytes
        if stale is not UNSET:
            field_dict["stale"] = stale
        if started_at is not UNSET:
            field_dict["started_at"] = started_at
        if unchanged is not UNSET:
            field_dict["unchanged"] = unchanged
        if updated is not UNSET:
            field_dict["updated"] = updated
        if vanished is not UNSET:
            field_dict["vanished"] = vanished

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.push_job_failure_facts import PushJobFailureFacts

        d = dict(src_dict)
        accepted_at = datetime.datetime.fromisoformat(d.pop("accepted_at"))

        dry_run = d.pop("dry_run")

        id = UUID(d.pop("id"))

        mode = Mode(d.pop("mode"))

        percent = d.pop("percent")

        resource = Resource(d.pop("resource"))

        state = JobState(d.pop("state"))

        created = d.pop("created", UNSET)

        failed = d.pop("failed", UNSET)

        def _parse_failure_code(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        failure_code = _parse_failure_code(d.pop("failure_code", UNSET))

        _failure_facts = d.pop("failure_facts", UNSET)
        failure_facts: PushJobFailureFacts | Unset
        if isinstance(_failure_facts, Unset):
            failure_facts = UNSET
        else:
            failure_facts = PushJobFailureFacts.from_dict(_failure_facts)

        def _parse_finished_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                finished_at_type_0 = datetime.datetime.fromisoformat(data)

                return finished_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        finished_at = _parse_finished_at(d.pop("finished_at", UNSET))

        received = d.pop("received", UNSET)

        received_bytes = d.pop("received_bytes", UNSET)

        stale = d.pop("stale", UNSET)

        def _parse_started_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                started_at_type_0 = datetime.datetime.fromisoformat(data)

                return started_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        started_at = _parse_started_at(d.pop("started_at", UNSET))

        unchanged = d.pop("unchanged", UNSET)

        updated = d.pop("updated", UNSET)

        vanished = d.pop("vanished", UNSET)

        push_job = cls(
            accepted_at=accepted_at,
            dry_run=dry_run,
            id=id,
            mode=mode,
            percent=percent,
            resource=resource,
            state=state,
            created=created,
            failed=failed,
            failure_code=failure_code,
            failure_facts=failure_facts,
            finished_at=finished_at,
            received=received,
            received_bytes=received_bytes,
            stale=stale,
            started_at=started_at,
            unchanged=unchanged,
            updated=updated,
            vanished=vanished,
        )

        push_job.additional_properties = d
        return push_job

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
