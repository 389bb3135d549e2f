from typing import Final

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post

from b2b.api_integration.bulk import examples
from b2b.api_integration.bulk.documents import PROBLEMS, operation_of
from b2b.api_integration.bulk.parameters import DryRunQuery, ModeQuery, Results, ResultsQuery
from b2b.api_integration.bulk.requests import Asked
from b2b.api_integration.bulk.taking import take_push
from b2b.api_shared.bodies import ApiRequest
from b2b.application.integration.items.catalog import BrandItem, CategoryItem, ProductItem, ProductTypeItem
from b2b.application.integration.ports import Mode
from b2b.application.integration.push import PushBrands, PushCategories, PushProducts, PushProductTypes
from b2b.application.integration.queries.sync_status import ReadSyncStatus, SyncStatus
from b2b.application.integration.results import PushResult


class CategoryPushController(Controller):
    path = "/categories"
    tags = ("Catalogue",)

    @post(
        operation_id="pushCategories",
        summary="Push categories",
        status_code=200,
        request_max_body_size=None,
        operation_class=operation_of(CategoryItem, examples.CATEGORY),
        responses=PROBLEMS,
    )
    @inject
    async def push_categories(
        self,
        request: ApiRequest,
        push: FromDishka[PushCategories],
        mode: ModeQuery = Mode.UPSERT,
        results: ResultsQuery = Results.NOTABLE,
        *,
        dry_run: DryRunQuery = False,
    ) -> Response[PushResult]:
        asked = Asked(mode=mode, dry_run=dry_run, every=results is Results.ALL)
        return await take_push(request, push, CategoryItem, asked)


class BrandPushController(Controller):
    path = "/brands"
    tags = ("Catalogue",)

    @post(
        operation_id="pushBrands",
        summary="Push brands",
        status_code=200,
        request_max_body_size=None,
        operation_class=operation_of(BrandItem, examples.BRAND),
        responses=PROBLEMS,
    )
    @inject
    async def push_brands(
        self,
        request: ApiRequest,
        push: FromDishka[PushBrands],
        mode: ModeQuery = Mode.UPSERT,
        results: ResultsQuery = Results.NOTABLE,
        *,
        dry_run: DryRunQuery = False,
    ) -> Response[PushResult]:
        asked = Asked(mode=mode, dry_run=dry_run, every=results is Results.ALL)
        return await take_push(request, push, BrandItem, asked)


class ProductTypePushController(Controller):
    path = "/product-types"
    tags = ("Catalogue",)

    @post(
        operation_id="pushProductTypes",
        summary="Push product types with their attributes",
        status_code=200,
        request_max_body_size=None,
        operation_class=operation_of(ProductTypeItem, examples.PRODUCT_TYPE),
        responses=PROBLEMS,
    )
    @inject
    async def push_product_types(
        self,
        request: ApiRequest,
        push: FromDishka[PushProductTypes],
        mode: ModeQuery = Mode.UPSERT,
        results: ResultsQuery = Results.NOTABLE,
        *,
        dry_run: DryRunQuery = False,
    ) -> Response[PushResult]:
        asked = Asked(mode=mode, dry_run=dry_run, every=results is Results.ALL)
        return await take_push(request, push, ProductTypeItem, asked)


class ProductPushController(Controller):
    path = "/products"
    tags = ("Catalogue",)

    @post(
        operation_id="pushProducts",
        summary="Push products",
        status_code=200,
        request_max_body_size=None,
        operation_class=operation_of(ProductItem, examples.PRODUCT),
        responses=PROBLEMS,
    )
    @inject
    async def push_products(
        self,
        request: ApiRequest,
        push: FromDishka[PushProducts],
        mode: ModeQuery = Mode.UPSERT,
        results: ResultsQuery = Results.NOTABLE,
        *,
        dry_run: DryRunQuery = False,
    ) -> Response[PushResult]:
        asked = Asked(mode=mode, dry_run=dry_run, every=results is Results.ALL)
        return await take_push(request, push, ProductItem, asked)


class SyncStatusController(Controller):
    path = "/sync-status"
    tags = ("Catalogue",)

    @get(
        operation_id="getSyncStatus",
        summary="How much of each resource is there, and since when",
        responses={status: PROBLEMS[status] for status in (401, 403, 429)},
    )
    @inject
    async def get_sync_status(self, read: FromDishka[ReadSyncStatus]) -> SyncStatus:
        return await read()


CONTROLLERS: Final = (
    CategoryPushController,
    BrandPushController,
    ProductTypePushController,
    ProductPushController,
    SyncStatusController,
)
