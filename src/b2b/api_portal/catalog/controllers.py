"""What the portal offers of this context; app.py mounts it."""

from litestar import Controller

from b2b.api_portal.catalog.campaign_controller import CampaignController
from b2b.api_portal.catalog.navigation_controller import NavigationController
from b2b.api_portal.catalog.price_controller import CustomerPriceController, PriceController
from b2b.api_portal.catalog.product_controller import CustomerProductController, ProductController

CONTROLLERS: tuple[type[Controller], ...] = (
    ProductController,
    NavigationController,
    PriceController,
    CustomerProductController,
    CustomerPriceController,
    CampaignController,
)
