"""The demo's tenant: its people, its rules, its ERP's key. Loading it again changes nothing."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import create_engine

from b2b.application.approvals.manage_rules import ListRules, RuleText, WriteRuleHandler
from b2b.application.identity.change_setting import ChangeSetting, ChangeSettingHandler
from b2b.application.identity.create_user import CreateUser, CreateUserHandler
from b2b.application.identity.manage_api_keys import (
    IssueApiKey,
    IssueApiKeyHandler,
    RegisterApiClient,
    RegisterApiClientHandler,
)
from b2b.application.identity.ports import ApiKeyDirectory, StoredSettings
from b2b.application.identity.queries.api_clients import ListApiClients
from b2b.application.identity.queries.users import ListUsers
from b2b.application.identity.scopes import SCOPES
from b2b.application.integration.items.customers import CustomerItem
from b2b.application.integration.ports import Batch
from b2b.application.integration.push import Push, PushCustomers
from b2b.application.shared.pages import PAGE_SIZE_MAX, PageRequest
from b2b.application.shared.settings import PRIVATE_WEBHOOKS
from b2b.commands._migrations import owner_url
from b2b.commands._system import OneUse, as_system
from b2b.domain.approvals.conditions import AmountAbove, CreditUtilisationAbove
from b2b.domain.approvals.rules import RuleAction, RuleStep
from b2b.domain.identity.api_keys import KeyTerms
from b2b.domain.shared.errors import DomainError
from b2b.domain.shared.ids import ApiClientId
from b2b.domain.shared.money import Currency, Money
from b2b.infrastructure.config import Settings
from b2b.infrastructure.persistence.seeds import seed_tenant

TENANT: Final = "demo"
TENANT_NAME: Final = "Demo Dağıtım A.Ş."
CLIENT: Final = "Demo ERP"
SEED_FILE: Final = "demo-seed.json"
# Each hash takes 64 MiB; two cores do not gain by more.
HASHES_AT_ONCE: Final = 2

_FINANCE: Final = (RuleStep(roles=frozenset({"finance_manager"}), quorum=1),)
RULES: Final = (
    RuleText(
        name="Tutarı 50.000 TL'yi aşan siparişler",
        priority=10,
        conditions=(AmountAbove(Money(Decimal(50_000), Currency("TRY"))),),
        action=RuleAction.REQUIRE_APPROVAL,
        steps=_FINANCE,
        active=True,
    ),
    RuleText(
        name="Limitin %80'inden fazlasını kullandıran siparişler",
        priority=20,
        conditions=(CreditUtilisationAbove(Decimal(80)),),
        action=RuleAction.REQUIRE_APPROVAL,
        steps=_FINANCE,
        active=True,
    ),
)


class DemoUser(msgspec.Struct, frozen=True, kw_only=True):
    """A line of demo/users.json."""

    role: str
    partner_code: str | None
    email: str
    password: str
    first_name: str
    last_name: str


class DemoUsers(msgspec.Struct, frozen=True, kw_only=True):
    users: list[DemoUser]


class SeedUser(msgspec.Struct, frozen=True, kw_only=True):
    role: str
    partner_code: str | None
    email: str
    password: str


class Seed(msgspec.Struct, frozen=True, kw_only=True):
    """What others need to use the demo; for the owner of the folder alone."""

    api_key: str
    users: list[SeedUser]


async def load(settings: Settings, users: Sequence[DemoUser]) -> Seed:
    _seed_tenant(settings)
    async with as_system(settings, TENANT) as use:
        await _make_dealers(use, users)
        await _make_users(use, users)
        await _make_rules(use)
        await _allow_private_webhooks(use)
        key = await _api_key(use, settings.home / SEED_FILE)
    shown = [
        SeedUser(role=user.role, partner_code=user.partner_code, email=user.email, password=user.password)
        for user in users
    ]
    seed = Seed(api_key=key, users=shown)
    _write(settings.home / SEED_FILE, seed)
    return seed


def read_users(path: Path) -> list[DemoUser]:
    return msgspec.json.decode(path.read_bytes(), type=DemoUsers).users


def _seed_tenant(settings: Settings) -> None:
    engine = create_engine(owner_url(settings))
    try:
        with engine.begin() as connection:
            seed_tenant(connection, TENANT, TENANT_NAME)
    finally:
        engine.dispose()


async def _make_dealers(use: OneUse, users: Sequence[DemoUser]) -> None:
    """Only so much of them that they can have users: version 0, so that the ERP's own states replace it."""
    codes = sorted({user.partner_code for user in users if user.partner_code})
    items = [CustomerItem(external_id=code, source_version=0, code=code, title=code) for code in codes]

    async def batches() -> AsyncIterator[Batch]:
        yield Batch(list(items), list(range(len(items))))

    async with use() as scope:
        await (await scope.get(PushCustomers))(Push(batches=batches()))


