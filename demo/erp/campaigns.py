"""Two campaigns that run: toners for everybody within a limit, accessories for the first tier alone."""

from datetime import date, timedelta
from typing import Final

from demo.erp.contract import Campaign, CampaignRule
from demo.erp.prices import CURRENCY
from demo.erp.products import category_id

DAYS_BEFORE: Final = 7
DAYS_AFTER: Final = 45


def campaigns(today: date, version: int) -> list[Campaign]:
    starts_on, ends_on = today - timedelta(days=DAYS_BEFORE), today + timedelta(days=DAYS_AFTER)
    return [
        Campaign(
            external_id="KMP-TONER",
            source_version=version,
            name="Toner Günleri",
            description="Bütün tonerlerde yüzde 8, bir satırda en çok 2.500 lira.",
            priority=10,
            starts_on=starts_on,
            ends_on=ends_on,
            currency=CURRENCY,
            rules=[
                CampaignRule(percent="8", cap="2500.00", categories=[category_id("toner")]),
                CampaignRule(percent="8", cap="2500.00", min_quantity=3, categories=[category_id("ink")]),
            ],
            discount_limit="250000.00",
            dealer_discount_limit="40000.00",
        ),
        Campaign(
            external_id="KMP-A-KIRTASIYE",
            source_version=version,
            name="A Bayilerine Ofis",
            starts_on=starts_on,
            ends_on=ends_on,
            currency=CURRENCY,
            rules=[CampaignRule(percent="5", categories=[category_id("office")], tiers=["A"])],
            use_limit=1000,
        ),
    ]
