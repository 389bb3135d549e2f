"""What browsers keep of us: who is signed in, the language, the colours, a message for the next page."""

import base64
import binascii
from typing import Final

import msgspec
from litestar.datastructures import Cookie

from b2b.api_shared.problems import AnyRequest

LANGUAGE: Final = "language"
THEME: Final = "theme"
_YEAR_SECONDS: Final = 365 * 24 * 3600
_SESSION_SECONDS: Final = 7 * 24 * 3600
_FLASH_SECONDS: Final = 60
_FLASH_LENGTH_MAX: Final = 2000


class Undo(msgspec.Struct, frozen=True, kw_only=True):
    """Where a POST takes back what was just done."""

    label: str
    url: str


class Toast(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A short message in a corner: `tone` is ok, warn or bad."""

    message: str
    tone: str = "ok"
    undo: Undo | None = None


class Names(msgspec.Struct, frozen=True, kw_only=True):
    """Cookies whose name says that only this host set them, over https (RFC 6265bis §4.1.3).

    Browsers take them from localhost too. Without `secure` the names are plain.
    """

    secure: bool

    @property
    def session(self) -> str:
        return "__Host-session" if self.secure else "session"

    @property
    def csrf(self) -> str:
        return "__Host-csrf" if self.secure else "csrf"

    @property
    def flash(self) -> str:
        return "__Host-flash" if self.secure else "flash"

    def keep_session(self, token: str) -> Cookie:
        return self._own(self.session, token, _SESSION_SECONDS)

    def end_session(self) -> Cookie:
        return self._own(self.session, "", 0)

    def end_csrf(self) -> Cookie:
        return self._own(self.csrf, "", 0)

    def keep_flash(self, toast: Toast) -> Cookie:
        return self._own(
            self.flash, base64.urlsafe_b64encode(msgspec.json.encode(toast)).decode(), _FLASH_SECONDS
        )

    def end_flash(self) -> Cookie:
        return self._own(self.flash, "", 0)

    def keep_language(self, language: str) -> Cookie:
        return Cookie(key=LANGUAGE, value=language, max_age=_YEAR_SECONDS, samesite="lax", secure=self.secure)

    def flashed(self, request: AnyRequest) -> Toast | None:
        """The message that the page before left; None for anything that we did not write like this."""
        kept = request.cookies.get(self.flash, "")
        if not kept or len(kept) > _FLASH_LENGTH_MAX:
            return None
        try:
            return msgspec.json.decode(base64.urlsafe_b64decode(kept), type=Toast)
        except (binascii.Error, msgspec.MsgspecError, ValueError):
            return None

    def _own(self, name: str, value: str, seconds: int) -> Cookie:
        return Cookie(
            key=name,
            value=value,
            path="/",
            max_age=seconds,
            secure=self.secure,
            httponly=True,
            samesite="lax",
        )
