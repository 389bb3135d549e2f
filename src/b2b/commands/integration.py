import click

from b2b.commands._serve import serve


@click.command()
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Worker processes.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Listen here; else B2B_INTEGRATION_PORT, or a free port."
)
def command(workers: int, port: int | None) -> None:
    """Serve the integration API: what ERPs and partners call."""
    serve("integration", workers=workers, port=port)
