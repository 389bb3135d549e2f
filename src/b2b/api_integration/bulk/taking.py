"""From a request to its answer: every push leaves a receipt, also one that is wrong as a whole."""

from typing import Final

from litestar import Response
from litestar.exceptions import HTTPException

from b2b.api_integration.bulk.requests import Asked, read_push
from b2b.api_shared.bodies import ApiRequest
from b2b.api_shared.problems import code_of
from b2b.application.integration.decoding import ItemKind
from b2b.application.integration.push import Meter, PushHandler, RefusedPush
from b2b.application.integration.results import PushResult
from b2b.domain.shared.errors import DomainError

RECEIPT_HEADER: Final = "Receipt-Id"


async def take_push(
    request: ApiRequest, push: PushHandler, kind: ItemKind, asked: Asked
) -> Response[PushResult]:
    meter = Meter()
    try:
        read = await read_push(request, kind, asked, meter)
    except (DomainError, HTTPException) as refusal:
        await push.refuse(
            RefusedPush(
                mode=asked.mode,
                dry_run=asked.dry_run,
                code=code_of(refusal),
                received_bytes=meter.received_bytes,
            )
        )
        raise
    result = await push(read)
    return Response(result, headers={RECEIPT_HEADER: str(result.receipt_id)})
