from dishka import Provider, Scope, provide, provide_all

from b2b.application.catalog.ports import ProductCodes
from b2b.application.catalog.queries.navigation import CatalogueNavigation, ListBrands, ListCategories
from b2b.application.catalog.queries.product import ProductDetails, ShowProduct
from b2b.application.catalog.queries.products import ListProducts, ProductListings
from b2b.application.pricing.ports import PricedProducts, PriceLists
from b2b.application.pricing.queries.campaigns import CampaignReader, ListCampaigns, ShowCampaign
from b2b.application.pricing.queries.exchange_rates import ListExchangeRates, RateReader
from b2b.application.pricing.queries.explain_price import ExplainPrice
from b2b.application.pricing.queries.quote_prices import QuotePrices
from b2b.application.pricing.queries.special_prices import ListSpecialPrices, SpecialPriceReader
from b2b.application.pricing.steer_campaign import Campaigns, SteerCampaignHandler
from b2b.infrastructure.config import Settings
from b2b.infrastructure.persistence.readers.campaigns import SqlCampaignReader
from b2b.infrastructure.persistence.readers.catalog import SqlProductListings
from b2b.infrastructure.persistence.readers.exchange_rates import SqlRateReader
from b2b.infrastructure.persistence.readers.kept_pages import PageShelf
from b2b.infrastructure.persistence.readers.navigation import SqlCatalogueNavigation
from b2b.infrastructure.persistence.readers.orderable import SqlPricedProducts, SqlPriceLists
from b2b.infrastructure.persistence.readers.product_codes import SqlProductCodes
from b2b.infrastructure.persistence.readers.product_details import SqlProductDetails
from b2b.infrastructure.persistence.readers.rankings import RankingShelf
from b2b.infrastructure.persistence.readers.shelves import FacetShelf
from b2b.infrastructure.persistence.readers.special_prices import SqlSpecialPriceReader
from b2b.infrastructure.persistence.repositories.campaigns import SqlCampaigns


class CatalogProvider(Provider):
    """Products, their prices and stock, as they are looked at."""

    scope = Scope.REQUEST

    @provide(scope=Scope.APP)
    def shelf(self, settings: Settings) -> FacetShelf:
        return FacetShelf(settings.cache_seconds)

    @provide(scope=Scope.APP)
    def rankings(self, settings: Settings) -> RankingShelf:
        return RankingShelf(settings.cache_seconds)

    @provide(scope=Scope.APP)
    def pages(self, settings: Settings) -> PageShelf:
        return PageShelf(settings.cache_seconds)

    listings = provide(SqlProductListings, provides=ProductListings)
    details = provide(SqlProductDetails, provides=ProductDetails)
    navigation = provide(SqlCatalogueNavigation, provides=CatalogueNavigation)
    codes = provide(SqlProductCodes, provides=ProductCodes)
    priced = provide(SqlPricedProducts, provides=PricedProducts)
    price_lists = provide(SqlPriceLists, provides=PriceLists)
    rates = provide(SqlRateReader, provides=RateReader)
    special = provide(SqlSpecialPriceReader, provides=SpecialPriceReader)

    campaigns = provide(SqlCampaigns, provides=Campaigns)
    campaign_reader = provide(SqlCampaignReader, provides=CampaignReader)

    queries = provide_all(
        SteerCampaignHandler,
        ListCampaigns,
        ShowCampaign,
        ListExchangeRates,
        ListProducts,
        ShowProduct,
        ListCategories,
        ListBrands,
        QuotePrices,
        ExplainPrice,
        ListSpecialPrices,
    )
