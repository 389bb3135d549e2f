from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get
from litestar.openapi import ResponseSpec

from b2b.api_shared.caching import IfNoneMatch, answer_if_changed
from b2b.api_shared.inputs import PageCursor, PageSize
from b2b.api_shared.problems import Problem
from b2b.application.catalog.queries.navigation import BrandPage, CategoryTree, ListBrands, ListCategories
from b2b.application.shared.pages import PAGE_SIZE, PageRequest


class NavigationController(Controller):
    path = "/"
    tags = ("Catalogue",)

    @get(
        "/categories",
        operation_id="listCategories",
        summary="The tree of categories with the number of products in each",
        responses={304: ResponseSpec(None, description="You have just this.")},
    )
    @inject
    async def list_categories(
        self, list_categories: FromDishka[ListCategories], if_none_match: IfNoneMatch = None
    ) -> Response[CategoryTree | None]:
        return answer_if_changed(await list_categories(), if_none_match)

    @get(
        "/brands",
        operation_id="listBrands",
        summary="Brands by name with the number of their products",
        responses={422: ResponseSpec(Problem, description="The cursor is wrong.")},
    )
    @inject
    async def list_brands(
        self, list_brands: FromDishka[ListBrands], limit: PageSize = PAGE_SIZE, cursor: PageCursor = None
    ) -> BrandPage:
        return await list_brands(PageRequest(limit, cursor))
