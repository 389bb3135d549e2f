"""Requests to a running site, each a few times, and the plans of the last."""

import time
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple
from uuid import uuid4

import httpx

from benchmarks.measures import Note
from benchmarks.plans.asking import Entrances
from benchmarks.plans.calls import Call, Who
from benchmarks.plans.judging import Plan, Step, faults, largest
from benchmarks.plans.log import Log
from benchmarks.site import Site
from scripts.demo_site import session_cookie

# The first executions fill caches: the server's, and what a process of ours keeps.
TIMES: Final = 2
LATE_SECONDS: Final = 0.5


class Answered(NamedTuple):
    """A call with the plans of its statements."""

    call: Call
    plans: list[Plan]
    faults: list[str]

    @property
    def milliseconds(self) -> float:
        return sum(plan.milliseconds for plan in self.plans)

    @property
    def pages(self) -> int:
        return sum(plan.pages for plan in self.plans)

    @property
    def step(self) -> Step:
        return max((largest(plan) for plan in self.plans), key=lambda step: step.rows, default=Step("-", 0))


class Refused(Exception):
    """A call that was not answered as it should be: what its plans say says nothing."""


class People:
    """Sessions of the three who ask."""

    def __init__(self, site: Site, let: Entrances) -> None:
        self._urls: dict[Who, str] = {
            "dealer": site.portal_url,
            "staff": site.portal_url,
            "machine": site.integration_url,
        }
        dealer = {"email": let.owner, "partner_code": let.code, "password": let.password}
        staff = {"email": let.staff, "password": let.password}
        self._identities: dict[Who, dict[str, str]] = {
            "dealer": {"Authorization": f"Bearer {_token(site, dealer)}"},
            "staff": {"Authorization": f"Bearer {_token(site, staff)}"},
            "machine": {"X-API-Key": let.api_key},
        }
        self._cookies: dict[Who, str] = {
            "dealer": "=".join(session_cookie(site.portal_url, let.owner, let.password, let.code)),
            "staff": "=".join(session_cookie(site.portal_url, let.staff, let.password)),
        }

    def ask(self, call: Call) -> None:
        """Raises Refused."""
        headers = {"Idempotency-Key": uuid4().hex}
        if call.path.startswith("/api/"):
            headers.update(self._identities[call.who])
        else:
            headers["Cookie"] = self._cookies[call.who]
        url = f"{self._urls[call.who]}{call.path}"
        answer = httpx.request(call.method, url, json=call.body, headers=headers, timeout=300)
        if answer.status_code not in {200, 201, 202, 204}:
            raise Refused(f"{call.title}: {answer.status_code} {answer.text[:300]}")


def run(
    people: People, log: Log, wanted: Iterable[Call], large: frozenset[str], note: Note
) -> Iterator[Answered]:
    for call in wanted:
        note(call.title)
        times = 1 if call.method == "POST" and call.who == "machine" else TIMES
        for _ in range(times):
            log.read()
            people.ask(call)
        # A statement's plan is written when its transaction ends, which may be after the answer.
        time.sleep(LATE_SECONDS)
        plans = log.read()
        wrong = [
            fault for plan in plans for fault in faults(plan, large, call.rows_max, whole=bool(call.why))
        ]
        yield Answered(call, plans, wrong)


def _token(site: Site, body: dict[str, str]) -> str:
    answer = httpx.post(f"{site.portal_url}/api/v1/auth/token", json=body, timeout=60)
    return str(answer.raise_for_status().json()["access_token"])
