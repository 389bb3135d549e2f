from dishka import Provider, Scope, provide, provide_all

from b2b.application.home.queries.dealer_home import DealerHomeReader, ShowDealerHome
from b2b.application.home.queries.find_documents import DocumentFinder, FindDocuments
from b2b.application.home.queries.shell import ShellReader, ShowShell
from b2b.application.home.queries.staff_home import ShowStaffHome, StaffHomeReader
from b2b.infrastructure.persistence.readers.dealer_home import SqlDealerHomeReader
from b2b.infrastructure.persistence.readers.documents import SqlDocumentFinder
from b2b.infrastructure.persistence.readers.shell import SqlShellReader
from b2b.infrastructure.persistence.readers.shelves import AlertShelf
from b2b.infrastructure.persistence.readers.staff_home import SqlStaffHomeReader


class HomeProvider(Provider):
    """What surrounds pages, and where people begin."""

    scope = Scope.REQUEST

    alert_shelf = provide(AlertShelf, scope=Scope.APP)
    document_finder = provide(SqlDocumentFinder, provides=DocumentFinder)
    shell_reader = provide(SqlShellReader, provides=ShellReader)
    dealer_home_reader = provide(SqlDealerHomeReader, provides=DealerHomeReader)
    staff_home_reader = provide(SqlStaffHomeReader, provides=StaffHomeReader)
    queries = provide_all(ShowShell, FindDocuments, ShowDealerHome, ShowStaffHome)
