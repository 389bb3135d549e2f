from enum import StrEnum
from typing import Annotated

from litestar.params import QueryParameter

from b2b.application.integration.ports import Mode


class Results(StrEnum):
    NOTABLE = "notable"
    ALL = "all"


ModeQuery = Annotated[Mode, QueryParameter(description="For lines; a JSON body says it itself.")]
DryRunQuery = Annotated[
    bool, QueryParameter(description="For lines: answer what would become of them, and write nothing.")
]
ResultsQuery = Annotated[
    Results,
    QueryParameter(
        description="`all` names every item of a JSON body, and refuses lines; else those not simply written."
    ),
]
