import re

import pytest

from b2b.api_shared.problems import CODES_BY_STATUS, status_of
from b2b.domain.shared.errors import DomainError
from scripts.error_codes import PAGE, concrete_errors, page, problems

ERRORS = concrete_errors()
CODE = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*")


@pytest.mark.parametrize("error", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_has_a_code_a_sentence_and_a_status(error: type[DomainError]) -> None:
    assert CODE.fullmatch(error.code)
    assert error.title.endswith(".")
    assert status_of(error()) in {401, 403, 404, 409, 412, 422, 428, 429}


def test_no_two_errors_share_a_code() -> None:
    codes = [error.code for error in ERRORS]
    twice = {code for code in codes if codes.count(code) > 1}

    assert twice == set()


def test_every_code_has_one_status() -> None:
    """Litestar's own refusals share some codes with ours, and then their status too."""
    ours = {found.code: found.status for found in problems()}

    assert len(problems()) == len(ours)
    for status, (code, _) in CODES_BY_STATUS.items():
        assert ours[code] == status


def test_the_page_of_errors_is_current() -> None:
    assert PAGE.read_text() == page(), "Run scripts/error_codes.py and commit."
