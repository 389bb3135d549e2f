from dataclasses import dataclass
from typing import ClassVar

from b2b.application.identity.ports import AccessTokens, WebSessions
from b2b.application.identity.sign_in import SignIn, SignInHandler
from b2b.application.shared.access import Actor, Permission


@dataclass(frozen=True, slots=True)
class StartWebSessionHandler:
    """Signs in with a browser: the answer is what its cookie holds. Open to everybody.

    The refresh token of the pair is given to nobody: a browser's session is renewed by its own cookie.
    """

    permission: ClassVar[Permission | None] = None

    actor: Actor
    sign_in: SignInHandler
    tokens: AccessTokens
    sessions: WebSessions

    async def __call__(self, command: SignIn) -> str:
        pair = await self.sign_in(command)
        return self.sessions.issue(self.tokens.read(pair.access_token))
