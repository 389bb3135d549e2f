"""Contains all the data models used in inputs/outputs"""

from .account_entry_item import AccountEntryItem
from .account_entry_item_kind import AccountEntryItemKind
from .account_entry_item_op import AccountEntryItemOp
from .account_entry_push import AccountEntryPush
from .account_entry_push_mode import AccountEntryPushMode
from .address_conflict import AddressConflict
from .address_item import AddressItem
from .address_item_kind import AddressItemKind
from .amended_line_input import AmendedLineInput
from .amendment_request import AmendmentRequest
from .amount import Amount
from .attribute_definition import AttributeDefinition
from .attribute_definition_type import AttributeDefinitionType
from .brand_item import BrandItem
from .brand_item_op import BrandItemOp
from .brand_push import BrandPush
from .brand_push_mode import BrandPushMode
from .bucket_input import BucketInput
from .bucket_items_request import BucketItemsRequest
from .bucket_state import BucketState
from .campaign_item import CampaignItem
from .campaign_item_op import CampaignItemOp
from .campaign_push import CampaignPush
from .campaign_push_mode import CampaignPushMode
from .campaign_rule_item import CampaignRuleItem
from .category_item import CategoryItem
from .category_item_op import CategoryItemOp
from .category_push import CategoryPush
from .category_push_mode import CategoryPushMode
from .change_webhook_endpoint import ChangeWebhookEndpoint
from .closing_item import ClosingItem
from .code_name import CodeName
from .conflict import Conflict
from .conflict_page import ConflictPage
from .create_webhook_endpoint import CreateWebhookEndpoint
from .currency_name import CurrencyName
from .customer_item import CustomerItem
from .customer_item_op import CustomerItemOp
from .customer_item_status import CustomerItemStatus
from .customer_push import CustomerPush
from .customer_push_mode import CustomerPushMode
from .delivery_state import DeliveryState
from .dependency import Dependency
from .differing_bucket import DifferingBucket
from .disagreement import Disagreement
from .document_item import DocumentItem
from .endpoint_state import EndpointState
from .erp_reference_request import ErpReferenceRequest
from .error_count import ErrorCount
from .exchange_rate import ExchangeRate
from .exchange_rate_item import ExchangeRateItem
from .exchange_rate_item_op import ExchangeRateItemOp
from .exchange_rate_item_source import ExchangeRateItemSource
from .exchange_rate_push import ExchangeRatePush
from .exchange_rate_push_mode import ExchangeRatePushMode
from .exchange_rates import ExchangeRates
from .format_ import Format
from .grant_token_body import GrantTokenBody
from .grant_token_body_grant_type import GrantTokenBodyGrantType
from .granted_token import GrantedToken
from .integration_event import IntegrationEvent
from .integration_event_data import IntegrationEventData
from .integration_event_page import IntegrationEventPage
from .invoice_item import InvoiceItem
from .invoice_item_op import InvoiceItemOp
from .invoice_line_item import InvoiceLineItem
from .invoice_push import InvoicePush
from .invoice_push_mode import InvoicePushMode
from .invoice_totals_item import InvoiceTotalsItem
from .item_difference import ItemDifference
from .item_difference_kind import ItemDifferenceKind
from .item_difference_page import ItemDifferencePage
from .item_digest_input import ItemDigestInput
from .item_result import ItemResult
from .job_accepted import JobAccepted
from .job_state import JobState
from .liveness import Liveness
from .mode import Mode
from .money_value import MoneyValue
from .o_auth_error import OAuthError
from .order_address_document import OrderAddressDocument
from .order_customer_document import OrderCustomerDocument
from .order_document import OrderDocument
from .order_document_page import OrderDocumentPage
from .order_line_campaign import OrderLineCampaign
from .order_line_document import OrderLineDocument
from .order_status import OrderStatus
from .order_status_change_request import OrderStatusChangeRequest
from .order_totals_document import OrderTotalsDocument
from .outcome import Outcome
from .person_item import PersonItem
from .person_item_language import PersonItemLanguage
from .price_item import PriceItem
from .price_item_level import PriceItemLevel
from .price_item_op import PriceItemOp
from .price_push import PricePush
from .price_push_mode import PricePushMode
from .problem import Problem
from .problem_error import ProblemError
from .problem_facts import ProblemFacts
from .product_item import ProductItem
from .product_item_attributes_type_0 import ProductItemAttributesType0
from .product_item_op import ProductItemOp
from .product_push import ProductPush
from .product_push_mode import ProductPushMode
from .product_type_item import ProductTypeItem
from .product_type_item_op import ProductTypeItemOp
from .product_type_push import ProductTypePush
from .product_type_push_mode import ProductTypePushMode
from .progress import Progress
from .push_account_entries_prefer import PushAccountEntriesPrefer
from .push_brands_prefer import PushBrandsPrefer
from .push_campaigns_prefer import PushCampaignsPrefer
from .push_categories_prefer import PushCategoriesPrefer
from .push_customers_prefer import PushCustomersPrefer
from .push_exchange_rates_prefer import PushExchangeRatesPrefer
from .push_invoices_prefer import PushInvoicesPrefer
from .push_job import PushJob
from .push_job_failure_facts import PushJobFailureFacts
from .push_job_page import PushJobPage
from .push_prices_prefer import PushPricesPrefer
from .push_product_types_prefer import PushProductTypesPrefer
from .push_products_prefer import PushProductsPrefer
from .push_result import PushResult
from .push_shipments_prefer import PushShipmentsPrefer
from .push_stock_prefer import PushStockPrefer
from .push_tiers_prefer import PushTiersPrefer
from .push_warehouses_prefer import PushWarehousesPrefer
from .readiness import Readiness
from .receipt import Receipt
from .receipt_detail import ReceiptDetail
from .receipt_error import ReceiptError
from .receipt_failure_facts import ReceiptFailureFacts
from .receipt_item import ReceiptItem
from .receipt_page import ReceiptPage
from .receipt_status import ReceiptStatus
from .reconciled_item import ReconciledItem
from .reconciled_item_page import ReconciledItemPage
from .reconciliation import Reconciliation
from .reconciliation_request import ReconciliationRequest
from .reference_data import ReferenceData
from .replay_webhooks import ReplayWebhooks
from .resource import Resource
from .results import Results
from .shared_field import SharedField
from .shipment_item import ShipmentItem
from .shipment_item_op import ShipmentItemOp
from .shipment_line_item import ShipmentLineItem
from .shipment_push import ShipmentPush
from .shipment_push_mode import ShipmentPushMode
from .shipped_line_input import ShippedLineInput
from .stated_address import StatedAddress
from .stated_address_kind import StatedAddressKind
from .stock_item import StockItem
from .stock_item_op import StockItemOp
from .stock_push import StockPush
from .stock_push_mode import StockPushMode
from .subject import Subject
from .sync_state import SyncState
from .sync_status import SyncStatus
from .tier_item import TierItem
from .tier_item_op import TierItemOp
from .tier_push import TierPush
from .tier_push_mode import TierPushMode
from .unit_item import UnitItem
from .vanishing import Vanishing
from .warehouse_item import WarehouseItem
from .warehouse_item_op import WarehouseItemOp
from .warehouse_push import WarehousePush
from .warehouse_push_mode import WarehousePushMode
from .webhook_attempt import WebhookAttempt
from .webhook_delivery import WebhookDelivery
from .webhook_delivery_detail import WebhookDeliveryDetail
from .webhook_delivery_list import WebhookDeliveryList
from .webhook_endpoint import WebhookEndpoint
from .webhook_endpoint_created import WebhookEndpointCreated
from .webhook_endpoint_list import WebhookEndpointList
from .webhook_replay import WebhookReplay
from .webhook_replay_list import WebhookReplayList
from .webhook_secret_rotated import WebhookSecretRotated
from .webhook_test_sent import WebhookTestSent
from .webhooks_replayed import WebhooksReplayed

