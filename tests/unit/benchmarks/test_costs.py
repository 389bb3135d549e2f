"""What each kind of process spent, though processes come and go."""

from benchmarks.costs import Process, spent_between


def test_each_kind_has_what_its_processes_spent_meanwhile() -> None:
    one, other, worker = Process("portal", 1, 0.0), Process("portal", 2, 0.0), Process("worker", 3, 0.0)
    before = {one: 10.0, other: 20.0, worker: 5.0}
    after = {one: 11.0, other: 22.0, worker: 5.5}
    assert spent_between(before, after) == {"portal": 3.0, "worker": 0.5}


def test_a_process_that_ended_takes_nothing_from_those_that_stay() -> None:
    stays, ends = Process("postgres", 1, 0.0), Process("postgres", 2, 0.0)
    assert spent_between({stays: 10.0, ends: 300.0}, {stays: 12.0}) == {"postgres": 2.0}


def test_a_process_that_began_counts_whole_though_its_number_was_used_before() -> None:
    earlier, later = Process("postgres", 2, 0.0), Process("postgres", 2, 60.0)
    assert spent_between({earlier: 300.0}, {later: 1.5}) == {"postgres": 1.5}
