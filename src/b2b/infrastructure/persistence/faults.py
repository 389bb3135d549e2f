"""What a database raises that is away, restarting, or refuses what it is told.

By SQLAlchemy; by the driver, where it is asked directly; by the network between. Loops that go on whatever
happens to one round expect all of them.
"""

from typing import Final

import psycopg
from sqlalchemy.exc import SQLAlchemyError

DATABASE_FAULTS: Final = (SQLAlchemyError, psycopg.Error, OSError)
