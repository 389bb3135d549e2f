"""What the portal offers of this context; app.py mounts it."""

from litestar import Controller

from b2b.api_portal.identity.auth_controller import AuthController

CONTROLLERS: tuple[type[Controller], ...] = (AuthController,)
