"""What the portal offers of this context; app.py mounts it."""

from litestar import Controller

CONTROLLERS: tuple[type[Controller], ...] = ()
