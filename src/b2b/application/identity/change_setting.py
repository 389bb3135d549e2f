from dataclasses import dataclass
from typing import ClassVar

from b2b.application.identity.ports import StoredSettings
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.ports import AuditTrail, UnitOfWork
from b2b.application.shared.settings import setting_named
from b2b.application.shared.versions import check_version


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSetting:
    name: str
    value: bool | int | str
    version: int | None


@dataclass(frozen=True, slots=True)
class ChangeSettingHandler:
    """Decides something for the whole tenant; it holds from the next request on."""

    permission: ClassVar = Permission.SETTINGS_MANAGE

    actor: Actor
    settings: StoredSettings
    audit: AuditTrail
    uow: UnitOfWork

    async def __call__(self, command: ChangeSetting) -> None:
        self.actor.require(self.permission)
        setting = setting_named(command.name)
        setting.parse(command.value)
        async with self.uow:
            before, version = await self.settings.stored(setting.name)
            check_version(version, command.version)
            await self.settings.put(setting.name, command.value, version=version)
            self.audit.record(
                "setting.changed",
                "setting",
                setting.name,
                before={"value": before if version else None},
                after={"value": command.value},
            )
            await self.uow.commit()
