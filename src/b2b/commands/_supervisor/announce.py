"""Telling where everything is: a table for people, `<home>/demo.json` for programs."""

import os
from pathlib import Path
from typing import Final

import msgspec
from rich.console import Console as RichConsole
from rich.table import Column, Table

from b2b.commands._supervisor.plan import Addresses, DemoSeed, DemoUser

DEMO_FILE: Final = "demo.json"


class DemoFile(msgspec.Struct, frozen=True, kw_only=True):
    """The contract of `demo.json`: it is there, and ready, once everything answers."""

    portal_url: str
    integration_url: str
    erp_url: str | None
    api_key: str
    users: list[DemoUser]
    ready: bool


def withdraw(home: Path) -> None:
    """Nobody shall find an earlier run's addresses."""
    (home / DEMO_FILE).unlink(missing_ok=True)


def write_demo_file(home: Path, where: Addresses, seed: DemoSeed) -> None:
    """Whole or not at all, and only for its owner: there are passwords in it."""
    content = DemoFile(
        portal_url=where.portal_url,
        integration_url=where.integration_url,
        erp_url=where.erp_url,
        api_key=seed.api_key,
        users=seed.users,
        ready=True,
    )
    unfinished = home / f"{DEMO_FILE}.new"
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(content), indent=2))
    unfinished.replace(home / DEMO_FILE)


def show(where: Addresses, seed: DemoSeed | None) -> None:
    console = RichConsole()
    places = Table("Open", "Address", title="Ready", title_justify="left")
    places.add_row("Dealer portal", where.portal_url)
    places.add_row("Portal API, interactive", f"{where.portal_url}/schema")
    places.add_row("Integration API, interactive", f"{where.integration_url}/schema")
    if where.erp_url:
        places.add_row("Demo ERP", where.erp_url)
    console.print(places)
    if seed:
        people = Table("Sign in as", "Partner code", Column("E-mail", overflow="fold"), "Password")
        for user in seed.users:
            people.add_row(user.role, user.partner_code or "-", user.email, user.password)
        console.print(people)
        console.print(f"API key: {seed.api_key}", highlight=False)
