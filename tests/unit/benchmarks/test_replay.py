import pytest

from benchmarks.replay import NothingRecorded, Seen, executed, filled, script_of

LOG = """\
2026-11-21 18:47:52.782 UTC [3228] LOG:  statement: BEGIN
2026-11-21 18:47:52.783 UTC [3228] LOG:  execute <unnamed>: BEGIN
2026-11-21 18:47:52.784 UTC [3228] LOG:  execute _pg3_1: select enter_tenant($1, $2)
2026-11-21 18:47:52.784 UTC [3228] DETAIL:  Parameters: $1 = 'it''s, $2 = x', $2 = NULL
2026-11-21 18:47:52.785 UTC [3228] LOG:  execute <unnamed>: SELECT name
\tFROM products
\tWHERE at > $1::timestamptz AND id = $12
2026-11-21 18:47:52.785 UTC [3228] DETAIL:  Parameters: $1 = '2026-11-21 10:00', $12 = '7'
2026-11-21 18:47:52.786 UTC [3228] LOG:  execute <unnamed>: SELECT 1
2026-11-21 18:47:52.787 UTC [3228] LOG:  execute _pg3_0: COMMIT
"""


def test_statements_are_seen_with_their_parameters() -> None:
    assert [filled(seen) for seen in executed(LOG)] == [
        "select enter_tenant('it''s, $2 = x', NULL)",
        "SELECT name\nFROM products\nWHERE at > E'2026-11-21 10\\x3a00'::timestamptz AND id = '7'",
        "SELECT 1",
    ]


def test_what_pgbench_would_take_for_a_variable_is_written_as_its_number() -> None:
    assert filled(Seen("select $1", {"1": r"'a:b\c'"})) == r"select E'a\x3ab\\c'"
    assert filled(Seen("select $1", {"1": r"'a\c'"})) == r"select 'a\c'"


def test_a_literal_is_of_the_type_that_its_place_has() -> None:
    seen = Seen("select case when $1 then $2 else $2 end", {"1": "'t'", "2": "NULL"})

    assert filled(seen, ["boolean", "tsquery"]) == (
        "select case when 't'::boolean then NULL::tsquery else NULL::tsquery end"
    )


def test_a_script_is_one_pipeline_in_one_transaction() -> None:
    lines = script_of(["select 1", "select 2"]).splitlines()

    assert lines == ["\\startpipeline", "begin;", "select 1;", "select 2;", "commit;", "\\endpipeline"]


def test_a_request_that_asked_nothing_has_no_limit() -> None:
    with pytest.raises(NothingRecorded):
        script_of([])
