from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.item_result import ItemResult
    from ..models.vanishing import Vanishing


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
    vanished: int
    vanishing: None | Unset | Vanishing = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.vanishing import Vanishing

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

        vanished = self.vanished

        vanishing: dict[str, Any] | None | Unset
        if isinstance(self.vanishing, Unset):
            vanishing = UNSET
        elif isinstance(self.vanishing, Vanishing):
            vanishing = self.vanishing.to_dict()
        else:
            vanishing = self.vanishing

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
                "vanished": vanished,
            }
        )
        if vanishing is not UNSET:
            field_dict["vanishing"] = vanishing

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.item_result import ItemResult
        from ..models.vanishing import Vanishing

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

        vanished = d.pop("vanished")

        def _parse_vanishing(data: object) -> None | Unset | Vanishing:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                vanishing_type_0 = Vanishing.from_dict(data)

                return vanishing_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | Vanishing, data)

        vanishing = _parse_vanishing(d.pop("vanishing", UNSET))

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
            vanished=vanished,
            vanishing=vanishing,
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
