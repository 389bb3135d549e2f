from collections.abc import Set
from typing import Annotated, ClassVar, Literal

from msgspec import UNSET, Meta, Struct

from b2b.application.integration.items.shared import (
    INT4_MAX,
    Absent,
    Count,
    ExternalId,
    LongName,
    Name,
    Position,
    PushItem,
    RateText,
    SkuText,
    Slug,
    Text,
    Url,
)
from b2b.domain.integration.ownership import PORTAL_FIELDS

Code = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^\S+$")]
AttributeCode = Annotated[str, Meta(min_length=1, max_length=80, pattern=r"^\S+$")]
AttributeValue = str | bool | int | float | list[str] | None
Gtin = Annotated[str, Meta(pattern=r"^([0-9]{8}|[0-9]{12,14})$", examples=["4006381333931"])]
UnitCode = Annotated[str, Meta(pattern=r"^[A-Z0-9]{1,3}$", description="UN/ECE 20.", examples=["C62"])]
Small = Annotated[int, Meta(ge=0, le=INT4_MAX)]


class BrandItem(PushItem, frozen=True, kw_only=True):
    name: Name | Absent = UNSET
    slug: Slug | Absent = UNSET


class CategoryItem(PushItem, frozen=True, kw_only=True):
    """Parents are known already or stand in the same body, in any order."""

    name: Name | Absent = UNSET
    name_en: Name | Absent | None = UNSET
    parent_external_id: ExternalId | Absent | None = UNSET
    position: Position | Absent = UNSET
    slug: Slug | Absent = UNSET
    image_url: Url | Absent | None = UNSET
    type_code: Code | Absent | None = UNSET


class AttributeDefinition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A definition is shared by all product types that name its code."""

    code: AttributeCode
    name: Name
    name_en: Name | None = None
    type: Literal["text", "number", "boolean", "select", "multi_select", "date"]
    unit: Annotated[str, Meta(max_length=40)] | None = None
    filterable: bool = False
    required: bool = False
    visible: bool = True
    position: Position = 0
    options: Annotated[list[Name], Meta(max_length=1000)] | None = None


class ProductTypeItem(PushItem, frozen=True, kw_only=True):
    """`attributes` is the type's whole list, where it is given."""

    code: Code | Absent = UNSET
    name: Name | Absent = UNSET
    name_en: Name | Absent | None = UNSET
    attributes: Annotated[list[AttributeDefinition], Meta(max_length=500)] | Absent = UNSET


class UnitItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A larger unit, such as a box or a pallet: `factor` is how many base units it holds."""

    unit: UnitCode
    factor: Annotated[int, Meta(ge=2, le=1_000_000)]
    gtin: Gtin | None = None


class DocumentItem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A data sheet or manual to download."""

    name: Name
    url: Url


class ProductItem(PushItem, frozen=True, kw_only=True):
    """`brand` is a brand's external id or its name; `type` a product type's external id or its code.

    - `units`, `documents` and `image_urls` are whole lists, where they are given; each unit comes once.
    - `image_url` is the picture of lists; `image_urls` are all of them, in their order.
    """

    portal_fields: ClassVar[Set[str]] = PORTAL_FIELDS["products"]

    sku: SkuText | Absent = UNSET
    name: LongName | Absent = UNSET
    name_en: LongName | Absent | None = UNSET
    description: Text | Absent | None = UNSET
    description_en: Text | Absent | None = UNSET
    brand: Name | Absent | None = UNSET
    brand_external_id: ExternalId | Absent | None = UNSET
    category_external_ids: Annotated[list[ExternalId], Meta(max_length=50)] | Absent | None = UNSET
    type: ExternalId | Absent | None = UNSET
    type_code: Code | Absent | None = UNSET
    attributes: dict[AttributeCode, AttributeValue] | Absent | None = UNSET
    gtins: Annotated[list[Gtin], Meta(max_length=2_000)] | Absent | None = UNSET
    mpn: Annotated[str, Meta(max_length=100)] | Absent | None = UNSET
    vat_rate: RateText | Absent = UNSET
    unit: UnitCode | Absent = UNSET
    units: Annotated[list[UnitItem], Meta(max_length=20)] | Absent | None = UNSET
    min_quantity: Count | Absent | None = UNSET
    max_quantity: Count | Absent | None = UNSET
    quantity_step: Count | Absent | None = UNSET
    weight_grams: Small | Absent | None = UNSET
    warranty_months: Small | Absent | None = UNSET
    track_stock: bool | Absent = UNSET
    track_serials: bool | Absent = UNSET
    backorder_allowed: bool | Absent = UNSET
    image_url: Url | Absent | None = UNSET
    image_urls: Annotated[list[Url], Meta(max_length=50)] | Absent | None = UNSET
    documents: Annotated[list[DocumentItem], Meta(max_length=50)] | Absent | None = UNSET
    active: bool | Absent = UNSET
    featured: bool | Absent = UNSET
    replacement_sku: SkuText | Absent | None = UNSET
