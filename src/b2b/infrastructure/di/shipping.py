from dishka import AnyOf, Provider, Scope, provide

from b2b.application.integration.ports import ShipmentStore
from b2b.application.ordering.ports import Arrivals
from b2b.application.shipping.ports import Shipments
from b2b.application.shipping.push_shipments import ShipmentBook
from b2b.application.shipping.queries import ShipmentReader
from b2b.infrastructure.persistence.readers.shipments import SqlShipmentReader
from b2b.infrastructure.persistence.repositories.shipments import SqlShipments


class ShippingProvider(Provider):
    """What left the warehouse, and how it travels."""

    scope = Scope.REQUEST

    shipments = provide(SqlShipments, provides=AnyOf[Shipments, Arrivals])
    reader = provide(SqlShipmentReader, provides=ShipmentReader)
    book = provide(ShipmentBook, provides=ShipmentStore)
