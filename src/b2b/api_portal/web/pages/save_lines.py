"""Lines from a product, the cart or the quick order onto a saved list: a new one, or one that is there."""

from typing import Annotated, Any, Final
from uuid import UUID, uuid4

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.params import QueryParameter

from b2b.api_portal.ordering.schemas import ListName
from b2b.api_portal.web.forms import errors_by_field, read_form
from b2b.api_portal.web.i18n import mark as _
from b2b.api_portal.web.pages.lists import place_of, saved_toast
from b2b.api_portal.web.render import Pages
from b2b.api_portal.web.sheets import FILE_BYTES_MAX
from b2b.api_shared.inputs import KEY_LENGTH_MAX, WITHOUT_NUL
from b2b.api_shared.problems import AnyRequest, status_of
from b2b.application.ordering.change_cart import ShowCart
from b2b.application.ordering.keep_lists import (
    AddToList,
    AddToListHandler,
    LineToSave,
    SavedListState,
    SaveList,
    SaveListHandler,
)
from b2b.application.ordering.queries.saved_lists import ListSavedLists, may_change
from b2b.application.ordering.quick_lines import QUICK_LINES_MAX, read_lines
from b2b.application.shared.access import Permission
from b2b.application.shared.pages import PAGE_SIZE_MAX, PageRequest
from b2b.domain.shared.errors import Conflict, DomainError, Fault, Invalid, InvalidRequest
from b2b.domain.shared.ids import SavedListId
from b2b.domain.shared.quantities import QUANTITY_MAX

NAMELESS: Final = _("A list needs a name.")

_Text = Annotated[str, msgspec.Meta(max_length=FILE_BYTES_MAX, pattern=WITHOUT_NUL)]


class LinesForm(msgspec.Struct, frozen=True, kw_only=True):
    lines: _Text = ""


class SaveLinesForm(msgspec.Struct, frozen=True, kw_only=True):
    """`onto` is the list they go to; without it a new one is made."""

    lines: _Text
    key: Annotated[str, msgspec.Meta(min_length=1, max_length=KEY_LENGTH_MAX, pattern=WITHOUT_NUL)]
    onto: UUID | None = None
    name: ListName | None = None
    is_shared: bool = False


class SaveLinesPages(Controller):
    path = "/lists/save"

    @get(["/", "/lines"])
    @inject
    async def of_product_or_cart(
        self,
        pages: FromDishka[Pages],
        lists: FromDishka[ListSavedLists],
        cart: FromDishka[ShowCart],
        sku: Annotated[str, QueryParameter(max_length=40, pattern=WITHOUT_NUL)] = "",
        quantity: Annotated[int, QueryParameter(ge=1, le=QUANTITY_MAX)] = 1,
    ) -> Response[str]:
        """One product, or without it what is in the cart."""
        pages.actor.require(Permission.CART_EDIT)
        wanted = [(sku, quantity)] if sku else [(line.sku, line.quantity) for line in (await cart()).lines]
        text = "\n".join(f"{code};{pieces}" for code, pieces in wanted)
        return await _page(pages, lists, text)

    @post("/lines", status_code=200)
    @inject
    async def of_lines(
        self, request: AnyRequest, pages: FromDishka[Pages], lists: FromDishka[ListSavedLists]
    ) -> Response[str]:
        pages.actor.require(Permission.CART_EDIT)
        return await _page(pages, lists, (await read_form(request, LinesForm)).lines)

    @post(status_code=200)
    @inject
    async def save(
        self,
        request: AnyRequest,
        pages: FromDishka[Pages],
        lists: FromDishka[ListSavedLists],
        save: FromDishka[SaveListHandler],
        add: FromDishka[AddToListHandler],
    ) -> Response[Any]:
        try:
            form = await read_form(request, SaveLinesForm)
            state = await _saved(form, save, add)
        except (Invalid, Conflict) as error:
            text = str((await request.form()).get("lines", ""))
            return await _page(pages, lists, text, failed=error)
        return pages.go(place_of(state.id), toast=saved_toast(state))


async def _saved(form: SaveLinesForm, save: SaveListHandler, add: AddToListHandler) -> SavedListState:
    lines = lines_of(form.lines)
    if form.onto is not None:
        return await add(AddToList(list_id=SavedListId(form.onto), lines=lines, idempotency_key=form.key))
    if form.name is None:
        raise InvalidRequest(faults=[Fault(pointer="/name", code="value.missing", detail=NAMELESS)])
    return await save(
        SaveList(name=form.name, is_shared=form.is_shared, lines=lines, idempotency_key=form.key)
    )


def lines_of(text: str) -> tuple[LineToSave, ...]:
    """Those whose quantity can be read."""
    read = read_lines(text)[:QUICK_LINES_MAX]
    return tuple(LineToSave(line.sku, line.quantity) for line in read if line.quantity)


async def _page(
    pages: Pages, lists: ListSavedLists, text: str, *, failed: DomainError | None = None
) -> Response[str]:
    found = (await lists(PageRequest(PAGE_SIZE_MAX, None))).items
    given = await pages.request.form() if failed else {}
    errors = errors_by_field(failed) if failed else {}
    if "" in errors:
        errors = {"name": errors[""], **errors}
    return await pages.page(
        "lists/save.html",
        nav="lists",
        status=status_of(failed) if failed else 200,
        text=text,
        lines=lines_of(text),
        choices=[row for row in found if may_change(pages.actor, row)],
        chosen=given.get("onto", ""),
        form={"name": given.get("name", ""), "is_shared": "is_shared" in given},
        errors=errors,
        key=str(uuid4()),
    )
