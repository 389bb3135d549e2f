"""What probes and scrapers get from a process without an API."""

import asyncio

import httpx

from b2b.infrastructure.observability.metrics import Readiness, serve_health


async def ask(readiness: Readiness, path: str, method: str = "GET") -> httpx.Response:
    async with serve_health(readiness, port=0) as port, httpx.AsyncClient() as client:
        return await client.request(method, f"http://127.0.0.1:{port}{path}")


async def all_well() -> dict[str, bool]:
    return {"postgresql": True, "redis": True}


async def test_a_living_process_says_so_even_when_it_is_not_ready() -> None:
    async def nothing_works() -> dict[str, bool]:
        return {"postgresql": False}

    assert (await ask(nothing_works, "/health/live")).status_code == 200


async def test_a_ready_process_names_what_it_depends_on() -> None:
    answer = await ask(all_well, "/health/ready")

    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "dependencies": {"postgresql": True, "redis": True}}


async def test_a_process_that_lacks_one_is_not_ready() -> None:
    async def without_redis() -> dict[str, bool]:
        return {"postgresql": True, "redis": False}

    answer = await ask(without_redis, "/health/ready")

    assert answer.status_code == 503
    assert answer.json()["dependencies"] == {"postgresql": True, "redis": False}


async def test_a_check_that_raises_is_an_answer_too() -> None:
    async def broken() -> dict[str, bool]:
        raise ConnectionError

    answer = await ask(broken, "/health/ready")

    assert answer.status_code == 503
    assert answer.json()["dependencies"] == {"ConnectionError": False}


async def test_measures_are_in_prometheus_form() -> None:
    answer = await ask(all_well, "/metrics")

    assert answer.headers["content-type"].startswith("text/plain")
    assert "# HELP" in answer.text


async def test_other_paths_and_methods_are_refused() -> None:
    assert (await ask(all_well, "/etc/passwd")).status_code == 404
    assert (await ask(all_well, "/health/live", method="POST")).status_code == 405


async def test_a_client_that_says_nothing_or_nonsense_disturbs_nobody() -> None:
    async with serve_health(all_well, port=0) as port, httpx.AsyncClient() as client:
        _, silent = await asyncio.open_connection("127.0.0.1", port)
        reader, noisy = await asyncio.open_connection("127.0.0.1", port)
        noisy.write(b"\xff\xfe\r\n\r\n")
        await reader.read()

        assert (await client.get(f"http://127.0.0.1:{port}/health/live")).status_code == 200
        for writer in (silent, noisy):
            writer.close()
