"""What is kept of a solve for its report, and what is printed meanwhile."""

from __future__ import annotations

import json

import pytest
from builders import grid_problem

from solvers.options import SolveOptions
from solvers.progress import Progress
from solvers.run_log import MOST_EVENTS, RunLog


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the seconds of a clock that stands still until they are changed."""
    now = [0.0]
    monkeypatch.setattr("solvers.run_log.time.monotonic", lambda: now[0])
    return now


def kept(log: RunLog) -> list[dict[str, object]]:
    fields = log.fields(grid_problem(2, 2, 2), "{}", SolveOptions())
    assert json.loads(json.dumps(fields)) == fields
    return list(fields["events"])


def test_progress_is_printed_ten_times_a_second_at_most(clock: list[float]) -> None:
    said: list[str] = []
    log = RunLog(said.append)
    for hundredth in range(100):
        clock[0] = hundredth / 100
        log(Progress("improve", best=100.0 - hundredth))
    assert len(said) == 10
    assert "improve" in said[0]
    assert "best 100" in said[0]


def test_a_line_tells_bound_and_broken_rules(clock: list[float]) -> None:
    said: list[str] = []
    log = RunLog(said.append)
    clock[0] = 2.5
    log(Progress("polish", best=4.0, bound=3.0, violations=2, violation=0.25))
    assert said == ["    2.5 s polish    best 4  bound 3  2 rules broken by 0.25"]


def test_only_changes_are_kept(clock: list[float]) -> None:
    log = RunLog()
    for seconds, best in ((0.0, 9.0), (0.1, 9.0), (0.2, 8.0)):
        clock[0] = seconds
        log(Progress("improve", best=best))
    assert [(event["s"], event["best"]) for event in kept(log)] == [(0.0, 9.0), (0.2, 8.0)]


def test_a_long_run_keeps_a_bounded_log_with_its_first_and_last_change(clock: list[float]) -> None:
    log = RunLog()
    for step in range(10 * MOST_EVENTS):
        clock[0] = step / 10
        log(Progress("improve", best=float(-step)))
    events = kept(log)
    assert MOST_EVENTS / 2 <= len(events) <= MOST_EVENTS
    assert events[0]["best"] == 0.0
    assert events[-1]["best"] == -float(10 * MOST_EVENTS - 1)


def test_a_report_names_the_problem_by_the_sum_of_its_file(clock: list[float]) -> None:
    fields = RunLog().fields(grid_problem(3, 4, 3), "{}", SolveOptions(seed=7))
    assert fields["problem"]["n"] == 12
    assert fields["problem"]["sha256"].startswith("44136fa355b3678a")  # of {}
    assert fields["options"]["seed"] == 7
