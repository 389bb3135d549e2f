from enum import StrEnum
from typing import Annotated, Final

from litestar.params import QueryParameter

from b2b.application.integration.ports import Mode

RESPOND_ASYNC: Final = "respond-async"


class Results(StrEnum):
    NOTABLE = "notable"
    ALL = "all"


ModeQuery = Annotated[
    Mode,
    QueryParameter(
        description="For lines; a JSON body says it itself. `snapshot` is for products, prices and stock."
    ),
]
DryRunQuery = Annotated[
    bool, QueryParameter(description="For lines: answer what would become of them, and write nothing.")
]
ResultsQuery = Annotated[
    Results,
    QueryParameter(
        description="`all` names every item of a JSON body, and refuses lines; else those not simply written."
    ),
]
