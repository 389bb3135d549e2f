from collections.abc import AsyncIterator

from dishka import Provider, Scope, provide, provide_all
from redis.asyncio import Redis

from b2b.application.home.queries.dealer_home import DealerHomeReader, ShowDealerHome
from b2b.application.home.queries.find_documents import DocumentFinder, FindDocuments
from b2b.application.home.queries.shell import ShellReader, ShowShell
from b2b.application.home.queries.staff_home import ShowStaffHome, StaffHomeReader
from b2b.infrastructure.cache.changes import ChangeListener
from b2b.infrastructure.config import Settings
from b2b.infrastructure.persistence.readers.dealer_home import SqlDealerHomeReader
from b2b.infrastructure.persistence.readers.documents import SqlDocumentFinder
from b2b.infrastructure.persistence.readers.kept_pages import PageShelf
from b2b.infrastructure.persistence.readers.rankings import RankingShelf
from b2b.infrastructure.persistence.readers.shell import SqlShellReader
from b2b.infrastructure.persistence.readers.shelves import AlertShelf, FacetShelf
from b2b.infrastructure.persistence.readers.staff_home import SqlStaffHomeReader


class HomeProvider(Provider):
    """What surrounds pages, and where people begin."""

    scope = Scope.REQUEST

    @provide(scope=Scope.APP)
    def alert_shelf(self, settings: Settings) -> AlertShelf:
        return AlertShelf(settings.cache_seconds)

    @provide(scope=Scope.APP)
    async def changes(
        self,
        redis: Redis,
        facets: FacetShelf,
        rankings: RankingShelf,
        pages: PageShelf,
        alerts: AlertShelf,
    ) -> AsyncIterator[ChangeListener]:
        listener = ChangeListener(redis, (facets, rankings, pages, alerts))
        yield listener
        await listener.stop()

    document_finder = provide(SqlDocumentFinder, provides=DocumentFinder)
    shell_reader = provide(SqlShellReader, provides=ShellReader)
    dealer_home_reader = provide(SqlDealerHomeReader, provides=DealerHomeReader)
    staff_home_reader = provide(SqlStaffHomeReader, provides=StaffHomeReader)
    queries = provide_all(ShowShell, FindDocuments, ShowDealerHome, ShowStaffHome)
