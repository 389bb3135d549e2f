import asyncio
import gzip
from pathlib import Path

import msgspec
from click.testing import CliRunner

from b2b.commands.import_file import command
from b2b.infrastructure.config import Settings
from tests.integration.world import World

PRICE = {"external_id": "P-1", "sku": "SKU-1", "level": "list", "unit_price": "99.5000", "currency": "TRY"}


def run(settings: Settings, *arguments: str) -> tuple[int, str]:
    """As from the terminal; the environment names this test's servers."""
    environment = {
        f"B2B_{name.upper()}": str(getattr(settings, name))
        for name in ("home", "database_url", "database_owner_url", "redis_url", "jwt_secret", "secrets_key")
    }
    done = CliRunner(env=environment).invoke(command, list(arguments))
    return done.exit_code, done.output


async def test_a_file_is_imported_as_if_the_erp_had_pushed_it(
    settings: Settings, world: World, tmp_path: Path
) -> None:
    file = tmp_path / "prices.ndjson.gz"
    lines = [PRICE, PRICE | {"external_id": "P-2", "sku": "NONE"}]
    file.write_bytes(gzip.compress(b"\n".join(msgspec.json.encode(line) for line in lines)))

    code, output = await asyncio.to_thread(run, settings, str(file), "--tenant", "demo")

    assert code == 1
    assert "1 created, 0 updated, 0 unchanged, 0 stale, 1 failed." in output
    assert "line 2, P-2: failed, reference.unknown." in output
    assert world.one("select unit_price from prices where external_id = 'P-1'") == 99.5


async def test_a_dry_run_writes_nothing(settings: Settings, world: World, tmp_path: Path) -> None:
    file = tmp_path / "anything.ndjson"
    file.write_bytes(msgspec.json.encode(PRICE))

    unnamed, _ = await asyncio.to_thread(run, settings, str(file))
    code, output = await asyncio.to_thread(
        run, settings, str(file), "--resource", "prices", "--dry-run", "--tenant", "demo"
    )

    assert (unnamed, code) == (1, 0), output
    assert "1 created" in output
    assert world.one("select count(*) from prices where external_id = 'P-1'") == 0
