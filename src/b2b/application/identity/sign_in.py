from dataclasses import dataclass
from typing import ClassVar

from b2b.application.identity.ports import Access, Login, Logins, PasswordHasher, Sessions, SignInPolicy
from b2b.application.identity.token_pairs import TokenIssuer, TokenPair
from b2b.application.shared.access import Actor, Permission
from b2b.application.shared.limits import Limit, RateLimits
from b2b.application.shared.ports import AuditTrail, Clock, UnitOfWork
from b2b.domain.identity.errors import AccessSuspended, SignInRefused, TooManySignIns
from b2b.domain.shared.ids import SessionId, new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    partner_code: str | None
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class SignInHandler:
    """Somebody says who they are. Open to everybody.

    - One refusal for a wrong code, e-mail or password and for a locked account, at the same cost of time.
    - No connection is held while the password is hashed.
    - A suspended account learns so, but only with the right password.
    """

    permission: ClassVar[Permission | None] = None

    actor: Actor
    logins: Logins
    sessions: Sessions
    hasher: PasswordHasher
    issuer: TokenIssuer
    limits: RateLimits
    policy: SignInPolicy
    audit: AuditTrail
    uow: UnitOfWork
    clock: Clock

    async def __call__(self, command: SignIn) -> TokenPair:
        email = command.email.strip().lower()
        await self._limit(email)
        async with self.uow:
            login = await self.logins.find(command.partner_code, email)
        right = await self.hasher.verify(login.password_hash if login else None, command.password)
        if login is None:
            raise SignInRefused
        if not right:
            await self._refuse(login)
        await self._strengthen(login, command.password)
        return await self._enter(login)

    async def _limit(self, email: str) -> None:
        subject = f"{self.actor.tenant_id}:{self.actor.origin.ip}:{email}"
        limit = Limit(name="sign_in", subject=subject, quota=self.policy.attempts_per_minute)
        verdict = await self.limits.take([limit])
        if not verdict.allowed:
            raise TooManySignIns(retry_after=verdict.retry_after_seconds)

    async def _refuse(self, login: Login) -> None:
        async with self.uow:
            locked = await self.logins.failed(login.user_id, at=self.clock.now())
            action = "user.locked" if locked else "user.sign_in_failed"
            self.audit.record(action, "user", login.user_id, customer_id=login.customer_id)
            await self.uow.commit()
        raise SignInRefused

    async def _strengthen(self, login: Login, password: str) -> None:
        """The one moment when a hash of weaker days can be made anew."""
        old = login.password_hash
        if old is None or not self.hasher.outdated(old):
            return
        new = await self.hasher.hash(password)
        async with self.uow:
            await self.logins.rehash(login.user_id, old=old, new=new)
            await self.uow.commit()

    async def _enter(self, login: Login) -> TokenPair:
        now = self.clock.now()
        async with self.uow:
            # The lock is asked again: attempts beside this one may have closed it since.
            if not await self.logins.succeeded(login.user_id, at=now):
                raise SignInRefused
            access = await self.logins.access(login.user_id)
            if access.suspended:
                raise AccessSuspended
            session_id = await self._start_session(access)
            pair = await self.issuer.issue(self.actor.tenant_id, session_id, access, at=now)
            self.audit.record(
                "user.signed_in",
                "user",
                login.user_id,
                after={"session_id": str(session_id)},
                customer_id=login.customer_id,
            )
            await self.uow.commit()
        return pair

    async def _start_session(self, access: Access) -> SessionId:
        now, origin = self.clock.now(), self.actor.origin
        session_id = SessionId(new_id())
        await self.sessions.start(
            session_id,
            access,
            at=now,
            until=now + self.policy.refresh_for,
            ip=origin.ip,
            agent=origin.user_agent,
        )
        return session_id
