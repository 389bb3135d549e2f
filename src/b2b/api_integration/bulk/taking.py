"""From a request to its answer: every push leaves a receipt, also one that is wrong as a whole."""

from typing import Any, Final

from litestar import Response
from litestar.exceptions import HTTPException

from b2b.api_integration.bulk.documents import JobAccepted
from b2b.api_integration.bulk.parameters import RESPOND_ASYNC
from b2b.api_integration.bulk.requests import Asked, Body, read_push
from b2b.api_shared.bodies import ApiRequest
from b2b.api_shared.problems import code_of
from b2b.application.integration.decoding import ItemKind
from b2b.application.integration.jobs import PushJob
from b2b.application.integration.push import Meter, PushHandler, RefusedPush
from b2b.domain.shared.errors import DomainError

RECEIPT_HEADER: Final = "Receipt-Id"
JOBS_PATH: Final = "/api/integration/v1/jobs"
ASK_AGAIN_SECONDS: Final = 2
_REFUSALS: Final = (DomainError, HTTPException)


async def take_push(request: ApiRequest, push: PushHandler, kind: ItemKind, asked: Asked) -> Response[Any]:
    """The result, or the job where the sender does not wait."""
    meter = Meter()
    try:
        body = await read_push(request, asked, meter)
        push.require_offered(body.mode)
        job = await push.accept(body.later()) if _answers_at_once(request) else None
    except _REFUSALS as refusal:
        await push.refuse(
            RefusedPush(
                mode=asked.mode,
                dry_run=asked.dry_run,
                code=code_of(refusal),
                received_bytes=meter.received_bytes,
            )
        )
        raise
    return await _now(push, body, kind) if job is None else _later(job)


async def _now(push: PushHandler, body: Body, kind: ItemKind) -> Response[Any]:
    result = await push(body.now(kind))
    return Response(result, headers={RECEIPT_HEADER: str(result.receipt_id)})


def _later(job: PushJob) -> Response[Any]:
    headers = {
        "Location": f"{JOBS_PATH}/{job.id}",
        "Preference-Applied": RESPOND_ASYNC,
        "Retry-After": str(ASK_AGAIN_SECONDS),
    }
    return Response(JobAccepted(job=job), status_code=202, headers=headers)


def _answers_at_once(request: ApiRequest) -> bool:
    """RFC 7240: preferences are separated by commas, and may have parameters."""
    given = ",".join(request.headers.getall("prefer", []))
    return RESPOND_ASYNC in {part.partition(";")[0].strip().lower() for part in given.split(",")}
