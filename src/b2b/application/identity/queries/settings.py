from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

import msgspec

from b2b.application.identity.ports import StoredSettings
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.settings import SETTINGS, AnySetting, setting_named

SettingValue = bool | int | str


class SettingRow(msgspec.Struct, frozen=True, kw_only=True):
    """Version 0 means that nobody has decided, and the default holds."""

    name: str
    value: SettingValue
    default: SettingValue
    description: str
    expected: str
    version: int


class SettingList(msgspec.Struct, frozen=True, kw_only=True):
    items: list[SettingRow]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True)
class ShowSettings:
    """What the tenant decided, one by name or all."""

    permission: ClassVar = Permission.SETTINGS_MANAGE

    actor: Actor
    settings: StoredSettings

    async def one(self, name: str) -> SettingRow:
        self.actor.require(self.permission)
        return await self._row(setting_named(name))

    async def all(self) -> SettingList:
        self.actor.require(self.permission)
        return SettingList(items=[await self._row(setting) for setting in SETTINGS.values()])

    async def _row(self, setting: AnySetting) -> SettingRow:
        raw, version = await self.settings.stored(setting.name)
        return SettingRow(
            name=setting.name,
            value=_shown(setting.parse(raw) if version else setting.default),
            default=_shown(setting.default),
            description=setting.description,
            expected=setting.words,
            version=version,
        )


def _shown(value: bool | int | Decimal) -> SettingValue:  # noqa: FBT001 - the value itself
    return f"{value:.2f}" if isinstance(value, Decimal) else value
