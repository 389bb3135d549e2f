"""Saved lists: what is bought again and again, kept under a name, shared, and put in the cart at once."""

from typing import Annotated, Any, Final
from uuid import UUID, uuid4

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.params import FromPath, QueryParameter

from b2b.api_portal.ordering.schemas import ListName, ListNote
from b2b.api_portal.web.cookies import Toast
from b2b.api_portal.web.errors import sentence_of
from b2b.api_portal.web.forms import errors_by_field, read_form
from b2b.api_portal.web.i18n import ntr, tr
from b2b.api_portal.web.line_words import why_not
from b2b.api_portal.web.render import Pages, is_htmx
from b2b.api_shared.inputs import KEY_LENGTH_MAX, WITHOUT_NUL, PageCursor, QuantityNumber, SkuText
from b2b.api_shared.problems import AnyRequest, status_of
from b2b.application.ordering.add_list_to_cart import AddListToCart, AddListToCartHandler
from b2b.application.ordering.check_lines import CheckedLine, CheckedLines, LineFate
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
from b2b.application.ordering.queries.saved_lists import ListSavedLists, SavedListView, ShowSavedList
from b2b.application.shared.pages import PageRequest
from b2b.domain.shared.errors import Conflict, DomainError, Invalid
from b2b.domain.shared.ids import SavedListId

PAGE: Final = 30
# A message in the corner names no more products than these.
NAMED: Final = 5

_Key = Annotated[str, msgspec.Meta(min_length=1, max_length=KEY_LENGTH_MAX, pattern=WITHOUT_NUL)]
Ask = Annotated[str, QueryParameter(max_length=20)]


class NewListForm(msgspec.Struct, frozen=True, kw_only=True):
    name: ListName
    key: _Key
    is_shared: bool = False


class EditListForm(msgspec.Struct, frozen=True, kw_only=True):
    name: ListName
    version: int
    is_shared: bool = False


class DeleteListForm(msgspec.Struct, frozen=True, kw_only=True):
    version: int


class LineForm(msgspec.Struct, frozen=True, kw_only=True):
    sku: SkuText
    quantity: QuantityNumber
    note: ListNote | None = None


class ListSkuForm(msgspec.Struct, frozen=True, kw_only=True):
    sku: SkuText


class AddProductForm(msgspec.Struct, frozen=True, kw_only=True):
    sku: SkuText
    quantity: QuantityNumber
    key: _Key


class CartForm(msgspec.Struct, frozen=True, kw_only=True):
    key: _Key


class ListPages(Controller):
    path = "/lists"

    @get()
    @inject
    async def show_all(
        self, pages: FromDishka[Pages], lists: FromDishka[ListSavedLists], cursor: PageCursor = None
    ) -> Response[str]:
        return await _all(pages, lists, cursor=cursor)

    @post("/new", status_code=200)
    @inject
    async def start(
        self,
        request: AnyRequest,
        pages: FromDishka[Pages],
        lists: FromDishka[ListSavedLists],
        save: FromDishka[SaveListHandler],
    ) -> Response[Any]:
        try:
            form = await read_form(request, NewListForm)
            made = await save(SaveList(name=form.name, is_shared=form.is_shared, idempotency_key=form.key))
        except (Invalid, Conflict) as error:
            return await _all(pages, lists, failed=error)
        return pages.go(place_of(made.id))

    @get(["/{list_id:uuid}", "/{list_id:uuid}/cart"])
    @inject
    async def show(
        self,
        list_id: FromPath[UUID],
        pages: FromDishka[Pages],
        show: FromDishka[ShowSavedList],
        ask: Ask = "",
    ) -> Response[str]:
        return await _page(pages, await show(SavedListId(list_id)), ask_delete=ask == "delete")

    @post("/{list_id:uuid}/edit", status_code=200)
    @inject
    async def edit(
        self,
        list_id: FromPath[UUID],
        request: AnyRequest,
        pages: FromDishka[Pages],
        show: FromDishka[ShowSavedList],
        edit: FromDishka[EditListHandler],
    ) -> Response[Any]:
        try:
            form = await read_form(request, EditListForm)
            await edit(
                EditList(
                    list_id=SavedListId(list_id),
                    read_version=form.version,
                    name=form.name,
                    is_shared=form.is_shared,
                )
            )
        except (Invalid, Conflict) as error:
            return await _page(pages, await show(SavedListId(list_id)), failed=error)
        return pages.go(place_of(list_id), toast=Toast(message=tr("%(name)s is saved.", name=form.name)))

    @post("/{list_id:uuid}/delete", status_code=200)
    @inject
    async def delete(
        self,
        list_id: FromPath[UUID],
        request: AnyRequest,
        pages: FromDishka[Pages],
        delete: FromDishka[DeleteListHandler],
    ) -> Response[Any]:
        form = await read_form(request, DeleteListForm)
        await delete(DeleteList(list_id=SavedListId(list_id), read_version=form.version))
        return pages.go("/lists", toast=Toast(message=tr("The list is deleted.")))

    @post("/{list_id:uuid}/lines", status_code=200)
    @inject
    async def put_line(
        self,
        list_id: FromPath[UUID],
        request: AnyRequest,
        pages: FromDishka[Pages],
        show: FromDishka[ShowSavedList],
        put: FromDishka[PutListLineHandler],
    ) -> Response[Any]:
        try:
            form = await read_form(request, LineForm)
            line = LineToSave(form.sku, form.quantity, form.note)
            state = await put(PutListLine(list_id=SavedListId(list_id), line=line))
        except Invalid as error:
            return _refused(pages, list_id, sentence_of(error))
        if told := _left_out(state):
            return _refused(pages, list_id, told)
        return await _changed(pages, show, list_id)

    @post("/{list_id:uuid}/remove", status_code=200)
    @inject
    async def remove(
        self,
        list_id: FromPath[UUID],
        request: AnyRequest,
        pages: FromDishka[Pages],
        show: FromDishka[ShowSavedList],
        remove: FromDishka[RemoveListLineHandler],
    ) -> Response[Any]:
        sku = (await read_form(request, ListSkuForm)).sku
        await remove(RemoveListLine(list_id=SavedListId(list_id), sku=sku))
        return await _changed(
            pages, show, list_id, Toast(message=tr("%(sku)s is taken off the list.", sku=sku))
        )

    @post("/{list_id:uuid}/add", status_code=200)
    @inject
    async def add_product(
        self,
        list_id: FromPath[UUID],
        request: AnyRequest,
        pages: FromDishka[Pages],
        add: FromDishka[AddToListHandler],
    ) -> Response[Any]:
        try:
            form = await read_form(request, AddProductForm)
            line = LineToSave(form.sku.upper(), form.quantity)
            state = await add(
                AddToList(list_id=SavedListId(list_id), lines=(line,), idempotency_key=form.key)
            )
        except Invalid as error:
            return _refused(pages, list_id, sentence_of(error))
        return pages.go(place_of(list_id), toast=saved_toast(state))

    @post("/{list_id:uuid}/cart", status_code=200)
    @inject
    async def order(
        self,
        list_id: FromPath[UUID],
        request: AnyRequest,
        pages: FromDishka[Pages],
        show: FromDishka[ShowSavedList],
        add: FromDishka[AddListToCartHandler],
    ) -> Response[Any]:
        """What was left out or changed is told line by line; where nothing was, the cart is next."""
        try:
            form = await read_form(request, CartForm)
            done = await add(AddListToCart(list_id=SavedListId(list_id), idempotency_key=form.key))
        except Invalid as error:
            return _refused(pages, list_id, sentence_of(error))
        added = len(done.good)
        if done.lines and added == done.count("ready") == len(done.lines):
            told = ntr("%(num)s line is in the cart.", "%(num)s lines are in the cart.", added)
            return pages.go("/cart", toast=Toast(message=told))
        return await _page(pages, await show(SavedListId(list_id)), done=done)


