from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="CampaignRuleItem")


@_attrs_define
class CampaignRuleItem:
    """Either `percent`, of a line's net and at most `cap` of it, or `amount_off` each piece.

    - About `products` (SKUs), `brands`, or `categories` with all below them: one of the three, or everything.
    - For `tiers` and `customers`, or for every dealer where neither names one.

    """

    amount_off: None | str | Unset = UNSET
    brands: list[str] | Unset = UNSET
    cap: None | str | Unset = UNSET
    categories: list[str] | Unset = UNSET
    customers: list[str] | Unset = UNSET
    min_quantity: int | Unset = 1
    percent: None | str | Unset = UNSET
    products: list[str] | Unset = UNSET
    tiers: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        amount_off: None | str | Unset
        if isinstance(self.amount_off, Unset):
            amount_off = UNSET
        else:
            amount_off = self.amount_off

        brands: list[str] | Unset = UNSET
        if not isinstance(self.brands, Unset):
            brands = self.brands

        cap: None | str | Unset
        if isinstance(self.cap, Unset):
            cap = UNSET
        else:
            cap = self.cap

        categories: list[str] | Unset = UNSET
        if not isinstance(self.categories, Unset):
            categories = self.categories

        customers: list[str] | Unset = UNSET
        if not isinstance(self.customers, Unset):
            customers = self.customers

        min_quantity = self.min_quantity

        percent: None | str | Unset
        if isinstance(self.percent, Unset):
            percent = UNSET
        else:
            percent = self.percent

        products: list[str] | Unset = UNSET
        if not isinstance(self.products, Unset):
            products = self.products

        tiers: list[str] | Unset = UNSET
        if not isinstance(self.tiers, Unset):
            tiers = self.tiers

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if amount_off is not UNSET:
            field_dict["amount_off"] = amount_off
        if brands is not UNSET:
            field_dict["brands"] = brands
        if cap is not UNSET:
            field_dict["cap"] = cap
        if categories is not UNSET:
            field_dict["categories"] = categories
        if customers is not UNSET:
            field_dict["customers"] = customers
        if min_quantity is not UNSET:
            field_dict["min_quantity"] = min_quantity
        if percent is not UNSET:
            field_dict["percent"] = percent
        if products is not UNSET:
            field_dict["products"] = products
        if tiers is not UNSET:
            field_dict["tiers"] = tiers

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_amount_off(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        amount_off = _parse_amount_off(d.pop("amount_off", UNSET))

        brands = cast(list[str], d.pop("brands", UNSET))

        def _parse_cap(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        cap = _parse_cap(d.pop("cap", UNSET))

        categories = cast(list[str], d.pop("categories", UNSET))

        customers = cast(list[str], d.pop("customers", UNSET))

        min_quantity = d.pop("min_quantity", UNSET)

        def _parse_percent(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        percent = _parse_percent(d.pop("percent", UNSET))

        products = cast(list[str], d.pop("products", UNSET))

        tiers = cast(list[str], d.pop("tiers", UNSET))

        campaign_rule_item = cls(
            amount_off=amount_off,
            brands=brands,
            cap=cap,
            categories=categories,
            customers=customers,
            min_quantity=min_quantity,
            percent=percent,
            products=products,
            tiers=tiers,
        )

        return campaign_rule_item
