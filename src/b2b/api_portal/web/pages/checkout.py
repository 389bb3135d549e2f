"""From the cart to an order in three steps, each an address of its own that works without scripts."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final
from urllib.parse import quote
from uuid import UUID, uuid4

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.params import FromPath

from b2b.api_portal.web.cookies import Toast
from b2b.api_portal.web.errors import sentence_of
from b2b.api_portal.web.formats import amount
from b2b.api_portal.web.forms import as_typed, read_form
from b2b.api_portal.web.i18n import mark as _
from b2b.api_portal.web.i18n import tr
from b2b.api_portal.web.pages.cart import problem_text
from b2b.api_portal.web.render import Pages
from b2b.api_portal.web.templating import query
from b2b.api_shared.inputs import WITHOUT_NUL, MoneyInput
from b2b.api_shared.problems import AnyRequest, status_of
from b2b.application.accounts.queries.account import AccountDesk
from b2b.application.customers.keep_addresses import AddressView
from b2b.application.customers.queries.customers import ListAddresses
from b2b.application.ordering.cart_view import CartView
from b2b.application.ordering.change_cart import ShowCart
from b2b.application.ordering.place_order import OFFERED, PlaceOrder, PlaceOrderHandler
from b2b.application.ordering.ports import BelowMinimumAmount, PriceMoved
from b2b.application.ordering.queries.orders import ShowOrder
from b2b.application.shared.access import Permission
from b2b.application.shared.values import MoneyValue, money_of
from b2b.domain.accounts.errors import AccountIsPrepaid, CreditExceeded
from b2b.domain.inventory.errors import StockShort
from b2b.domain.ordering.states import PaymentMethod
from b2b.domain.shared.errors import Conflict, DomainError, Invalid, NotFound
from b2b.domain.shared.ids import AddressId
from b2b.domain.shared.money import Money

_Key = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[0-9a-f-]+$")]
METHODS: Final = sorted((method.value for method in OFFERED), reverse=True)
TOLD: Final = {
    "approved": _("Order %(number)s is accepted."),
    "pending_approval": _("Order %(number)s waits for approval."),
    "rejected": _("Order %(number)s was turned down by the rules."),
}


class Choices(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was chosen so far, as the addresses of the steps carry it."""

    shipping: UUID | None = None
    billing: UUID | None = None
    payment: PaymentMethod = PaymentMethod.OPEN_ACCOUNT
    day: date | None = None
    po: Annotated[str, msgspec.Meta(max_length=60, pattern=WITHOUT_NUL)] | None = None
    note: Annotated[str, msgspec.Meta(max_length=500, pattern=WITHOUT_NUL)] | None = None

    def asked(self) -> dict[str, Any]:
        found: dict[str, Any] = msgspec.to_builtins(self)
        return found


class PlaceForm(Choices, frozen=True, kw_only=True):
    """The last step: `accepted_total` is the gross that was shown, `key` makes a second press harmless."""

    key: _Key
    accepted_total: str
    currency: str

    def choices(self) -> Choices:
        return Choices(**{name: getattr(self, name) for name in Choices.__struct_fields__})

    def accepted(self) -> Money:
        given = {"amount": self.accepted_total, "currency": self.currency}
        return msgspec.convert(given, MoneyInput).to_money()


@dataclass(frozen=True, slots=True)
class CheckoutDesk:
    """What the steps show; made anew for each request."""

    pages: Pages
    cart: ShowCart
    addresses: ListAddresses
    account: AccountDesk

    async def step(self, place: int, choices: Choices, *, status: int = 200, **more: Any) -> Response[Any]:
        """The page of a step, or the place to go to where it cannot be shown yet."""
        self.pages.actor.require(Permission.ORDERS_CREATE)
        cart = await self.cart()
        if not cart.lines or cart.totals is None:
            gone = tr("Your cart is empty: it was ordered or emptied meanwhile.")
            return self.pages.go("/cart", toast=Toast(message=gone))
        saved = (await self.addresses()).items
        shipping = _of(saved, choices.shipping)
        if place > 0 and shipping is None:
            return self.pages.go("/checkout" + query(choices.asked()))
        context: dict[str, Any] = {
            "cart": cart,
            "choices": choices,
            "asked": choices.asked(),
            "at": place,
            "addresses": saved,
            "shipping": shipping,
            "billing": _of(saved, choices.billing),
            "methods": METHODS,
            "error": "",
            "problem_text": problem_text,
        } | more
        if place == REVIEW:
            context |= {"key": str(uuid4()), "standing": await self._standing(cart)}
        return await self.pages.page(
            f"checkout/{TEMPLATES[place]}.html", nav="cart", status=status, **context
        )

    async def _standing(self, cart: CartView) -> tuple[MoneyValue, MoneyValue, bool] | None:
        """Free credit now and after this order, and whether it is enough, for those who may know."""
        if not self.pages.may(Permission.ACCOUNT_VIEW) or cart.totals is None:
            return None
        free = (await self.account.standing()).available
        if free.currency != cart.totals.gross.currency:
            return None
        after = Decimal(free.amount) - Decimal(cart.totals.gross.amount)
        return free, money_of(after, free.currency), after >= 0


