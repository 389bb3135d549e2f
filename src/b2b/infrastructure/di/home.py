from dishka import Provider, Scope, provide, provide_all

from b2b.application.home.queries.shell import ShellReader, ShowShell
from b2b.infrastructure.persistence.readers.shell import SqlShellReader


class HomeProvider(Provider):
    """What surrounds pages, and where people begin."""

    scope = Scope.REQUEST

    shell_reader = provide(SqlShellReader, provides=ShellReader)
    queries = provide_all(ShowShell)
