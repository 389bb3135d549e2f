from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.item_result import ItemResult


T = TypeVar("T", bound="PushResult")


@_attrs_define
class PushResult:
    created: int
    dry_run: bool
    failed: int
    receipt_id: UUID
    received: int
    results: list[ItemResult]
    stale: int
    truncated: bool
    unchanged: int
    updated: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        created = self.created

        dry_run = self.dry_run

        failed = self.failed

        receipt_id = str(self.receipt_id)

        received = self.received

        results = []
        for results_item_data in self.results:
            results_item = results_item_data.to_dict()
            results.append(results_item)

        stale = self.stale

        truncated = self.truncated

        unchanged = self.unchanged

        updated = self.updated

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "created": created,
                "dry_run": dry_run,
                "failed": failed,
                "receipt_id": receipt_id,
                "received": received,
                "results": results,
                "stale": stale,
                "truncated": truncated,
                "unchanged": unchanged,
                "updated": updated,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.item_result import ItemResult

        d = dict(src_dict)
        created = d.pop("created")

        dry_run = d.pop("dry_run")

        failed = d.pop("failed")

        receipt_id = UUID(d.pop("receipt_id"))

        received = d.pop("received")

        results = []
        _results = d.pop("results")
        for results_item_data in _results:
            results_item = ItemResult.from_dict(results_item_data)

            results.append(results_item)

        stale = d.pop("stale")

        truncated = d.pop("truncated")

        unchanged = d.pop("unchanged")

        updated = d.pop("updated")

        push_result = cls(
            created=created,
            dry_run=dry_run,
            failed=failed,
            receipt_id=receipt_id,
            received=received,
            results=results,
            stale=stale,
            truncated=truncated,
            unchanged=unchanged,
            updated=updated,
        )

        push_result.additional_properties = d
        return push_result

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
