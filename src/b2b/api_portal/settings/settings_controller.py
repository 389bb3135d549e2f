from typing import Annotated

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, put
from litestar.params import Body, FromPath
from msgspec import Meta

from b2b.api_portal.identity.answers import EDIT, READ
from b2b.api_shared.inputs import WITHOUT_NUL
from b2b.api_shared.preconditions import IfMatch, etag, read_version
from b2b.application.identity.change_setting import ChangeSetting, ChangeSettingHandler
from b2b.application.identity.queries.settings import SettingList, SettingRow, ShowSettings

Whole = Annotated[int, Meta(ge=-(2**31), le=2**31 - 1)]
Words = Annotated[str, Meta(max_length=200, pattern=WITHOUT_NUL, examples=["250.00"])]


class SettingRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A truth value, a whole number, or an amount as a string, by the setting."""

    value: bool | Whole | Words


class SettingController(Controller):
    path = "/settings"
    tags = ("Settings",)

    @get(operation_id="listSettings", summary="What the tenant decided, and the defaults", responses=READ)
    @inject
    async def list_settings(self, show: FromDishka[ShowSettings]) -> SettingList:
        return await show.all()

    @get("/{name:str}", operation_id="showSetting", summary="One setting", responses=READ)
    @inject
    async def show_setting(self, name: FromPath[str], show: FromDishka[ShowSettings]) -> Response[SettingRow]:
        setting = await show.one(name)
        return Response(setting, headers={"ETag": etag(setting.version)})

    @put("/{name:str}", operation_id="changeSetting", summary="Decide a setting", responses=EDIT)
    @inject
    async def change_setting(
        self,
        name: FromPath[str],
        data: Annotated[SettingRequest, Body()],
        change: FromDishka[ChangeSettingHandler],
        show: FromDishka[ShowSettings],
        if_match: IfMatch = None,
    ) -> Response[SettingRow]:
        await change(ChangeSetting(name=name, value=data.value, version=read_version(if_match)))
        setting = await show.one(name)
        return Response(setting, headers={"ETag": etag(setting.version)})
