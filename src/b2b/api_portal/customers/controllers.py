"""What the portal offers of this context; app.py mounts it."""

from litestar import Controller

from b2b.api_portal.customers.address_controller import AddressController, CustomerAddressController
from b2b.api_portal.customers.conflict_controller import ConflictController
from b2b.api_portal.customers.customer_controller import CustomerController

CONTROLLERS: tuple[type[Controller], ...] = (
    CustomerController,
    AddressController,
    CustomerAddressController,
    ConflictController,
)
