import asyncio
from typing import Annotated, Any, Final

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.datastructures import UploadFile

from b2b.api_portal.web.cookies import Toast
from b2b.api_portal.web.formats import number
from b2b.api_portal.web.forms import errors_by_field, read_form
from b2b.api_portal.web.i18n import ntr, tr
from b2b.api_portal.web.line_words import why_not
from b2b.api_portal.web.render import Pages
from b2b.api_portal.web.sheets import FILE_BYTES_MAX, UnreadableFile, csv_of, text_of
from b2b.api_shared.inputs import WITHOUT_NUL
from b2b.api_shared.problems import AnyRequest
from b2b.application.ordering.change_cart import PutInCart, PutInCartHandler
from b2b.application.ordering.check_lines import CheckedLine
from b2b.application.ordering.check_quick_order import (
    SUGGESTED_CODES_MAX,
    CheckedQuickOrder,
    CheckQuickOrder,
)
from b2b.application.ordering.pricing import WantedLine
from b2b.application.ordering.quick_lines import (
    LINE_LENGTH_MAX,
    QUICK_LINES_MAX,
    merged_lines,
    read_lines,
    replaced,
)
from b2b.application.shared.access import Permission
from b2b.domain.shared.errors import Invalid

_Text = Annotated[str, msgspec.Meta(max_length=FILE_BYTES_MAX, pattern=WITHOUT_NUL)]
TEMPLATE: Final = "SKU;Quantity\r\n"


class TextForm(msgspec.Struct, frozen=True, kw_only=True):
    """`instead`: a code as it was typed, a space, and the SKU to order in its place."""

    text: _Text = ""
    instead: Annotated[str, msgspec.Meta(max_length=LINE_LENGTH_MAX + 41, pattern=WITHOUT_NUL)] = ""


class GoodLinesForm(msgspec.Struct, frozen=True, kw_only=True):
    """The good lines as they were shown, fitted already."""

    lines: _Text


class QuickOrderPages(Controller):
    """Paste or upload what you want; see what would become of every line; put the good ones in the cart."""

    path = "/quick-order"

    @get(["/", "/check"])
    @inject
    async def show(self, pages: FromDishka[Pages]) -> Response[str]:
        pages.actor.require(Permission.CART_EDIT)
        return await _page(pages)

    @post("/check", status_code=200)
    @inject
    async def check(
        self, request: AnyRequest, pages: FromDishka[Pages], check: FromDishka[CheckQuickOrder]
    ) -> Response[str]:
        pages.actor.require(Permission.CART_EDIT)
        try:
            text = await _text(request)
        except Invalid as error:
            return await _page(pages, status=422, errors=errors_by_field(error))
        except UnreadableFile:
            told = tr("This file cannot be read. Use a CSV or XLSX file of up to 2 MB.")
            return await _page(pages, status=422, errors={"file": told})
        lines = read_lines(text)
        if fault := _fault(len(lines)):
            return await _page(pages, status=422, text=text, errors={"text": fault})
        return await _page(pages, text=text, order=await check(lines))

    @post("/problems", status_code=200)
    @inject
    async def problems(
        self, request: AnyRequest, pages: FromDishka[Pages], check: FromDishka[CheckQuickOrder]
    ) -> Response[str]:
        """The lines that cannot be ordered, to mend and upload again."""
        form = await read_form(request, TextForm)
        lines = read_lines(form.text)
        if fault := _fault(len(lines)):
            return await _page(pages, status=422, text=form.text, errors={"text": fault})
        order = await check(lines)
        header = (tr("SKU"), tr("Quantity"), tr("Line"), tr("Reason"), tr("Perhaps"))
        rows = [_problem(order, line) for line in order.checked.bad]
        return _csv("quick-order-problems.csv", csv_of(header, rows))

    @get("/template.csv")
    async def template(self) -> Response[str]:
        return _csv("quick-order.csv", TEMPLATE)

    @post("/add", status_code=200)
    @inject
    async def add(
        self, request: AnyRequest, pages: FromDishka[Pages], put: FromDishka[PutInCartHandler]
    ) -> Response[Any]:
        try:
            form = await read_form(request, GoodLinesForm)
            good = merged_lines(read_lines(form.lines))
            if fault := _fault(len(good)):
                return await _page(pages, status=422, errors={"": fault})
            lines = tuple(WantedLine(line.wish.sku, line.wish.quantity) for line in good)
            changed = await put(PutInCart(lines=lines, add=True))
        except Invalid as error:
            return await _page(pages, status=422, errors={"": errors_by_field(error).popitem()[1]})
        added = sum(result.accepted for result in changed.results)
        told = ntr("%(num)s line was added to the cart.", "%(num)s lines were added to the cart.", added)
        return pages.go("/cart", toast=Toast(message=told))


def reason(order: CheckedQuickOrder, line: CheckedLine) -> str:
    """Why a line is not added."""
    if order.ambiguous(line):
        return tr("Several products are called so: choose one.")
    return why_not(line)


def _problem(order: CheckedQuickOrder, line: CheckedLine) -> tuple[object, ...]:
    perhaps = line.replacement or " ".join(product.sku for product in order.offered(line))
    return order.codes[line.number], line.wanted or "", line.number, reason(order, line), perhaps


async def _page(pages: Pages, *, status: int = 200, **more: Any) -> Response[str]:
    shown = {
        "text": "",
        "order": None,
        "reason": reason,
        "lines_max": QUICK_LINES_MAX,
        "codes_max": SUGGESTED_CODES_MAX,
        **more,
    }
    return await pages.page("quick_order/page.html", nav="quick-order", status=status, **shown)


async def _text(request: AnyRequest) -> str:
    """Of the uploaded file where there is one, else of the field. Raises `UnreadableFile`."""
    form = await read_form(request, TextForm)
    file = (await request.form()).get("file")
    content = await file.read(FILE_BYTES_MAX + 1) if isinstance(file, UploadFile) else b""
    if content:
        return await asyncio.to_thread(text_of, content, rows_max=QUICK_LINES_MAX)
    old, _separator, new = form.instead.rpartition(" ")
    return replaced(form.text, old, new) if new else form.text


def _fault(lines: int) -> str | None:
    if lines == 0:
        return tr("Paste at least one line, or choose a file.")
    if lines > QUICK_LINES_MAX:
        return tr("At most %(max)s lines at once; these are more.", max=number(QUICK_LINES_MAX))
    return None


def _csv(name: str, content: str) -> Response[str]:
    return Response(
        content,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
