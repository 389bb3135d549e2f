"""Staff at work for a dealer: both are recorded in whatever is done."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Final

from b2b.application.customers.ports import Customers
from b2b.application.identity.ports import Access, AccessTokens, Logins, Renewed, Sessions, WebSessions
from b2b.application.identity.token_pairs import TokenIssuer, TokenPair
from b2b.application.shared.access import Actor, Permission, SignInRequired
from b2b.application.shared.ports import AuditTrail, Clock, UnitOfWork
from b2b.domain.customers.customer import Customer
from b2b.domain.identity.errors import DealerNotActive, NotActing
from b2b.domain.shared.ids import SessionId, new_id

# A working day: who forgets to stop does not work for the dealer tomorrow.
ACTING_FOR: Final = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class BeginActingHandler:
    """A person of the distributor begins to work for a dealer. Open to staff who may, not while they do so.

    - A session of its own that ends with the person's, with the dealer's suspension, and after a day's work.
    - A dealer who is being suspended at this moment is waited for, and then refused.
    """

    permission: ClassVar = Permission.CUSTOMERS_ACT

    actor: Actor
    customers: Customers
    logins: Logins
    sessions: Sessions
    issuer: TokenIssuer
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, customer_code: str) -> TokenPair:
        """Raises `CustomerNotFound` or `DealerNotActive`."""
        self.actor.require(self.permission)
        now, own_session = self.clock.now(), self.actor.session_id
        if own_session is None:
            raise SignInRequired
        async with self.uow:
            dealer = await self.customers.get(customer_code)
            access = await self.logins.acting_access(self.actor.own_user, dealer.id)
            if access.suspended:
                raise DealerNotActive(code=dealer.code, status=dealer.status.value)
            session_id = await self._start(access, own_session)
            pair = await self.issuer.issue(
                self.actor.tenant_id, session_id, access, at=now, until=now + ACTING_FOR
            )
            self._record(dealer, session_id, access)
            await self.uow.commit()
        return pair

    async def _start(self, access: Access, own_session: SessionId) -> SessionId:
        now, origin = self.clock.now(), self.actor.origin
        session_id = SessionId(new_id())
        await self.sessions.start(
            session_id,
            access,
            at=now,
            until=now + ACTING_FOR,
            ip=origin.ip,
            agent=origin.user_agent,
            begun_from=own_session,
        )
        return session_id

    def _record(self, dealer: Customer, session_id: SessionId, access: Access) -> None:
        self.audit.record(
            "acting.begun",
            "customer",
            dealer.code,
            after={
                "session_id": str(session_id),
                "may_order": Permission.ORDERS_CREATE in access.permissions,
            },
            customer_id=dealer.id,
        )


@dataclass(frozen=True, slots=True)
class EndActingHandler:
    """The work for a dealer is over: its tokens are worth nothing from now on. Open to whoever does it."""

    permission: ClassVar[Permission | None] = None

    actor: Actor
    sessions: Sessions
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self) -> None:
        """Raises `NotActing`."""
        session_id = self.actor.session_id
        if not self.actor.acting or session_id is None:
            raise NotActing
        async with self.uow:
            await self.sessions.end(
                session_id, user_id=self.actor.own_user, reason="acting_ended", at=self.clock.now()
            )
            self.audit.record("acting.ended", "session", session_id)
            await self.uow.commit()


@dataclass(frozen=True, slots=True)
class BeginWebActingHandler:
    """The same with a browser: the answer is what its cookie holds meanwhile."""

    permission: ClassVar = BeginActingHandler.permission

    actor: Actor
    begin: BeginActingHandler
    tokens: AccessTokens
    sessions: WebSessions

    async def __call__(self, customer_code: str) -> str:
        self.actor.require(self.permission)
        pair = await self.begin(customer_code)
        return self.sessions.issue(self.tokens.read(pair.access_token))


@dataclass(frozen=True, slots=True)
class EndWebActingHandler:
    """The same with a browser: the answer is the cookie of the person's own session, as it is today."""

    permission: ClassVar[Permission | None] = None

    end: EndActingHandler
    sessions: WebSessions

    async def __call__(self, cookie: str) -> Renewed:
        await self.end()
        return await self.sessions.renew(cookie)
