from typing import Final
from uuid import UUID

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, delete, get, post, put
from litestar.openapi import ResponseSpec
from litestar.params import FromPath, JSONBody

from b2b.api_portal.ordering.schemas import (
    EditListRequest,
    SavedLinesRequest,
    SavedQuantityRequest,
    SaveListRequest,
)
from b2b.api_shared.answers import answered
from b2b.api_shared.inputs import OptionalKey, PageCursor, PageSize, optional_key, required_key
from b2b.api_shared.preconditions import IfMatch, etag, read_version
from b2b.api_shared.problems import Problem
from b2b.application.ordering.add_list_to_cart import AddListToCart, AddListToCartHandler
from b2b.application.ordering.check_lines import CheckedLines
from b2b.application.ordering.keep_lists import (
    AddToList,
    AddToListHandler,
    DeleteList,
    DeleteListHandler,
    EditList,
    EditListHandler,
    LineToSave,
    PutListLine,
    PutListLineHandler,
    RemoveListLine,
    RemoveListLineHandler,
    SavedListState,
    SaveList,
    SaveListHandler,
)
from b2b.application.ordering.queries.saved_lists import (
    ListSavedLists,
    SavedListPage,
    SavedListView,
    ShowSavedList,
)
from b2b.application.shared.pages import PAGE_SIZE, PageRequest
from b2b.application.shared.ports import IdempotencyKeys
from b2b.domain.shared.ids import SavedListId

_NO_LIST: Final = ResponseSpec(Problem, description="No such list that you may see, or not this product.")
_TAKEN: Final = ResponseSpec(Problem, description="You have a list of this name already.")
_FAULTS: Final = ResponseSpec(Problem, description="The body has faults, or there are too many lines.")
_READ: Final = {
    412: ResponseSpec(Problem, description="Somebody changed the list since you read it."),
    428: ResponseSpec(Problem, description="If-Match is missing."),
}


class SavedListController(Controller):
    """Own lists, and those that colleagues share."""

    path = "/lists"
    tags = ("Saved lists",)

    @get(
        operation_id="listSavedLists",
        summary="Your lists and those shared with you, the last changed first",
        responses={422: ResponseSpec(Problem, description="The cursor is wrong.")},
    )
    @inject
    async def show_all(
        self,
        list_saved: FromDishka[ListSavedLists],
        limit: PageSize = PAGE_SIZE,
        cursor: PageCursor = None,
    ) -> SavedListPage:
        return await list_saved(PageRequest(limit, cursor))

    @post(operation_id="saveList", summary="Save a list", responses={409: _TAKEN, 422: _FAULTS})
    @inject
    async def save(
        self,
        data: JSONBody[SaveListRequest],
        save: FromDishka[SaveListHandler],
        keys: FromDishka[IdempotencyKeys],
        key: OptionalKey = None,
    ) -> Response[SavedListState]:
        command = SaveList(
            name=data.name,
            is_shared=data.is_shared,
            lines=tuple(line.to_line() for line in data.lines),
            from_cart=data.from_cart,
            idempotency_key=optional_key(key),
        )
        return _with_etag(answered(await save(command), keys, status=201))

    @get(
        "/{list_id:uuid}",
        operation_id="getSavedList",
        summary="One list at today's prices and stock",
        responses={404: _NO_LIST},
    )
    @inject
    async def show(self, list_id: FromPath[UUID], show: FromDishka[ShowSavedList]) -> Response[SavedListView]:
        found = await show(SavedListId(list_id))
        return Response(found, headers={"ETag": etag(found.list.version)})

    @put(
        "/{list_id:uuid}",
        operation_id="editSavedList",
        summary="Rename a list, share it or take it back",
        responses={404: _NO_LIST, 409: _TAKEN, **_READ, 422: _FAULTS},
    )
    @inject
    async def edit(
        self,
        list_id: FromPath[UUID],
        data: JSONBody[EditListRequest],
        edit: FromDishka[EditListHandler],
        if_match: IfMatch = None,
    ) -> Response[SavedListState]:
        command = EditList(
            list_id=SavedListId(list_id),
            read_version=read_version(if_match),
            name=data.name,
            is_shared=data.is_shared,
        )
        return _with_etag(Response(await edit(command)))

    @delete(
        "/{list_id:uuid}",
        operation_id="deleteSavedList",
        summary="Delete a list",
        responses={404: _NO_LIST, **_READ},
    )
    @inject
    async def remove(
        self, list_id: FromPath[UUID], remove: FromDishka[DeleteListHandler], if_match: IfMatch = None
    ) -> None:
        await remove(DeleteList(list_id=SavedListId(list_id), read_version=read_version(if_match)))

    @post(
        "/{list_id:uuid}/lines",
        operation_id="addSavedListLines",
        summary="Add many lines to a list, each with a result of its own",
        status_code=200,
        responses={404: _NO_LIST, 422: _FAULTS},
    )
    @inject
    async def add_lines(
        self,
        list_id: FromPath[UUID],
        data: JSONBody[SavedLinesRequest],
        add: FromDishka[AddToListHandler],
        keys: FromDishka[IdempotencyKeys],
        key: OptionalKey = None,
    ) -> Response[SavedListState]:
        command = AddToList(
            list_id=SavedListId(list_id),
            lines=tuple(line.to_line() for line in data.lines),
            idempotency_key=optional_key(key),
        )
        return _with_etag(answered(await add(command), keys))

    @put(
        "/{list_id:uuid}/lines/{sku:str}",
        operation_id="putSavedListLine",
        summary="Set how many pieces of a product the list holds",
        responses={404: _NO_LIST, 422: _FAULTS},
    )
    @inject
    async def put_line(
        self,
        list_id: FromPath[UUID],
        sku: FromPath[str],
        data: JSONBody[SavedQuantityRequest],
        put_line: FromDishka[PutListLineHandler],
    ) -> Response[SavedListState]:
        line = LineToSave(sku, data.quantity, data.note)
        return _with_etag(Response(await put_line(PutListLine(list_id=SavedListId(list_id), line=line))))

    @delete(
        "/{list_id:uuid}/lines/{sku:str}",
        operation_id="deleteSavedListLine",
        summary="Take a product off a list",
        status_code=200,
        responses={404: _NO_LIST},
    )
    @inject
    async def remove_line(
        self, list_id: FromPath[UUID], sku: FromPath[str], remove: FromDishka[RemoveListLineHandler]
    ) -> Response[SavedListState]:
        return _with_etag(Response(await remove(RemoveListLine(list_id=SavedListId(list_id), sku=sku))))

    @post(
        "/{list_id:uuid}/cart",
        operation_id="addSavedListToCart",
        summary="Put what can be ordered of a list in your cart",
        status_code=200,
        responses={404: _NO_LIST, 422: ResponseSpec(Problem, description="The cart would be too full.")},
    )
    @inject
    async def add_to_cart(
        self,
        list_id: FromPath[UUID],
        add: FromDishka[AddListToCartHandler],
        keys: FromDishka[IdempotencyKeys],
        key: OptionalKey = None,
    ) -> Response[CheckedLines]:
        command = AddListToCart(list_id=SavedListId(list_id), idempotency_key=required_key(key))
        return answered(await add(command), keys)


def _with_etag(response: Response[SavedListState]) -> Response[SavedListState]:
    response.headers["ETag"] = etag(response.content.version)
    return response
