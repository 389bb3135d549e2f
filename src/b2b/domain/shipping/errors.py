from b2b.domain.shared.errors import Conflict, Invalid


class ShipmentImmutable(Conflict):
    code = "shipment.immutable"
    title = "What a shipment carried is never changed; goods come back by a return."


class SerialsDiffer(Invalid):
    code = "shipment.serials_differ"
    title = "Where serial numbers are named, each piece has one of its own."
