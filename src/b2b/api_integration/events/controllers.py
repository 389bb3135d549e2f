"""What the integration API offers of this family; app.py mounts it."""

from litestar import Controller

from b2b.api_integration.events.events_controller import EventController

CONTROLLERS: tuple[type[Controller], ...] = (EventController,)
