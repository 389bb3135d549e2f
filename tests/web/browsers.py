"""Browsers as people have them: a size, a language, colours, and who is signed in."""

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.web.site import Site

Size = Literal["desktop", "phone"]
SIZES: dict[str, tuple[int, int]] = {"desktop": (1440, 900), "phone": (390, 844)}
PATIENCE_MS = 8_000


@dataclass
class Browsers:
    """`errors` collects what consoles say; `expected` are patterns of what a test provokes itself."""

    chromium: Browser
    site: Site
    errors: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def open(
        self,
        role: str | None = None,
        *,
        dealer: str = "D-1",
        size: Size = "desktop",
        language: str = "tr",
        dark: bool = False,
        scripts: bool = True,
    ) -> Page:
        """An empty page of somebody who is signed in, or of nobody."""
        width, height = SIZES[size]
        options: dict[str, Any] = {"has_touch": True, "is_mobile": True} if size == "phone" else {}
        context = self.chromium.new_context(
            base_url=self.site.portal_url,
            viewport={"width": width, "height": height},
            locale="tr-TR" if language == "tr" else "en-GB",
            timezone_id="Europe/Istanbul",
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(PATIENCE_MS)
        cookies: list[Any] = [{"name": "language", "value": language, "url": self.site.portal_url}]
        if role is not None:
            cookies.append(self.site.cookie(self.site.person(role, dealer)))
        context.add_cookies(cookies)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.errors.append(f"page error: {error}"))
        return page

    def expect_error(self, pattern: str) -> None:
        """A test that provokes a refusal says so: the browser notes each answer above 399 as an error."""
        self.expected.append(pattern)

    def check_consoles(self) -> None:
        unexpected = [
            error for error in self.errors if not any(re.search(pattern, error) for pattern in self.expected)
        ]
        assert unexpected == [], unexpected

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")