async def _make_users(use: OneUse, users: Sequence[DemoUser]) -> None:
    turn = asyncio.Semaphore(HASHES_AT_ONCE)

    async def make(user: DemoUser) -> None:
        wanted = CreateUser(
            customer_code=user.partner_code,
            email=user.email,
            full_name=f"{user.first_name} {user.last_name}",
            role_codes=(user.role,),
            password=user.password,
        )
        async with turn, use() as scope:
            await (await scope.get(CreateUserHandler))(wanted)

    companies = {user.partner_code for user in users}
    known = {code: await _emails(use, code) for code in companies}
    missing = [user for user in users if user.email not in known[user.partner_code]]
    await asyncio.gather(*map(make, missing))


async def _emails(use: OneUse, partner_code: str | None) -> set[str]:
    async with use() as scope:
        page = await (await scope.get(ListUsers))(partner_code, PageRequest(size=PAGE_SIZE_MAX))
    return {user.email for user in page.items}


async def _make_rules(use: OneUse) -> None:
    async with use() as scope:
        known = {rule.name for rule in await (await scope.get(ListRules))()}
    for rule in RULES:
        if rule.name not in known:
            async with use() as scope:
                await (await scope.get(WriteRuleHandler)).make(rule)


async def _allow_private_webhooks(use: OneUse) -> None:
    """The demo's ERP listens on this machine."""
    async with use() as scope:
        allowed, _ = await (await scope.get(StoredSettings)).stored(PRIVATE_WEBHOOKS.name)
    if allowed is not True:
        async with use() as scope:
            change = await scope.get(ChangeSettingHandler)
            await change(ChangeSetting(name=PRIVATE_WEBHOOKS.name, value=True, version=None))


async def _api_key(use: OneUse, seed_file: Path) -> str:
    """The key of an earlier load while it is good: its secret is nowhere but in that file."""
    known = _earlier_key(seed_file)
    async with use() as scope:
        directory = await scope.get(ApiKeyDirectory)
        if known and await _opens(directory, known):
            return known
        clients = (await (await scope.get(ListApiClients))(PageRequest(size=PAGE_SIZE_MAX))).items
    found = next((ApiClientId(client.id) for client in clients if client.name == CLIENT), None)
    if found is None:
        async with use() as scope:
            register = await scope.get(RegisterApiClientHandler)
            found = (await register(RegisterApiClient(name=CLIENT, contact=None))).id
    async with use() as scope:
        issue = await scope.get(IssueApiKeyHandler)
        terms = KeyTerms(scopes=tuple(sorted(SCOPES)), allowed_networks=(), expires_at=None)
        return (await issue(IssueApiKey(client_id=found, name="demo", terms=terms))).key


def _earlier_key(seed_file: Path) -> str | None:
    try:
        return msgspec.json.decode(seed_file.read_bytes(), type=Seed).api_key
    except (OSError, msgspec.MsgspecError):
        return None


async def _opens(directory: ApiKeyDirectory, key: str) -> bool:
    try:
        await directory.find(key)
    except DomainError:
        return False
    return True


def _write(path: Path, seed: Seed) -> None:
    """Never readable by others, not even for a moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    temporary.unlink(missing_ok=True)
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(seed), indent=2))
    temporary.replace(path)
