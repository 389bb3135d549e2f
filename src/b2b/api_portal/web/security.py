"""Browsers carry a cookie on pages, programs a bearer token on the API; neither opens the other's doors."""

from dataclasses import dataclass

from b2b.api_portal.security import BearerIdentify, actor_of
from b2b.api_portal.web.cookies import Names
from b2b.api_portal.web.places import is_page
from b2b.api_shared.gate import Arrival
from b2b.application.identity.ports import Renewed, Tenants, WebSessions
from b2b.application.shared.access import Actor, SignInRequired, anonymous_actor
from b2b.domain.identity.errors import ActingEnded, TokenExpired, TokenInvalid


@dataclass(frozen=True, slots=True)
class PortalIdentify:
    """By the path: the API's callers or the pages' readers."""

    programs: BearerIdentify
    people: "CookieIdentify"

    def at_once(self, arrival: Arrival) -> Actor | None:
        return (self.people if is_page(arrival.path) else self.programs).at_once(arrival)

    async def by_asking(self, arrival: Arrival) -> Actor:
        return await (self.people if is_page(arrival.path) else self.programs).by_asking(arrival)


@dataclass(frozen=True, slots=True)
class CookieIdentify:
    """Who the session's cookie names. An older one is renewed on the way, with today's rights."""

    sessions: WebSessions
    tenants: Tenants
    names: Names

    def at_once(self, arrival: Arrival) -> Actor | None:
        token = self._token(arrival)
        if token is None:
            return None
        try:
            bearer = self.sessions.read(token)
        except (TokenExpired, TokenInvalid):
            return None
        return None if bearer is None else actor_of(bearer, arrival)

    async def by_asking(self, arrival: Arrival) -> Actor:
        """Raises `SignInRequired` for nobody on a page that is not open to all."""
        token = self._token(arrival)
        if token is not None:
            try:
                renewed = await self.sessions.renew(token)
            except (TokenExpired, TokenInvalid):
                pass
            else:
                return self._admitted(renewed, token, arrival)
        if not arrival.open_to_all:
            raise SignInRequired
        host = arrival.headers.get("host", "")
        return anonymous_actor(await self.tenants.at(host.rpartition(":")[0] or host), arrival.origin)

    def _admitted(self, renewed: Renewed, token: str, arrival: Arrival) -> Actor:
        """Raises `ActingEnded`: what was meant for a dealer is not done as somebody else."""
        if renewed.token != token:
            cookie = self.names.keep_session(renewed.token)
            arrival.answer_headers.append((b"set-cookie", cookie.to_header(header="").encode()))
        if renewed.acting_ended:
            raise ActingEnded
        return actor_of(renewed.bearer, arrival)

    def _token(self, arrival: Arrival) -> str | None:
        for part in arrival.headers.get("cookie", "").split(";"):
            name, _, value = part.strip().partition("=")
            if name == self.names.session and value:
                return value
        return None
