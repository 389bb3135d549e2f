import click

from b2b.commands._serve import serve


@click.command()
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Worker processes.")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="Listen here; else B2B_PORTAL_PORT, or a free port."
)
def command(workers: int, port: int | None) -> None:
    """Serve the dealer portal: the JSON API for people, and the pages."""
    serve("portal", workers=workers, port=port)
