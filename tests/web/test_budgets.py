"""What a page weighs on its way to the browser."""

import re

import httpx
import pytest

from tests.web.crawling import places
from tests.web.site import COOKIE, Site

KB = 1000
STYLES_MAX = 15 * KB
SCRIPTS_MAX = 30 * KB
PAGE_MAX = 15 * KB
STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
SCRIPT = re.compile(r'<script[^>]* src="([^"]+)"')


def sent(client: httpx.Client, path: str, encoding: str) -> int:
    """How many bytes are on the wire, without the head."""
    with client.stream("GET", path, headers={"Accept-Encoding": encoding}) as answer:
        assert answer.status_code == 200, path
        assert answer.headers["Content-Encoding"] == encoding, path
        return sum(len(part) for part in answer.iter_raw())


def a_client(site: Site, role: str) -> httpx.Client:
    cookie = site.cookie(site.person(role))["value"]
    return httpx.Client(base_url=site.portal_url, headers={"Cookie": f"{COOKIE}={cookie}"}, timeout=20)


@pytest.mark.parametrize("role", ["owner", "super_admin"])
def test_styles_scripts_and_the_page_itself_stay_within_their_budgets(site: Site, role: str) -> None:
    heavy: dict[str, int] = {}
    with a_client(site, role) as client:
        for place in places(site, role):
            answer = client.get(place)
            if not answer.headers["Content-Type"].startswith("text/html"):
                continue
            styles, scripts = STYLE.findall(answer.text), SCRIPT.findall(answer.text)
            assert styles, place
            weights = {
                f"{place}: styles": (sum(sent(client, name, "br") for name in styles), STYLES_MAX),
                f"{place}: scripts": (sum(sent(client, name, "br") for name in scripts), SCRIPTS_MAX),
                f"{place}: page": (sent(client, place, "gzip"), PAGE_MAX),
            }
            heavy |= {what: bytes_sent for what, (bytes_sent, most) in weights.items() if bytes_sent > most}

    assert heavy == {}
