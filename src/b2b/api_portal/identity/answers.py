"""The refusals that many operations here share, as the documents show them."""

from litestar.openapi import ResponseSpec

from b2b.api_shared.problems import Problem

SIGNED_OUT = ResponseSpec(Problem, description="Nobody is signed in, or the session has ended.")
NOT_ALLOWED = ResponseSpec(
    Problem, description="The caller lacks the right, has fewer rights than this needs, or is suspended."
)
NOT_FOUND = ResponseSpec(Problem, description="There is no such thing that the caller may see.")
CONFLICT = ResponseSpec(Problem, description="It exists already, or its present state does not allow this.")
PASSED = ResponseSpec(Problem, description="It changed since it was read.")
FAULTY = ResponseSpec(Problem, description="The request has faults; all are listed.")
VERSION_MISSING = ResponseSpec(Problem, description="The If-Match header is missing.")

TOO_MANY = ResponseSpec(Problem, description="Too many requests; Retry-After says when to come back.")
MALFORMED = ResponseSpec(Problem, description="The body is not JSON.")

READ = {401: SIGNED_OUT, 403: NOT_ALLOWED, 404: NOT_FOUND, 422: FAULTY, 429: TOO_MANY}
WRITE = READ | {400: MALFORMED, 409: CONFLICT}
EDIT = WRITE | {412: PASSED, 428: VERSION_MISSING}
