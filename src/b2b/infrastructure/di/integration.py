from dishka import Provider, Scope, provide, provide_all

from b2b.application.integration.ports import BulkStore, SyncStates
from b2b.application.integration.push import PUSH_HANDLERS
from b2b.application.integration.queries.receipts import OwnReceiptsDesk, ReceiptReader, ReceiptsDesk
from b2b.application.integration.queries.sync_health import PushTrails, ShowSyncHealth
from b2b.application.integration.queries.sync_status import ReadSyncStatus
from b2b.application.integration.receipts import PushReceipts
from b2b.infrastructure.persistence.bulk.routed import RoutedStore
from b2b.infrastructure.persistence.bulk.store import SqlBulkStore
from b2b.infrastructure.persistence.readers.push_receipts import SqlReceiptReader
from b2b.infrastructure.persistence.readers.push_trails import SqlPushTrails
from b2b.infrastructure.persistence.readers.sync_states import SqlSyncStates
from b2b.infrastructure.persistence.repositories.push_receipts import SqlPushReceipts


class IntegrationProvider(Provider):
    scope = Scope.REQUEST

    rows = provide(SqlBulkStore)
    bulk_store = provide(RoutedStore, provides=BulkStore)
    sync_states = provide(SqlSyncStates, provides=SyncStates)
    push_receipts = provide(SqlPushReceipts, provides=PushReceipts)
    receipt_reader = provide(SqlReceiptReader, provides=ReceiptReader)
    push_trails = provide(SqlPushTrails, provides=PushTrails)
    handlers = provide_all(*PUSH_HANDLERS, ReadSyncStatus, OwnReceiptsDesk, ReceiptsDesk, ShowSyncHealth)
