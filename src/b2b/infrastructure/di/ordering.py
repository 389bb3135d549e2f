from dishka import Provider, Scope, provide, provide_all

from b2b.application.accounts.change_credit_limit import ChangeCreditLimitHandler
from b2b.application.accounts.ports import Accounts
from b2b.application.accounts.queries.account import AccountDesk, AccountReader
from b2b.application.accounts.queries.ageing_report import AgeingDesk, AgeingReader
from b2b.application.accounts.queries.credit_lines import CreditDesk, CreditReader
from b2b.application.approvals.decide import ApproveOrderHandler, DecisionDesk, RejectOrderHandler
from b2b.application.approvals.facts import OrderFactsFinder
from b2b.application.approvals.manage_rules import ListRules, WriteRuleHandler
from b2b.application.approvals.ports import ApprovalRules, Approvals, People
from b2b.application.approvals.queries.approvals import (
    ApprovalReader,
    ListApprovals,
    MayCutLines,
    ShowApproval,
)
from b2b.application.approvals.queries.rule_names import RuleNameReader, RuleNames
from b2b.application.invoicing.queries.invoices import InvoiceReader, ListInvoices, ShowInvoice
from b2b.application.ordering.acknowledge_order import AcknowledgeOrderHandler
from b2b.application.ordering.add_list_to_cart import AddListToCartHandler
from b2b.application.ordering.amend_order import AmendOrderHandler
from b2b.application.ordering.cancel_order import CancelOrderHandler
from b2b.application.ordering.cart_view import CartDesk
from b2b.application.ordering.change_cart import (
    EmptyCartHandler,
    PutInCartHandler,
    ShowCart,
    ShowQuantities,
)
from b2b.application.ordering.check_lines import CheckLines, LineDesk
from b2b.application.ordering.check_quick_order import CheckQuickOrder
from b2b.application.ordering.expire_holds import ExpireHoldsHandler
from b2b.application.ordering.keep_lists import (
    AddToListHandler,
    DeleteListHandler,
    EditListHandler,
    ListDesk,
    PutListLineHandler,
    RemoveListLineHandler,
    SaveListHandler,
)
from b2b.application.ordering.place_order import PlaceOrderHandler
from b2b.application.ordering.ports import (
    Amendments,
    Carts,
    Checkout,
    ExpiredHolds,
    Orders,
    Replacements,
    SavedLists,
    StockShelves,
)
from b2b.application.ordering.progress_order import ProgressOrderHandler
from b2b.application.ordering.queries.orders import ExportOrders, ListOrders, OrderReader, ShowOrder
from b2b.application.ordering.queries.saved_lists import ListSavedLists, SavedListReader, ShowSavedList
from b2b.application.ordering.record_erp_reference import RecordErpReferenceHandler
from b2b.application.ordering.resend_order import ResendOrderHandler
from b2b.application.ordering.set_aside import SetAside
from b2b.application.pricing.ports import CampaignUses
from b2b.infrastructure.persistence.readers.accounts import SqlAccountReader
from b2b.infrastructure.persistence.readers.ageing_report import SqlAgeingReader
from b2b.infrastructure.persistence.readers.approvals import SqlApprovalReader
from b2b.infrastructure.persistence.readers.credit import SqlCreditReader
from b2b.infrastructure.persistence.readers.invoices import SqlInvoiceReader
from b2b.infrastructure.persistence.readers.orders import SqlOrderReader
from b2b.infrastructure.persistence.readers.replacements import SqlReplacements
from b2b.infrastructure.persistence.readers.rule_names import SqlRuleNameReader
from b2b.infrastructure.persistence.readers.saved_lists import SqlSavedListReader
from b2b.infrastructure.persistence.repositories.accounts import SqlAccounts
from b2b.infrastructure.persistence.repositories.approvals import (
    SqlApprovalRules,
    SqlApprovals,
    SqlPeople,
)
from b2b.infrastructure.persistence.repositories.campaign_uses import SqlCampaignUses
from b2b.infrastructure.persistence.repositories.carts import SqlCarts
from b2b.infrastructure.persistence.repositories.orders import (
    SqlAmendments,
    SqlCheckout,
    SqlExpiredHolds,
    SqlOrders,
)
from b2b.infrastructure.persistence.repositories.saved_lists import SqlSavedLists
from b2b.infrastructure.persistence.repositories.stock import SqlStockShelves


class OrderingProvider(Provider):
    """Cart, orders, approvals, accounts and invoices."""

    scope = Scope.REQUEST

    orders = provide(SqlOrders, provides=Orders)
    amendments = provide(SqlAmendments, provides=Amendments)
    checkout = provide(SqlCheckout, provides=Checkout)
    carts = provide(SqlCarts, provides=Carts)
    saved_lists = provide(SqlSavedLists, provides=SavedLists)
    campaign_uses = provide(SqlCampaignUses, provides=CampaignUses)
    shelves = provide(SqlStockShelves, provides=StockShelves)
    replacements = provide(SqlReplacements, provides=Replacements)
    expired = provide(SqlExpiredHolds, provides=ExpiredHolds)
    accounts = provide(SqlAccounts, provides=Accounts)
    approvals = provide(SqlApprovals, provides=Approvals)
    rules = provide(SqlApprovalRules, provides=ApprovalRules)
    people = provide(SqlPeople, provides=People)
    saved_list_reader = provide(SqlSavedListReader, provides=SavedListReader)
    order_reader = provide(SqlOrderReader, provides=OrderReader)
    approval_reader = provide(SqlApprovalReader, provides=ApprovalReader)
    account_reader = provide(SqlAccountReader, provides=AccountReader)
    rule_names = provide(SqlRuleNameReader, provides=RuleNameReader)
    ageing_reader = provide(SqlAgeingReader, provides=AgeingReader)
    credit_reader = provide(SqlCreditReader, provides=CreditReader)
    invoice_reader = provide(SqlInvoiceReader, provides=InvoiceReader)

    desks = provide_all(
        SetAside,
        CartDesk,
        LineDesk,
        ListDesk,
        DecisionDesk,
        OrderFactsFinder,
        AccountDesk,
        AgeingDesk,
        CreditDesk,
    )
    handlers = provide_all(
        PlaceOrderHandler,
        CancelOrderHandler,
        ExpireHoldsHandler,
        RecordErpReferenceHandler,
        AcknowledgeOrderHandler,
        AmendOrderHandler,
        ResendOrderHandler,
        ProgressOrderHandler,
        ShowCart,
        ShowQuantities,
        PutInCartHandler,
        EmptyCartHandler,
        CheckLines,
        CheckQuickOrder,
        SaveListHandler,
        AddToListHandler,
        PutListLineHandler,
        RemoveListLineHandler,
        EditListHandler,
        DeleteListHandler,
        AddListToCartHandler,
        ApproveOrderHandler,
        RejectOrderHandler,
        WriteRuleHandler,
        ChangeCreditLimitHandler,
    )
    queries = provide_all(
        ListSavedLists,
        ShowSavedList,
        ListOrders,
        ShowOrder,
        ExportOrders,
        ListApprovals,
        ShowApproval,
        MayCutLines,
        ListRules,
        RuleNames,
        ListInvoices,
        ShowInvoice,
    )
