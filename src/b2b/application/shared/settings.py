"""What an administrator changes at run time, per tenant: named, of one kind, bounded, with a default."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Generic, Protocol, TypeVar

import msgspec

from b2b.domain.shared.errors import Invalid, NotFound

Value = TypeVar("Value", bool, int, Decimal)

AMOUNT_MAX: Final = Decimal("999999999999.99")


class SettingUnknown(NotFound):
    code = "setting.not_found"
    title = "There is no such setting."


class SettingInvalid(Invalid):
    code = "setting.invalid"
    title = "This setting cannot have such a value."


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Generic[Value]):
    """One thing a tenant may decide.

    - `allows` says which values of the kind make sense; `words` says it to a person.
    """

    name: str
    kind: type[Value]
    default: Value
    description: str
    words: str
    allows: Callable[[Value], bool] = lambda _: True

    def parse(self, raw: object) -> Value:
        """A stored or given value. Raises `SettingInvalid`; a number is never taken for a truth value."""
        try:
            value: Value = msgspec.convert(raw, type=self.kind)
        except msgspec.ValidationError:
            raise SettingInvalid(name=self.name, expected=self.words) from None
        if not self.allows(value):
            raise SettingInvalid(name=self.name, expected=self.words)
        return value


def _is_amount(value: Decimal) -> bool:
    return value.is_finite() and 0 <= value <= AMOUNT_MAX and value == value.quantize(Decimal("0.01"))


APPROVALS_ENABLED: Final = Setting(
    name="approvals.enabled",
    kind=bool,
    default=True,
    description="Whether orders are looked at by the approval rules at all.",
    words="true or false",
)
MINIMUM_ORDER_AMOUNT: Final = Setting(
    name="checkout.minimum_order_amount",
    kind=Decimal,
    default=Decimal("0.00"),
    description="The least an order is worth before tax, in the tenant's currency; 0.00 means no minimum.",
    words="an amount of at least 0 with two decimals, as a string",
    allows=_is_amount,
)
LOW_STOCK_THRESHOLD: Final = Setting(
    name="stock.low_threshold",
    kind=int,
    default=5,
    description="At this many pieces and below, a product is shown as running low.",
    words="a whole number from 0 to 1,000,000",
    allows=lambda pieces: 0 <= pieces <= 1_000_000,
)
ORDER_HOLD_HOURS: Final = Setting(
    name="orders.hold_hours",
    kind=int,
    default=48,
    description="How long stock and credit stay held for an order that waits for approval.",
    words="whole hours from 1 to 8,760",
    allows=lambda hours: 1 <= hours <= 8760,
)
ASK_BEYOND_LIMIT: Final = Setting(
    name="credit.ask_beyond_limit",
    kind=bool,
    default=False,
    description="Whether an order beyond the free credit waits for finance instead of being refused.",
    words="true or false",
)
PRIVATE_WEBHOOKS: Final = Setting(
    name="webhooks.allow_private_addresses",
    kind=bool,
    default=False,
    description="Whether webhooks may be sent to addresses of private networks.",
    words="true or false",
)
ACKNOWLEDGE_MINUTES: Final = Setting(
    name="orders.acknowledge_minutes",
    kind=int,
    default=60,
    description="After so many minutes staff are told of an agreed order that the ERP has not acknowledged;"
    " 0 means never.",
    words="whole minutes from 0 to 10,080",
    allows=lambda minutes: 0 <= minutes <= 10_080,
)
RECEIPTS_KEPT_DAYS: Final = Setting(
    name="integration.receipts_kept_days",
    kind=int,
    default=90,
    description="For how many days receipts of pushes are kept.",
    words="whole days from 1 to 3,650",
    allows=lambda days: 1 <= days <= 3650,
)

RECONCILIATIONS_KEPT_DAYS: Final = Setting(
    name="integration.reconciliations_kept_days",
    kind=int,
    default=90,
    description="For how many days comparisons with the ERP are kept.",
    words="whole days from 1 to 3,650",
    allows=lambda days: 1 <= days <= 3650,
)
ROTATION_OVERLAP_HOURS: Final = Setting(
    name="api_keys.rotation_overlap_hours",
    kind=int,
    default=24,
    description="How long the former secret of an API key that is rotated stays good.",
    words="whole hours from 0 to 720",
    allows=lambda hours: 0 <= hours <= 720,
)

SNAPSHOT_VANISHING_PERCENT: Final = Setting(
    name="integration.snapshot_vanishing_percent",
    kind=int,
    default=5,
    description="How many per cent of what is live a snapshot may delete at most.",
    words="whole per cent from 0 to 100",
    allows=lambda percent: 0 <= percent <= 100,
)


def _expected_every(resource: str, minutes: int) -> Setting[int]:
    return Setting(
        name=f"integration.{resource.replace('-', '_')}_expected_minutes",
        kind=int,
        default=minutes,
        description=f"After so many minutes without a push, {resource} are late; 0 means never.",
        words="whole minutes from 0 to 525,600",
        allows=lambda given: 0 <= given <= 525_600,
    )


_DAY: Final = 24 * 60
# How often the ERP is expected to push a resource.
EXPECTED_MINUTES: Final[Mapping[str, Setting[int]]] = {
    resource: _expected_every(resource, minutes)
    for resource, minutes in (
        ("products", _DAY),
        ("categories", 0),
        ("brands", 0),
        ("product-types", 0),
        ("prices", _DAY),
        ("tiers", 0),
        ("campaigns", 0),
        ("stock", 60),
        ("warehouses", 0),
        ("customers", _DAY),
        ("invoices", _DAY),
        ("account-entries", _DAY),
        ("shipments", 0),
        ("exchange-rates", 0),
    )
}

AnySetting = Setting[bool] | Setting[int] | Setting[Decimal]
_ALL: Final[tuple[AnySetting, ...]] = (
    APPROVALS_ENABLED,
    MINIMUM_ORDER_AMOUNT,
    LOW_STOCK_THRESHOLD,
    ORDER_HOLD_HOURS,
    ASK_BEYOND_LIMIT,
    PRIVATE_WEBHOOKS,
    ACKNOWLEDGE_MINUTES,
    RECEIPTS_KEPT_DAYS,
    RECONCILIATIONS_KEPT_DAYS,
    ROTATION_OVERLAP_HOURS,
    SNAPSHOT_VANISHING_PERCENT,
    *EXPECTED_MINUTES.values(),
)
SETTINGS: Final[Mapping[str, AnySetting]] = {setting.name: setting for setting in _ALL}


def setting_named(name: str) -> AnySetting:
    """Raises `SettingUnknown`."""
    if name not in SETTINGS:
        raise SettingUnknown(name=name)
    return SETTINGS[name]


class TenantSettings(Protocol):
    async def get(self, setting: Setting[Value]) -> Value:
        """What the tenant decided, else the default. All are read at the request's first question, once."""