__all__ = (
    "AccountEntryItem",
    "AccountEntryItemKind",
    "AccountEntryItemOp",
    "AccountEntryPush",
    "AccountEntryPushMode",
    "AddressConflict",
    "AddressItem",
    "AddressItemKind",
    "AmendedLineInput",
    "AmendmentRequest",
    "Amount",
    "AttributeDefinition",
    "AttributeDefinitionType",
    "BrandItem",
    "BrandItemOp",
    "BrandPush",
    "BrandPushMode",
    "BucketInput",
    "BucketItemsRequest",
    "BucketState",
    "CampaignItem",
    "CampaignItemOp",
    "CampaignPush",
    "CampaignPushMode",
    "CampaignRuleItem",
    "CategoryItem",
    "CategoryItemOp",
    "CategoryPush",
    "CategoryPushMode",
    "ChangeWebhookEndpoint",
    "ClosingItem",
    "CodeName",
    "Conflict",
    "ConflictPage",
    "CreateWebhookEndpoint",
    "CurrencyName",
    "CustomerItem",
    "CustomerItemOp",
    "CustomerItemStatus",
    "CustomerPush",
    "CustomerPushMode",
    "DeliveryState",
    "Dependency",
    "DifferingBucket",
    "Disagreement",
    "DocumentItem",
    "EndpointState",
    "ErpReferenceRequest",
    "ErrorCount",
    "ExchangeRate",
    "ExchangeRateItem",
    "ExchangeRateItemOp",
    "ExchangeRateItemSource",
    "ExchangeRatePush",
    "ExchangeRatePushMode",
    "ExchangeRates",
    "Format",
    "GrantTokenBody",
    "GrantTokenBodyGrantType",
    "GrantedToken",
    "IntegrationEvent",
    "IntegrationEventData",
    "IntegrationEventPage",
    "InvoiceItem",
    "InvoiceItemOp",
    "InvoiceLineItem",
    "InvoicePush",
    "InvoicePushMode",
    "InvoiceTotalsItem",
    "ItemDifference",
    "ItemDifferenceKind",
    "ItemDifferencePage",
    "ItemDigestInput",
    "ItemResult",
    "JobAccepted",
    "JobState",
    "Liveness",
    "Mode",
    "MoneyValue",
    "OAuthError",
    "OrderAddressDocument",
    "OrderCustomerDocument",
    "OrderDocument",
    "OrderDocumentPage",
    "OrderLineCampaign",
    "OrderLineDocument",
    "OrderStatus",
    "OrderStatusChangeRequest",
    "OrderTotalsDocument",
    "Outcome",
    "PersonItem",
    "PersonItemLanguage",
    "PriceItem",
    "PriceItemLevel",
    "PriceItemOp",
    "PricePush",
    "PricePushMode",
    "Problem",
    "ProblemError",
    "ProblemFacts",
    "ProductItem",
    "ProductItemAttributesType0",
    "ProductItemOp",
    "ProductPush",
    "ProductPushMode",
    "ProductTypeItem",
    "ProductTypeItemOp",
    "ProductTypePush",
    "ProductTypePushMode",
    "Progress",
    "PushAccountEntriesPrefer",
    "PushBrandsPrefer",
    "PushCampaignsPrefer",
    "PushCategoriesPrefer",
    "PushCustomersPrefer",
    "PushExchangeRatesPrefer",
    "PushInvoicesPrefer",
    "PushJob",
    "PushJobFailureFacts",
    "PushJobPage",
    "PushPricesPrefer",
    "PushProductTypesPrefer",
    "PushProductsPrefer",
    "PushResult",
    "PushShipmentsPrefer",
    "PushStockPrefer",
    "PushTiersPrefer",
    "PushWarehousesPrefer",
    "Readiness",
    "Receipt",
    "ReceiptDetail",
    "ReceiptError",
    "ReceiptFailureFacts",
    "ReceiptItem",
    "ReceiptPage",
    "ReceiptStatus",
    "ReconciledItem",
    "ReconciledItemPage",
    "Reconciliation",
    "ReconciliationRequest",
    "ReferenceData",
    "ReplayWebhooks",
    "Resource",
    "Results",
    "SharedField",
    "ShipmentItem",
    "ShipmentItemOp",
    "ShipmentLineItem",
    "ShipmentPush",
    "ShipmentPushMode",
    "ShippedLineInput",
    "StatedAddress",
    "StatedAddressKind",
    "StockItem",
    "StockItemOp",
    "StockPush",
    "StockPushMode",
    "Subject",
    "SyncState",
    "SyncStatus",
    "TierItem",
    "TierItemOp",
    "TierPush",
    "TierPushMode",
    "UnitItem",
    "Vanishing",
    "WarehouseItem",
    "WarehouseItemOp",
    "WarehousePush",
    "WarehousePushMode",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookDeliveryDetail",
    "WebhookDeliveryList",
    "WebhookEndpoint",
    "WebhookEndpointCreated",
    "WebhookEndpointList",
    "WebhookReplay",
    "WebhookReplayList",
    "WebhookSecretRotated",
    "WebhookTestSent",
    "WebhooksReplayed",
)
