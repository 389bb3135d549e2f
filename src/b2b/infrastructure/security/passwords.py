"""Argon2id, off the event loop and only so many at once: each hash takes memory and a core for a while."""

import secrets
from typing import Final

from anyio import CapacityLimiter, to_thread
from argon2 import PasswordHasher as Argon2
from argon2 import Type
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE: Final = 2
LANES: Final = 4


class Argon2PasswordHasher:
    def __init__(self, *, memory_kib: int, passes: int) -> None:
        self._argon2 = Argon2(
            time_cost=passes, memory_cost=max(memory_kib, 8 * LANES), parallelism=LANES, type=Type.ID
        )
        self._limiter = CapacityLimiter(AT_ONCE)
        self._nobodys_hash: str | None = None

    async def hash(self, password: str) -> str:
        return await to_thread.run_sync(self._argon2.hash, password, limiter=self._limiter)

    async def verify(self, password_hash: str | None, password: str) -> bool:
        if self._nobodys_hash is None:
            self._nobodys_hash = await self.hash(secrets.token_urlsafe())
        compared = password_hash or self._nobodys_hash
        right = await to_thread.run_sync(self._matches, compared, password, limiter=self._limiter)
        return right and password_hash is not None

    def outdated(self, password_hash: str) -> bool:
        return self._argon2.check_needs_rehash(password_hash)

    def _matches(self, password_hash: str, password: str) -> bool:
        try:
            return self._argon2.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False
