import click


@click.group()
def command() -> None:
    """What processes keep so as not to count or read it each time."""


@command.command()
def clear() -> None:
    """Let every process forget it now."""
    import asyncio

    from b2b.infrastructure.cache.changes import Change, ChangeTeller
    from b2b.infrastructure.embedded import connected
    from b2b.infrastructure.redis_client import make_redis

    async def tell(redis_url: str) -> bool:
        redis = make_redis(redis_url)
        try:
            return await ChangeTeller(redis).tell(Change(cleared=True))
        finally:
            await redis.aclose()

    with connected(start=False) as settings:
        told = asyncio.run(tell(settings.redis_url))
    if not told:
        raise click.ClickException("Redis does not answer: what is kept ends by itself, with its time.")
    click.echo("Told.")
