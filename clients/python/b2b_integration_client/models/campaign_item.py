from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.campaign_item_op import CampaignItemOp
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.campaign_rule_item import CampaignRuleItem


T = TypeVar("T", bound="CampaignItem")


@_attrs_define
class CampaignItem:
    """Lower prices for a while. `rules` is the whole list, where it is given; those of a campaign that runs
    do not change.

    - Runs on its days, both included, once it is `released`; without `ends_on` it does not end by itself.
    - Of campaigns that save as much the higher `priority` goes first.
    - `discount_limit` and `use_limit` are for all dealers together, the others for each; an order is one use.

    """

    external_id: str
    """ The ERP's own key. """
    currency: str | Unset = UNSET
    """ ISO 4217. """
    dealer_discount_limit: None | str | Unset = UNSET
    dealer_use_limit: int | None | Unset = UNSET
    description: None | str | Unset = UNSET
    discount_limit: None | str | Unset = UNSET
    ends_on: datetime.date | None | Unset = UNSET
    name: str | Unset = UNSET
    op: CampaignItemOp | Unset = CampaignItemOp.UPSERT
    priority: int | Unset = UNSET
    released: bool | Unset = UNSET
    rules: list[CampaignRuleItem] | Unset = UNSET
    source_version: datetime.datetime | int | None | Unset = UNSET
    starts_on: datetime.date | Unset = UNSET
    use_limit: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        external_id = self.external_id

        currency = self.currency

        dealer_discount_limit: None | str | Unset
        if isinstance(self.dealer_discount_limit, Unset):
            dealer_discount_limit = UNSET
        else:
            dealer_discount_limit = self.dealer_discount_limit

        dealer_use_limit: int | None | Unset
        if isinstance(self.dealer_use_limit, Unset):
            dealer_use_limit = UNSET
        else:
            dealer_use_limit = self.dealer_use_limit

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        discount_limit: None | str | Unset
        if isinstance(self.discount_limit, Unset):
            discount_limit = UNSET
        else:
            discount_limit = self.discount_limit

        ends_on: None | str | Unset
        if isinstance(self.ends_on, Unset):
            ends_on = UNSET
        elif isinstance(self.ends_on, datetime.date):
            ends_on = self.ends_on.isoformat()
        else:
            ends_on = self.ends_on

        name = self.name

        op: str | Unset = UNSET
        if not isinstance(self.op, Unset):
            op = self.op.value

        priority = self.priority

        released = self.released

        rules: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.rules, Unset):
            rules = []
            for rules_item_data in self.rules:
                rules_item = rules_item_data.to_dict()
                rules.append(rules_item)

        source_version: int | None | str | Unset
        if isinstance(self.source_version, Unset):
            source_version = UNSET
        elif isinstance(self.source_version, datetime.datetime):
            source_version = self.source_version.isoformat()
        else:
            source_version = self.source_version

        starts_on: str | Unset = UNSET
        if not isinstance(self.starts_on, Unset):
            starts_on = self.starts_on.isoformat()

        use_limit: int | None | Unset
        if isinstance(self.use_limit, Unset):
            use_limit = UNSET
        else:
            use_limit = self.use_limit

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "external_id": external_id,
            }
        )
        if currency is not UNSET:
            field_dict["currency"] = currency
        if dealer_discount_limit is not UNSET:
            field_dict["dealer_discount_limit"] = dealer_discount_limit
        if dealer_use_limit is not UNSET:
            field_dict["dealer_use_limit"] = dealer_use_limit
        if description is not UNSET:
            field_dict["description"] = description
        if discount_limit is not UNSET:
            field_dict["discount_limit"] = discount_limit
        if ends_on is not UNSET:
            field_dict["ends_on"] = ends_on
        if name is not UNSET:
            field_dict["name"] = name
        if op is not UNSET:
            field_dict["op"] = op
        if priority is not UNSET:
            field_dict["priority"] = priority
        if released is not UNSET:
            field_dict["released"] = released
        if rules is not UNSET:
            field_dict["rules"] = rules
        if source_version is not UNSET:
            field_dict["source_version"] = source_version
        if starts_on is not UNSET:
            field_dict["starts_on"] = starts_on
        if use_limit is not UNSET:
            field_dict["use_limit"] = use_limit

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.campaign_rule_item import CampaignRuleItem

        d = dict(src_dict)
        external_id = d.pop("external_id")

        currency = d.pop("currency", UNSET)

        def _parse_dealer_discount_limit(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        dealer_discount_limit = _parse_dealer_discount_limit(
            d.pop("dealer_discount_limit", UNSET)
        )

        def _parse_dealer_use_limit(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        dealer_use_limit = _parse_dealer_use_limit(d.pop("dealer_use_limit", UNSET))

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

        def _parse_discount_limit(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        discount_limit = _parse_discount_limit(d.pop("discount_limit", UNSET))

        def _parse_ends_on(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ends_on_type_0 = datetime.date.fromisoformat(data)

                return ends_on_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        ends_on = _parse_ends_on(d.pop("ends_on", UNSET))

        name = d.pop("name", UNSET)

        _op = d.pop("op", UNSET)
        op: CampaignItemOp | Unset
        if isinstance(_op, Unset):
            op = UNSET
        else:
            op = CampaignItemOp(_op)

        priority = d.pop("priority", UNSET)

        released = d.pop("released", UNSET)

        _rules = d.pop("rules", UNSET)
        rules: list[CampaignRuleItem] | Unset = UNSET
        if _rules is not UNSET:
            rules = []
            for rules_item_data in _rules:
                rules_item = CampaignRuleItem.from_dict(rules_item_data)

                rules.append(rules_item)

        def _parse_source_version(
            data: object,
        ) -> datetime.datetime | int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                source_version_type_1 = datetime.datetime.fromisoformat(data)

                return source_version_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | int | None | Unset, data)

        source_version = _parse_source_version(d.pop("source_version", UNSET))

        _starts_on = d.pop("starts_on", UNSET)
        starts_on: datetime.date | Unset
        if isinstance(_starts_on, Unset):
            starts_on = UNSET
        else:
            starts_on = datetime.date.fromisoformat(_starts_on)

        def _parse_use_limit(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        use_limit = _parse_use_limit(d.pop("use_limit", UNSET))

        campaign_item = cls(
            external_id=external_id,
            currency=currency,
            dealer_discount_limit=dealer_discount_limit,
            dealer_use_limit=dealer_use_limit,
            description=description,
            discount_limit=discount_limit,
            ends_on=ends_on,
            name=name,
            op=op,
            priority=priority,
            released=released,
            rules=rules,
            source_version=source_version,
            starts_on=starts_on,
            use_limit=use_limit,
        )

        return campaign_item
