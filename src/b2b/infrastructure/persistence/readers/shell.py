from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from b2b.application.home.queries.shell import Shell
from b2b.application.shared.values import money_of
from b2b.domain.identity.errors import UserNotFound
from b2b.domain.shared.ids import CustomerId, UserId

# The person may be of the distributor while the customer is the dealer they work for.
_SHELL: Final = text("""
select u.full_name, u.language, t.name as distributor, c.title, c.code, c.currency,
       (select array_agg(r.name order by r.code)
          from user_roles ur join roles r on r.id = ur.role_id
         where ur.user_id = u.id) as roles,
       (select count(*) from carts k join cart_lines l on l.cart_id = k.id
         where k.user_id = u.id and k.customer_id = c.id) as cart_lines,
       (select a.credit_limit - a.balance - a.held from accounts a
         where a.customer_id = c.id and a.currency = c.currency) as free_credit,
       (select count(*) from approvals p
         where p.state = 'waiting' and (c.id is null or p.customer_id = c.id)) as waiting
  from users u
  join tenants t on t.id = u.tenant_id
  left join customers c on c.id = :customer
 where u.id = :user
""")


class SqlShellReader:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, user_id: UserId, customer_id: CustomerId | None) -> Shell:
        asked = {"user": user_id, "customer": customer_id}
        row = (await self._session.execute(_SHELL, asked)).one_or_none()
        if row is None:
            raise UserNotFound(user_id=user_id)
        return Shell(
            full_name=row.full_name,
            roles=row.roles or [],
            language=row.language,
            distributor=row.distributor,
            company=row.title or row.distributor,
            customer_code=row.code,
            currency=row.currency,
            cart_lines=row.cart_lines,
            free_credit=None if row.free_credit is None else money_of(row.free_credit, row.currency),
            waiting_approvals=row.waiting,
        )
