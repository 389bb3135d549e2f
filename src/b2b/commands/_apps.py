"""What granian's workers call: their place in the system and logging first, then the app."""

import gc
import os
from typing import TYPE_CHECKING, Final

from b2b.commands._lean import stay_lean
from b2b.commands._workers import stand_alone

if TYPE_CHECKING:
    from litestar import Litestar

    from b2b.infrastructure.config import Settings

# A request makes some thousands of objects that are gone with it: fewer searches for cycles among them.
YOUNG_OBJECTS_MAX: Final = 10_000


def portal() -> "Litestar":
    stand_alone()
    stay_lean()
    from b2b.api_portal.app import create_app

    return _settled(create_app(_settings("portal")))


def integration() -> "Litestar":
    stand_alone()
    stay_lean()
    from b2b.api_integration.app import create_app

    return _settled(create_app(_settings("integration")))


def _settled(app: "Litestar") -> "Litestar":
    """What is there now stays for the process's life: it is not searched for garbage any more."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS_MAX)
    return app


def _settings(process: str) -> "Settings":
    from b2b.infrastructure.config import Settings
    from b2b.infrastructure.observability.logging import configure_logging

    settings = Settings.from_env(os.environ)
    configure_logging(process=process, level=settings.log_level)
    return settings
