"""What the integration API offers of this family; app.py mounts it."""

from litestar import Controller

CONTROLLERS: tuple[type[Controller], ...] = ()
