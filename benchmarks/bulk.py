"""Many rows at once: as the ERP sends them, and as the database takes them at best."""

import time
from typing import Any, Final

import httpx
import psycopg

from benchmarks.site import Site

TIMEOUT_SECONDS: Final = 120.0


def push_lines(site: Site, resource: str, body: bytes) -> tuple[float, Any]:
    """Lines of JSON over a connection that stands; the seconds, and what the API answered."""
    with httpx.Client(timeout=TIMEOUT_SECONDS) as client:
        client.get(f"{site.integration_url}/health/live")
        started = time.perf_counter()
        answer = client.post(
            f"{site.integration_url}/api/integration/v1/{resource}",
            content=body,
            headers={"X-API-Key": site.api_key, "Content-Type": "application/x-ndjson"},
        )
        seconds = time.perf_counter() - started
    return seconds, answer.raise_for_status().json()


def copy_rows(site: Site, text: bytes, *, stage: str, copy: str, upsert: str) -> float:
    """In one transaction, as the application's role; the seconds. `text` has a line for each row."""
    with psycopg.connect(site.database.app_url) as connection:
        started = time.perf_counter()
        connection.execute("select set_config('app.tenant_id', %s, true)", [site.tenant_id])
        connection.execute(stage)
        with connection.cursor() as cursor:
            with cursor.copy(copy) as stream:
                stream.write(text)
            cursor.execute(upsert)
            if cursor.rowcount != text.count(b"\n"):
                raise ValueError(f"{cursor.rowcount} rows were written.")
        connection.commit()
        return time.perf_counter() - started
