from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from b2b.domain.accounts.account import Account
from b2b.domain.accounts.journal import Document, EntryHead
from b2b.domain.accounts.open_items import OpenItem
from b2b.domain.shared.ids import AccountId, CustomerId, EntryId, OrderId, new_id
from tests.unit.shared.strategies import TRY, lira

NOW = datetime(2026, 3, 15, 9, 30, tzinfo=UTC)
TODAY = date(2026, 3, 15)
ACCOUNT = AccountId(new_id())


def an_account(*, limit: str = "1000.00") -> Account:
    return Account.open(id=ACCOUNT, customer_id=CustomerId(new_id()), currency=TRY, credit_limit=lira(limit))


def an_order_id() -> OrderId:
    return OrderId(new_id())


def a_head(
    number: str = "FTR-1",
    *,
    dated: date = TODAY,
    due: date | None = None,
    account_id: AccountId = ACCOUNT,
) -> EntryHead:
    return EntryHead(
        id=EntryId(new_id()),
        reference=f"document:{number}",
        account_id=account_id,
        document=Document(number, dated, due),
        occurred_at=NOW,
    )


def an_item(amount: str, *, days_overdue: int, number: int | None = None) -> OpenItem:
    due = TODAY - timedelta(days=days_overdue)
    return OpenItem.of(EntryId(new_id() if number is None else UUID(int=number)), due, lira(amount))
