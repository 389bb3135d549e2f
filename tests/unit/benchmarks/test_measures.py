from benchmarks.measures import Figure, Floor, Reading, median, median_ratio, percentile, reading_of

FLOOR = Floor(ratio=0.35, p95_ms=100.0)


def a_figure(*, ratio: float, p95_ms: float, floor: Floor | None = FLOOR) -> Figure:
    return Figure(
        name="page",
        title="Page",
        unit="requests/s",
        ours=Reading(rate=100.0, p95_ms=p95_ms),
        limit=Reading(rate=200.0),
        ratio=ratio,
        floor=floor,
        runs=3,
    )


def test_a_percentile_is_a_value_that_was_measured() -> None:
    ordered = [float(number) for number in range(1, 101)]

    assert percentile(ordered, 50) == 50.0
    assert percentile(ordered, 95) == 95.0
    assert percentile(ordered, 99) == 99.0
    assert percentile([7.0], 95) == 7.0


def test_a_reading_counts_what_was_finished_each_second() -> None:
    reading = reading_of([30.0, 10.0, 20.0, 40.0], seconds=2.0)

    assert reading.rate == 2.0
    assert reading.p50_ms == 20.0
    assert reading.p99_ms == 40.0


def test_one_bad_run_of_three_does_not_count() -> None:
    runs = [Reading(rate=100.0, p95_ms=9.0), Reading(rate=5.0, p95_ms=300.0), Reading(rate=110.0, p95_ms=8.0)]

    assert median(runs) == Reading(rate=100.0, p95_ms=9.0)


def test_ratios_are_taken_pair_by_pair() -> None:
    ours = [Reading(rate=50.0), Reading(rate=25.0), Reading(rate=60.0)]
    limits = [Reading(rate=100.0), Reading(rate=50.0), Reading(rate=100.0)]

    assert median_ratio(ours, limits) == 0.5


def test_a_floor_holds_for_the_ratio_and_for_the_time() -> None:
    assert a_figure(ratio=0.35, p95_ms=99.0).passed
    assert not a_figure(ratio=0.34, p95_ms=99.0).passed
    assert not a_figure(ratio=0.5, p95_ms=100.0).passed


def test_a_floor_may_be_so_many_a_second() -> None:
    assert a_figure(ratio=0.0, p95_ms=9.0, floor=Floor(rate=100.0)).passed
    assert not a_figure(ratio=0.0, p95_ms=9.0, floor=Floor(rate=101.0)).passed


def test_a_figure_without_a_floor_cannot_fail() -> None:
    assert a_figure(ratio=0.0, p95_ms=9999.0, floor=None).passed
