"""What the portal offers of this context; app.py mounts it."""

from litestar import Controller

from b2b.api_portal.settings.audit_controller import AuditController
from b2b.api_portal.settings.settings_controller import SettingController

CONTROLLERS: tuple[type[Controller], ...] = (SettingController, AuditController)
