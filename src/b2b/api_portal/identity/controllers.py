"""What the portal offers of this context; app.py mounts it."""

from litestar import Controller

from b2b.api_portal.identity.acting_controller import ActingController
from b2b.api_portal.identity.api_clients_controller import ApiClientController
from b2b.api_portal.identity.auth_controller import AuthController
from b2b.api_portal.identity.customer_users_controller import CustomerUserController
from b2b.api_portal.identity.me_controller import MeController
from b2b.api_portal.identity.roles_controller import RoleController
from b2b.api_portal.identity.users_controller import UserController

CONTROLLERS: tuple[type[Controller], ...] = (
    AuthController,
    MeController,
    UserController,
    CustomerUserController,
    RoleController,
    ApiClientController,
    ActingController,
)
