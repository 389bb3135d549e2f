"""What the portal offers of this context; app.py mounts it."""

from litestar import Controller

from b2b.api_portal.ordering.cart_controller import CartController
from b2b.api_portal.ordering.order_controller import CustomerOrderController, OrderController
from b2b.api_portal.ordering.saved_list_controller import SavedListController

CONTROLLERS: tuple[type[Controller], ...] = (
    CartController,
    SavedListController,
    OrderController,
    CustomerOrderController,
)
