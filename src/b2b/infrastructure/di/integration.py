from dishka import Provider, Scope, provide, provide_all

from b2b.application.integration.ports import BulkStore, SyncStates
from b2b.application.integration.push import PUSH_HANDLERS
from b2b.application.integration.queries.sync_status import ReadSyncStatus
from b2b.infrastructure.persistence.bulk.store import SqlBulkStore
from b2b.infrastructure.persistence.readers.sync_states import SqlSyncStates


class IntegrationProvider(Provider):
    scope = Scope.REQUEST

    bulk_store = provide(SqlBulkStore, provides=BulkStore)
    sync_states = provide(SqlSyncStates, provides=SyncStates)
    handlers = provide_all(*PUSH_HANDLERS, ReadSyncStatus)
