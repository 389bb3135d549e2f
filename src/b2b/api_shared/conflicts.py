"""What a list of conflicts is asked by, in both APIs."""

from typing import Annotated

from litestar.params import QueryParameter

from b2b.api_shared.inputs import WITHOUT_NUL
from b2b.domain.integration.ownership import Disagreement, SharedField

ConflictState = Annotated[
    Disagreement,
    QueryParameter(
        name="state",
        description="`open` waits to be decided; `rejected` was decided against the ERP; of `quiet` ones the"
        " ERP has said nothing since.",
    ),
]
ConflictField = Annotated[
    SharedField | None, QueryParameter(name="field", description="Only conflicts over this field.")
]
ConflictCustomer = Annotated[
    str | None,
    QueryParameter(
        name="customer",
        min_length=1,
        max_length=100,
        pattern=WITHOUT_NUL,
        description="Only those of the dealer with this code or external id.",
    ),
]
