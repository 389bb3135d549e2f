"""Figures without a floor: signing in and searching."""

from collections.abc import Sequence
from typing import Final

import msgspec

from benchmarks.load import fire, request
from benchmarks.measures import Figure, Note, Pace
from benchmarks.site import Site
from benchmarks.stocking import sign_in_body

SEARCH: Final = "/api/v1/products?q=laptop&limit=50"


def search(site: Site, pace: Pace, note: Note) -> Sequence[Figure]:
    dealers = [site.dealers[lane % len(site.dealers)] for lane in range(pace.connections)]
    lanes = [[request("GET", SEARCH, dealer.token)] for dealer in dealers]
    return [_figure(site, pace, note, "search", "Search with one word, page of 50", "requests/s", lanes)]


def sign_in(site: Site, pace: Pace, note: Note) -> Sequence[Figure]:
    """Argon2id with 64 MiB a password, two at once in each worker: slow on purpose."""
    bodies = [msgspec.json.encode(sign_in_body(dealer.code)) for dealer in site.dealers]
    lanes = [
        [request("POST", "/api/v1/auth/token", body=bodies[lane % len(bodies)])]
        for lane in range(pace.connections)
    ]
    return [_figure(site, pace, note, "sign_in", "Signing in", "sign-ins/s", lanes)]


def _figure(
    site: Site, pace: Pace, note: Note, name: str, title: str, unit: str, lanes: list[list[str]]
) -> Figure:
    """One run: a figure that nothing hangs on."""
    note(title)
    reading = fire(site.portal_port, lanes, pace)
    return Figure(name=name, title=title, unit=unit, ours=reading, runs=1)
