from dishka import AnyOf, Provider, Scope, provide, provide_all

from b2b.application.customers.change_customer import ChangeCustomerHandler
from b2b.application.customers.keep_addresses import (
    AddAddressHandler,
    AddressDesk,
    DeleteAddressHandler,
    EditAddressHandler,
)
from b2b.application.customers.ports import (
    Addresses,
    CustomerDirectory,
    Customers,
    CustomerSessions,
    FieldNotes,
)
from b2b.application.customers.queries.customers import (
    CustomerReader,
    ListAddresses,
    ListCustomers,
    ShowCustomer,
)
from b2b.application.integration.conflicts import ConflictReader, LocalChanges
from b2b.application.integration.decide_conflict import DecideConflictHandler, TakingOver
from b2b.application.integration.queries.conflicts import ListConflicts
from b2b.infrastructure.persistence.readers.conflicts import SqlConflictReader
from b2b.infrastructure.persistence.readers.customers import SqlCustomerDirectory, SqlCustomerReader
from b2b.infrastructure.persistence.repositories.customers import (
    SqlAddresses,
    SqlCustomers,
    SqlCustomerSessions,
)
from b2b.infrastructure.persistence.repositories.local_changes import SqlLocalChanges


class CustomersProvider(Provider):
    """Dealers and their addresses."""

    scope = Scope.REQUEST

    directory = provide(SqlCustomerDirectory, provides=CustomerDirectory)
    reader = provide(SqlCustomerReader, provides=CustomerReader)
    customers = provide(SqlCustomers, provides=Customers)
    sessions = provide(SqlCustomerSessions, provides=CustomerSessions)
    addresses = provide(SqlAddresses, provides=Addresses)
    local_changes = provide(SqlLocalChanges, provides=AnyOf[LocalChanges, FieldNotes])

    conflict_reader = provide(SqlConflictReader, provides=ConflictReader)

    desks = provide_all(AddressDesk, TakingOver)
    handlers = provide_all(ChangeCustomerHandler, AddAddressHandler, EditAddressHandler, DeleteAddressHandler)
    conflicts = provide_all(ListConflicts, DecideConflictHandler)
    queries = provide_all(ListCustomers, ShowCustomer, ListAddresses)
