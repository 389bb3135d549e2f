from typing import Annotated, Any
from uuid import UUID

import msgspec
from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Response, get, post
from litestar.params import FromPath

from b2b.api_portal.web.cookies import Toast
from b2b.api_portal.web.devices import device_of
from b2b.api_portal.web.forms import errors_by_field, read_form
from b2b.api_portal.web.i18n import tr
from b2b.api_portal.web.render import Pages
from b2b.api_shared.inputs import WITHOUT_NUL
from b2b.api_shared.problems import AnyRequest, status_of
from b2b.application.identity.manage_sessions import RevokeOwnSessionHandler
from b2b.application.identity.queries.me import ShowMe
from b2b.application.identity.queries.sessions import ListOwnSessions
from b2b.application.identity.set_password import ChangeOwnPassword, ChangeOwnPasswordHandler
from b2b.domain.shared.errors import Conflict, Invalid
from b2b.domain.shared.ids import SessionId

_Password = Annotated[str, msgspec.Meta(min_length=1, max_length=1000, pattern=WITHOUT_NUL)]


class PasswordForm(msgspec.Struct, frozen=True, kw_only=True):
    current_password: _Password
    new_password: _Password


class SettingsPages(Controller):
    """What somebody decides for themselves: language, password, where they are signed in."""

    path = "/settings"

    @get()
    @inject
    async def show(
        self, pages: FromDishka[Pages], me: FromDishka[ShowMe], sessions: FromDishka[ListOwnSessions]
    ) -> Response[str]:
        return await self._page(pages, me, sessions)

    @post("/password", status_code=200)
    @inject
    async def change_password(
        self,
        request: AnyRequest,
        pages: FromDishka[Pages],
        me: FromDishka[ShowMe],
        sessions: FromDishka[ListOwnSessions],
        change: FromDishka[ChangeOwnPasswordHandler],
    ) -> Response[Any]:
        try:
            form = await read_form(request, PasswordForm)
            await change(
                ChangeOwnPassword(current_password=form.current_password, new_password=form.new_password)
            )
        except (Invalid, Conflict) as error:
            return await self._page(
                pages, me, sessions, status=status_of(error), errors=errors_by_field(error)
            )
        return pages.go("/settings", toast=Toast(message=tr("Your password is changed.")))

    @post("/sessions/{session_id:uuid}/end", status_code=200)
    @inject
    async def end_session(
        self,
        session_id: FromPath[UUID],
        pages: FromDishka[Pages],
        revoke: FromDishka[RevokeOwnSessionHandler],
    ) -> Response[Any]:
        await revoke(SessionId(session_id))
        return pages.go("/settings", toast=Toast(message=tr("That session has ended.")))

    async def _page(self, pages: Pages, me: ShowMe, sessions: ListOwnSessions, **more: Any) -> Response[str]:
        own = (await sessions()).items
        return await pages.page(
            "settings/page.html",
            nav="settings",
            me=await me(),
            sessions=own,
            devices={session.id: device_of(session.user_agent) for session in own},
            **more,
        )
