"""The ways into the catalogue: the tree of categories, and the brands."""

from dataclasses import dataclass
from typing import ClassVar, Protocol

import msgspec

from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.pages import PageRequest


class CategoryNode(msgspec.Struct, frozen=True):
    """`product_count` is of the products in the category or anywhere below it, each once."""

    slug: str
    name: str
    name_en: str | None
    image_url: str | None
    product_count: int
    children: list["CategoryNode"]


class CategoryTree(msgspec.Struct, frozen=True):
    items: list[CategoryNode]


class BrandRow(msgspec.Struct, frozen=True):
    slug: str
    name: str
    product_count: int


class BrandPage(msgspec.Struct, frozen=True):
    items: list[BrandRow]
    next_cursor: str | None


class CatalogueNavigation(Protocol):
    async def categories(self) -> CategoryTree:
        """Siblings by position, then name. A category whose parents form a circle is left out."""

    async def brands(self, request: PageRequest) -> BrandPage:
        """By name."""


@dataclass(frozen=True, slots=True)
class ListCategories:
    permission: ClassVar = Permission.PRODUCTS_VIEW

    actor: Actor
    navigation: CatalogueNavigation

    async def __call__(self) -> CategoryTree:
        self.actor.require(self.permission)
        return await self.navigation.categories()


@dataclass(frozen=True, slots=True)
class ListBrands:
    permission: ClassVar = Permission.PRODUCTS_VIEW

    actor: Actor
    navigation: CatalogueNavigation

    async def __call__(self, request: PageRequest) -> BrandPage:
        self.actor.require(self.permission)
        return await self.navigation.brands(request)
