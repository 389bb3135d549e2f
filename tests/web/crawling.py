"""Which pages somebody reaches by following links from the first one."""

import re
from collections import deque
from html.parser import HTMLParser

import httpx

from tests.web.site import COOKIE, Site

PAGES_MAX = 150
# Pages that differ by what they show alone: two of each are looked at.
OF_A_KIND_MAX = 2
DIGITS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Z]+-?\d[\w-]*|\d+|=[^&]+")


class Links(HTMLParser):
    """The links of a page that stay with us, and are not for downloading."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        target = values.get("href") or ""
        if tag == "a" and target.startswith("/") and "download" not in values:
            self.found.append(target.partition("#")[0])


def crawl(site: Site, role: str, *, dealer: str = "D-1", of_a_kind: int = OF_A_KIND_MAX) -> dict[str, int]:
    """Each place with the status of its answer; `/` is the first."""
    cookie = site.cookie(site.person(role, dealer))["value"]
    seen: dict[str, int] = {}
    kinds: dict[str, int] = {}
    waiting = deque(["/"])
    with httpx.Client(
        base_url=site.portal_url, headers={"Cookie": f"{COOKIE}={cookie}"}, timeout=20
    ) as client:
        while waiting and len(seen) < PAGES_MAX:
            place = waiting.popleft()
            kind = DIGITS.sub("*", place)
            if place in seen or kinds.get(kind, 0) >= of_a_kind:
                continue
            kinds[kind] = kinds.get(kind, 0) + 1
            answer = client.get(place)
            seen[place] = answer.status_code
            if answer.is_redirect:
                waiting.append(answer.headers["Location"])
            elif "text/html" in answer.headers.get("Content-Type", ""):
                links = Links()
                links.feed(answer.text)
                waiting.extend(links.found)
    return seen


def places(site: Site, role: str) -> list[str]:
    """One page of each kind that somebody sees."""
    found = crawl(site, role, of_a_kind=1)
    return [place for place, status in found.items() if status == 200 and "export" not in place]
