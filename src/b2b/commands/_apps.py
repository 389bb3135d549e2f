"""What granian's workers call: logging first, then the app."""

import os

from litestar import Litestar

from b2b.infrastructure.config import Settings
from b2b.infrastructure.observability.logging import configure_logging


def portal() -> Litestar:
    from b2b.api_portal.app import create_app

    return create_app(_settings("portal"))


def integration() -> Litestar:
    from b2b.api_integration.app import create_app

    return create_app(_settings("integration"))


def _settings(process: str) -> Settings:
    settings = Settings.from_env(os.environ)
    configure_logging(process=process, level=settings.log_level)
    return settings
