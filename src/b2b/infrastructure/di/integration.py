from dishka import Provider, Scope, provide, provide_all

from b2b.application.integration.cancel_push_job import (
    CancelAnyPushJobHandler,
    Cancelling,
    CancelPushJobHandler,
    JobCancellation,
)
from b2b.application.integration.jobs import JobBodies, JobDesk, JobQueue
from b2b.application.integration.ports import BulkStore, SyncStates
from b2b.application.integration.push import PUSH_HANDLERS
from b2b.application.integration.queries.jobs import JobReader, JobsDesk, OwnJobsDesk
from b2b.application.integration.queries.receipts import OwnReceiptsDesk, ReceiptReader, ReceiptsDesk
from b2b.application.integration.queries.sync_health import PushTrails, ShowSyncHealth
from b2b.application.integration.queries.sync_status import ReadSyncStatus
from b2b.application.integration.receipts import PushReceipts
from b2b.application.integration.reconcile import (
    Books,
    ReconcileHandler,
    ReconciliationDesk,
    Reconciliations,
    ShowReconciliations,
)
from b2b.application.integration.run_push_jobs import RunPushJobsHandler, WakePushJobsHandler
from b2b.application.integration.snapshots import AbsentItems, SeenItems
from b2b.infrastructure.cache.changes import ChangeTeller
from b2b.infrastructure.messaging.lanes import PushQueue
from b2b.infrastructure.persistence.bulk.routed import RoutedStore
from b2b.infrastructure.persistence.bulk.seen import SqlSeenItems
from b2b.infrastructure.persistence.bulk.store import SqlBulkStore
from b2b.infrastructure.persistence.readers.books import SqlBooks, SqlReconciliations
from b2b.infrastructure.persistence.readers.push_jobs import SqlJobReader
from b2b.infrastructure.persistence.readers.push_receipts import SqlReceiptReader
from b2b.infrastructure.persistence.readers.push_trails import SqlPushTrails
from b2b.infrastructure.persistence.readers.sync_states import SqlSyncStates
from b2b.infrastructure.persistence.repositories.push_jobs import (
    SqlJobBodies,
    SqlJobCancellation,
    SqlJobDesk,
)
from b2b.infrastructure.persistence.repositories.push_receipts import SqlPushReceipts


class IntegrationProvider(Provider):
    scope = Scope.REQUEST

    changes = provide(ChangeTeller, scope=Scope.APP)
    rows = provide(SqlBulkStore)
    bulk_store = provide(RoutedStore, provides=BulkStore)
    sync_states = provide(SqlSyncStates, provides=SyncStates)
    push_receipts = provide(SqlPushReceipts, provides=PushReceipts)
    receipt_reader = provide(SqlReceiptReader, provides=ReceiptReader)
    books = provide(SqlBooks, provides=Books)
    reconciliations = provide(SqlReconciliations, provides=Reconciliations)
    reconciling = provide_all(ReconcileHandler, ReconciliationDesk, ShowReconciliations)
    push_trails = provide(SqlPushTrails, provides=PushTrails)
    seen_items = provide(SqlSeenItems, provides=SeenItems)
    absent_items = provide(AbsentItems)
    job_bodies = provide(SqlJobBodies, provides=JobBodies)
    job_desk = provide(SqlJobDesk, provides=JobDesk)
    job_reader = provide(SqlJobReader, provides=JobReader)
    job_cancellation = provide(SqlJobCancellation, provides=JobCancellation)
    job_queue = provide(PushQueue, provides=JobQueue)
    handlers = provide_all(*PUSH_HANDLERS, ReadSyncStatus, OwnReceiptsDesk, ReceiptsDesk, ShowSyncHealth)
    job_handlers = provide_all(RunPushJobsHandler, WakePushJobsHandler, OwnJobsDesk, JobsDesk)
    cancelling = provide_all(Cancelling, CancelPushJobHandler, CancelAnyPushJobHandler)
