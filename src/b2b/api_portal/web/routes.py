"""Every page of the portal, under one router."""

from dishka import Provider, Scope, provide
from litestar import Request, Router

from b2b.api_portal.web.assets import serve_asset, serve_mark
from b2b.api_portal.web.cookies import Names
from b2b.api_portal.web.pages.acting import ActingPages
from b2b.api_portal.web.pages.addresses import AddressPages
from b2b.api_portal.web.pages.api_keys import ApiKeyPages, KeyRing
from b2b.api_portal.web.pages.approval_rules import ApprovalRulePages, RuleDesk
from b2b.api_portal.web.pages.approvals import ApprovalPages, Inbox
from b2b.api_portal.web.pages.audit import AuditPages
from b2b.api_portal.web.pages.campaigns import CampaignPages
from b2b.api_portal.web.pages.cart import CartPages
from b2b.api_portal.web.pages.catalogue import CataloguePages
from b2b.api_portal.web.pages.checkout import CheckoutDesk, CheckoutPages
from b2b.api_portal.web.pages.conflicts import ConflictPages
from b2b.api_portal.web.pages.credit import CreditPages
from b2b.api_portal.web.pages.customers import CustomerPage, CustomerPages
from b2b.api_portal.web.pages.health import HealthPages
from b2b.api_portal.web.pages.home import HomePages
from b2b.api_portal.web.pages.invoices import InvoicePages
from b2b.api_portal.web.pages.jobs import JobPages
from b2b.api_portal.web.pages.key_details import KeyDetailPages, KeyDetails
from b2b.api_portal.web.pages.lists import ListPages
from b2b.api_portal.web.pages.orders import OrderPages
from b2b.api_portal.web.pages.palette import PalettePages
from b2b.api_portal.web.pages.prices import PricePages
from b2b.api_portal.web.pages.quick_order import QuickOrderPages
from b2b.api_portal.web.pages.receipts import ReceiptPages
from b2b.api_portal.web.pages.save_lines import SaveLinesPages
from b2b.api_portal.web.pages.settings import SettingsPages
from b2b.api_portal.web.pages.sign_in import SignInPages
from b2b.api_portal.web.pages.statement import StatementPages
from b2b.api_portal.web.pages.users import UserForms, UserPages
from b2b.api_portal.web.pages.webhooks import DeliveryPages, EndpointPage, WebhookPages
from b2b.api_portal.web.render import OpenPages, Pages, choose_language
from b2b.api_shared.problems import AnyRequest

CONTROLLERS = (
    CataloguePages,
    PalettePages,
    SignInPages,
    SettingsPages,
    OrderPages,
    InvoicePages,
    AddressPages,
    CustomerPages,
    UserPages,
    CartPages,
    CheckoutPages,
    ApprovalPages,
    QuickOrderPages,
    ListPages,
    SaveLinesPages,
    ApiKeyPages,
    KeyDetailPages,
    WebhookPages,
    DeliveryPages,
    AuditPages,
    HealthPages,
    JobPages,
    ReceiptPages,
    HomePages,
    StatementPages,
    ActingPages,
    CreditPages,
    ApprovalRulePages,
    ConflictPages,
    PricePages,
    CampaignPages,
)


class PagesProvider(Provider):
    """What page controllers are given."""

    scope = Scope.REQUEST

    def __init__(self, names: Names) -> None:
        super().__init__()
        self._names = names

    @provide(scope=Scope.APP)
    def names(self) -> Names:
        return self._names

    @provide
    def request(self, request: Request) -> AnyRequest:  # type: ignore[type-arg]
        # Here, so that what a handler says before anything is rendered is in the reader's language too.
        choose_language(request)
        return request

    pages = provide(Pages)
    open_pages = provide(OpenPages)
    key_ring = provide(KeyRing)
    key_details = provide(KeyDetails)
    endpoint_page = provide(EndpointPage)
    rule_desk = provide(RuleDesk)
    inbox = provide(Inbox)
    checkout_desk = provide(CheckoutDesk)
    customer_page = provide(CustomerPage)
    user_forms = provide(UserForms)


def page_router() -> Router:
    return Router("/", route_handlers=[serve_asset, serve_mark, *CONTROLLERS], include_in_schema=False)
