from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.campaign_push_mode import CampaignPushMode
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.campaign_item import CampaignItem


T = TypeVar("T", bound="CampaignPush")


@_attrs_define
class CampaignPush:
    items: list[CampaignItem]
    dry_run: bool | Unset = False
    mode: CampaignPushMode | Unset = CampaignPushMode.UPSERT

    def to_dict(self) -> dict[str, Any]:
        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        dry_run = self.dry_run

        mode: str | Unset = UNSET
        if not isinstance(self.mode, Unset):
            mode = self.mode.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "items": items,
            }
        )
        if dry_run is not UNSET:
            field_dict["dry_run"] = dry_run
        if mode is not UNSET:
            field_dict["mode"] = mode

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.campaign_item import CampaignItem

        d = dict(src_dict)
        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = CampaignItem.from_dict(items_item_data)

            items.append(items_item)

        dry_run = d.pop("dry_run", UNSET)

        _mode = d.pop("mode", UNSET)
        mode: CampaignPushMode | Unset
        if isinstance(_mode, Unset):
            mode = UNSET
        else:
            mode = CampaignPushMode(_mode)

        campaign_push = cls(
            items=items,
            dry_run=dry_run,
            mode=mode,
        )

        return campaign_push
