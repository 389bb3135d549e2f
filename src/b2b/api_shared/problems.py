"""Every refusal of both APIs as an RFC 9457 problem, from one table."""

from typing import Any, Final
from uuid import uuid4

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, ServiceUnavailableException, ValidationException
from litestar.types import ExceptionHandlersMap

from b2b.domain.identity.errors import KeyMissing, KeyRefused, TokenExpired, TokenInvalid
from b2b.domain.shared.errors import (
    Conflict,
    DomainError,
    Fault,
    Forbidden,
    Invalid,
    NotFound,
    PreconditionFailed,
    PreconditionRequired,
    TooManyRequests,
    Unauthenticated,
)

AnyRequest = Request[Any, Any, Any]
log = structlog.get_logger(__name__)

MEDIA_TYPE: Final = "application/problem+json"
# After this long somebody who met a service that is not available asks again.
RETRY_SECONDS: Final = 2

STATUS_BY_KIND: Final[dict[type, int]] = {
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    PreconditionFailed: 412,
    Invalid: 422,
    PreconditionRequired: 428,
    TooManyRequests: 429,
}
# How to ask instead, by what was wrong (RFC 9110, RFC 6750).
BEARER: Final = "Bearer"
API_KEY: Final = 'ApiKey realm="integration", Bearer realm="integration"'
INVALID_BEARER: Final = 'Bearer error="invalid_token"'
CHALLENGES: Final[dict[type, str]] = {
    KeyMissing: API_KEY,
    KeyRefused: API_KEY,
    TokenInvalid: INVALID_BEARER,
    TokenExpired: INVALID_BEARER,
}
# Litestar's own refusals, before any code of ours runs.
CODES_BY_STATUS: Final = {
    400: ("request.malformed", "The request cannot be read."),
    401: ("access.sign_in_required", "Sign in first."),
    403: ("access.forbidden", "You may not do this."),
    404: ("resource.not_found", "There is nothing here."),
    405: ("request.method_not_allowed", "This method is not offered here."),
    406: ("request.not_acceptable", "None of the media types asked for is offered."),
    413: ("request.too_large", "The request is too large."),
    415: ("request.media_type", "This media type is not accepted here."),
    422: ("request.invalid", "The request has faults."),
    503: ("service.unavailable", "The service is not available just now."),
}
UNNAMED: Final = ("request.refused", "The request was refused.")


class ProblemError(msgspec.Struct, frozen=True, kw_only=True):
    """One fault of the request: where (JSON pointer), what (code), in words."""

    pointer: str
    code: str
    detail: str


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """An RFC 9457 problem. Programs branch on `code`; people read `detail`."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str | None = None
    facts: dict[str, str] = {}
    errors: list[ProblemError] = []


def status_of(error: DomainError) -> int:
    return next(STATUS_BY_KIND[kind] for kind in type(error).__mro__ if kind in STATUS_BY_KIND)


def code_of(error: DomainError | HTTPException) -> str:
    """The code that the problem will have."""
    if isinstance(error, DomainError):
        return error.code
    return CODES_BY_STATUS.get(error.status_code, UNNAMED)[0]


def problem_of(error: DomainError, request_id: str | None) -> Problem:
    return Problem(
        type=f"/problems/{error.code}",
        title=error.title,
        status=status_of(error),
        detail=error.title,
        code=error.code,
        request_id=request_id,
        facts={name: str(fact) for name, fact in error.facts.items()},
        errors=[_error(fault) for fault in error.faults],
    )


def _error(fault: Fault) -> ProblemError:
    return ProblemError(pointer=fault.pointer, code=fault.code, detail=fault.detail)


def _answer(problem: Problem, headers: dict[str, str] | None = None) -> Response[Problem]:
    return Response(problem, status_code=problem.status, media_type=MEDIA_TYPE, headers=headers)


def _request_id(request: AnyRequest) -> str | None:
    found = request.scope.get("state", {}).get("request_id")
    return found if isinstance(found, str) else None


def on_domain_error(request: AnyRequest, error: DomainError) -> Response[Problem]:
    problem = problem_of(error, _request_id(request))
    headers = {}
    if isinstance(error, TooManyRequests):
        headers["Retry-After"] = str(error.facts.get("retry_after", 60))
    if isinstance(error, Unauthenticated):
        headers["WWW-Authenticate"] = CHALLENGES.get(type(error), BEARER)
    return _answer(problem, headers)


def on_http_exception(request: AnyRequest, error: HTTPException) -> Response[Problem]:
    status = 422 if isinstance(error, ValidationException) else error.status_code
    code, title = CODES_BY_STATUS.get(status, UNNAMED)
    problem = Problem(
        type=f"/problems/{code}",
        title=title,
        status=status,
        detail=title,
        code=code,
        request_id=_request_id(request),
        errors=_parameter_faults(error),
    )
    return _answer(problem, _kept_headers(error))


def _kept_headers(error: HTTPException) -> dict[str, str]:
    """Which methods there are; HEAD is wherever GET is."""
    allowed = next((value for name, value in (error.headers or {}).items() if name.lower() == "allow"), None)
    if allowed is None:
        return {}
    methods = {method.strip() for method in allowed.split(",")}
    return {"Allow": ", ".join(sorted(methods | {"HEAD"} if "GET" in methods else methods))}


def _parameter_faults(error: HTTPException) -> list[ProblemError]:
    """What Litestar says of query, path and header parameters: one entry each."""
    if not isinstance(error, ValidationException) or not isinstance(error.extra, list):
        return []
    return [
        ProblemError(
            pointer=f"/{found.get('key', '')}", code="value.invalid", detail=str(found.get("message", ""))
        )
        for found in error.extra
        if isinstance(found, dict)
    ]


def on_unexpected(request: AnyRequest, error: Exception) -> Response[Problem]:
    """Nothing of the inside reaches the caller; the log has it under the same request id."""
    request_id = _request_id(request) or str(uuid4())
    log.error("request.failed", request_id=request_id, exc_info=error)
    problem = Problem(
        type="/problems/service.failed",
        title="Something went wrong on our side.",
        status=500,
        detail="Something went wrong on our side. Nothing was changed; the request id helps us find out why.",
        code="service.failed",
        request_id=request_id,
    )
    return _answer(problem)


def on_unavailable(request: AnyRequest, error: Exception) -> Response[Problem]:
    """The database is away, or too busy to be waited for. Nothing was changed, so asking again is safe."""
    log.warning("request.unavailable", request_id=_request_id(request), error=type(error).__name__)
    answer = on_http_exception(request, ServiceUnavailableException())
    answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


EXCEPTION_HANDLERS: Final[ExceptionHandlersMap] = {
    DomainError: on_domain_error,
    HTTPException: on_http_exception,
    Exception: on_unexpected,
}
