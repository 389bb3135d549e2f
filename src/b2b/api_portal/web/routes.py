"""Every page of the portal, under one router."""

from dishka import Provider, Scope, provide
from litestar import Request, Router

from b2b.api_portal.web.assets import serve_asset, serve_mark
from b2b.api_portal.web.cookies import Names
from b2b.api_portal.web.pages.settings import SettingsPages
from b2b.api_portal.web.pages.sign_in import SignInPages
from b2b.api_portal.web.render import OpenPages, Pages
from b2b.api_shared.problems import AnyRequest

CONTROLLERS = (SignInPages, SettingsPages)


class PagesProvider(Provider):
    """What page controllers are given."""

    scope = Scope.REQUEST

    def __init__(self, names: Names) -> None:
        super().__init__()
        self._names = names

    @provide(scope=Scope.APP)
    def names(self) -> Names:
        return self._names

    @provide
    def request(self, request: Request) -> AnyRequest:  # type: ignore[type-arg]
        return request

    pages = provide(Pages)
    open_pages = provide(OpenPages)


def page_router() -> Router:
    return Router("/", route_handlers=[serve_asset, serve_mark, *CONTROLLERS], include_in_schema=False)
