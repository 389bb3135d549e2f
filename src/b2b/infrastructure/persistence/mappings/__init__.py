"""The maps from tables to the domain's classes; `map_all` draws them once per process."""

from functools import cache

from sqlalchemy.orm import configure_mappers


@cache
def map_all() -> None:
    configure_mappers()