ADDRESS, DELIVERY, REVIEW = range(3)
TEMPLATES: Final = ("address", "delivery", "review")


class CheckoutPages(Controller):
    path = "/checkout"

    @get()
    @inject
    async def address(self, request: AnyRequest, desk: FromDishka[CheckoutDesk]) -> Response[Any]:
        return await desk.step(ADDRESS, _choices(request))

    @get("/delivery")
    @inject
    async def delivery(self, request: AnyRequest, desk: FromDishka[CheckoutDesk]) -> Response[Any]:
        return await desk.step(DELIVERY, _choices(request))

    @get("/review")
    @inject
    async def review(self, request: AnyRequest, desk: FromDishka[CheckoutDesk]) -> Response[Any]:
        choices = _choices(request)
        if choices.day and choices.day < desk.pages.clock.today():
            errors = {"day": tr("This day has passed.")}
            return await desk.step(DELIVERY, choices, status=422, errors=errors)
        return await desk.step(REVIEW, choices)

    @post("/place", status_code=200)
    @inject
    async def place(
        self, request: AnyRequest, desk: FromDishka[CheckoutDesk], place: FromDishka[PlaceOrderHandler]
    ) -> Response[Any]:
        form = await read_form(request, PlaceForm)
        if form.shipping is None:
            return await desk.step(ADDRESS, form.choices())
        try:
            placed = await place(_command(form, form.shipping))
        except (Conflict, Invalid, NotFound) as error:
            return await desk.step(
                REVIEW, form.choices(), status=status_of(error), error=placing_error(error)
            )
        told = tr(TOLD.get(placed.status, TOLD["approved"]), number=placed.number)
        tone = {"approved": "ok", "pending_approval": "warn"}.get(placed.status, "bad")
        return desk.pages.go(f"/checkout/done/{quote(placed.number)}", toast=Toast(message=told, tone=tone))

    @get("/done/{number:str}")
    @inject
    async def done(
        self, number: FromPath[str], pages: FromDishka[Pages], show: FromDishka[ShowOrder]
    ) -> Response[str]:
        return await pages.page("checkout/done.html", nav="cart", order=(await show(number)).order)


def placing_error(error: DomainError) -> str:
    """Why the order was not placed, with the figures that help to mend it."""
    facts = {name: _shown(value) for name, value in error.facts.items() if isinstance(value, Money)}
    match error:
        case PriceMoved():
            return tr("A price changed: the total is now %(total)s. Look at it and order again.", **facts)
        case CreditExceeded():
            return tr("Your free credit is %(free)s, which is %(short)s too little for this order.", **facts)
        case BelowMinimumAmount():
            return tr("The goods are below the smallest amount that is delivered.")
        case AccountIsPrepaid():
            return tr("Your account has no credit limit: choose bank transfer and pay before delivery.")
        case StockShort():
            return tr("There is no longer enough stock for everything. Change the quantities in the cart.")
    return sentence_of(error)


def _shown(value: Money) -> str:
    return amount(value.amount, value.currency.code)


def _command(form: PlaceForm, shipping: UUID) -> PlaceOrder:
    return PlaceOrder(
        lines=None,
        shipping_address_id=AddressId(shipping),
        billing_address_id=AddressId(form.billing) if form.billing else None,
        payment_method=form.payment,
        po_number=form.po,
        note=form.note,
        requested_delivery_date=form.day,
        accepted_total=form.accepted(),
        idempotency_key=form.key,
    )


def _choices(request: AnyRequest) -> Choices:
    """From an address that anybody may have written: what cannot be read was not chosen."""
    found: dict[str, Any] = {}
    for field in msgspec.structs.fields(Choices):
        text = as_typed(request.query_params.get(field.name) or "")
        if not text:
            continue
        try:
            found[field.name] = msgspec.convert(text, field.type, strict=False)
        except msgspec.ValidationError:
            continue
    return Choices(**found)


def _of(saved: list[AddressView], chosen: UUID | None) -> AddressView | None:
    return next((address for address in saved if address.id == chosen), None)