def place_of(list_id: UUID) -> str:
    return f"/lists/{list_id}"


def reason(line: CheckedLine) -> str:
    """Why a line cannot be ordered today."""
    if line.fate == LineFate.UNKNOWN:
        return tr("It is no longer in the catalogue.")
    return why_not(line)


def saved_toast(state: SavedListState) -> Toast:
    """How many lines were put on a list, and which were not."""
    kept = sum(result.accepted for result in state.results)
    told = ntr("%(num)s line is on the list.", "%(num)s lines are on the list.", kept)
    refused = _left_out(state)
    return Toast(message=f"{told} {refused}".strip(), tone="warn" if refused else "ok")


def _left_out(state: SavedListState) -> str:
    refused = [result.sku for result in state.results if not result.accepted]
    named = ", ".join(refused[:NAMED]) + ("…" if len(refused) > NAMED else "")
    return tr("Not added: %(skus)s.", skus=named) if refused else ""


async def _all(
    pages: Pages, lists: ListSavedLists, *, cursor: str | None = None, failed: DomainError | None = None
) -> Response[str]:
    given = await pages.request.form() if failed else {}
    return await pages.page(
        "lists/page.html",
        nav="lists",
        found=await lists(PageRequest(PAGE, cursor)),
        cursor=cursor,
        key=str(uuid4()),
        form={"name": given.get("name", ""), "is_shared": "is_shared" in given},
        **_told(failed),
    )


async def _page(
    pages: Pages,
    view: SavedListView,
    *,
    ask_delete: bool = False,
    failed: DomainError | None = None,
    done: CheckedLines | None = None,
) -> Response[str]:
    given = await pages.request.form() if failed else {}
    form = {"name": given.get("name", ""), "is_shared": "is_shared" in given}
    return await pages.page(
        "lists/detail.html",
        **_context(view),
        done=done,
        ask_delete=ask_delete and view.may_change,
        form=form if failed else {"name": view.list.name, "is_shared": view.list.is_shared},
        **_told(failed),
    )


def _told(failed: DomainError | None) -> dict[str, Any]:
    """A name that is taken is told at the name."""
    if failed is None:
        return {"status": 200, "errors": {}}
    errors = errors_by_field(failed)
    return {"status": status_of(failed), "errors": {"name": errors.get("", ""), **errors}}


def _context(view: SavedListView) -> dict[str, Any]:
    ready = [line for line in view.lines if line.today.good]
    return {"nav": "lists", "view": view, "ready": len(ready), "reason": reason, "key": str(uuid4())}


async def _changed(
    pages: Pages, show: ShowSavedList, list_id: UUID, toast: Toast | None = None
) -> Response[Any]:
    if not is_htmx(pages.request):
        return pages.go(place_of(list_id), toast=toast)
    view = await show(SavedListId(list_id))
    return await pages.part("lists/_lines.html", toast=toast, **_context(view))


def _refused(pages: Pages, list_id: UUID, sentence: str) -> Response[Any]:
    toast = Toast(message=sentence, tone="bad")
    return pages.nothing(toast=toast) if is_htmx(pages.request) else pages.go(place_of(list_id), toast=toast)
