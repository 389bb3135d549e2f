import re
from typing import Final

from b2b.domain.identity.errors import InvalidTenantCode

_CODE: Final = re.compile(r"[a-z][a-z0-9-]{1,39}")


def tenant_code(text: str) -> str:
    """It is part of every API key, between underscores. Raises `InvalidTenantCode`."""
    if not _CODE.fullmatch(text):
        raise InvalidTenantCode(tenant=text)
    return text
