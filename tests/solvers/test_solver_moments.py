"""The run log keeps what says something and stays short."""

from __future__ import annotations

import json

from planner.judge.run_log import Moment, RunLog
from solvers.moments import Moments
from solvers.progress import Progress


def moment(at_s: float, best: float, phase: str = "polish") -> Moment:
    return Moment(at_s, phase, 0, 0.0, best, None)


def test_a_new_phase_is_kept_and_a_state_that_says_nothing_new_is_not() -> None:
    moments = Moments()
    for one in (moment(1.0, 5.0), moment(2.0, 5.0), moment(2.0, 5.0, "done")):
        moments.note(one)
    assert [one.phase for one in moments.all()] == ["polish", "done"]


def test_the_last_state_is_kept_however_soon_it_came() -> None:
    moments = Moments()
    for one in (moment(1.0, 5.0), moment(1.01, 4.0), moment(1.02, 3.0)):
        moments.note(one)
    assert [one.best for one in moments.all()] == [5.0, 3.0]


def test_progress_becomes_a_moment_with_all_it_says() -> None:
    moments = Moments()
    moments.hear(
        1.23456, Progress("start", violations=2, violation=0.5, violation_by_rule={"balance": 0.5})
    )
    (one,) = moments.all()
    assert one == Moment(1.235, "start", 2, 0.5, None, None, {"balance": 0.5})
    assert one.row() == ("1.2", "start", "", "", "", "balance=0.5")


def test_the_log_grows_with_the_logarithm_of_the_time() -> None:
    moments = Moments()
    for step in range(100_000):  # ten thousand seconds in which every look finds something better
        moments.note(moment(step / 10, -float(step)))
    assert 100 < len(moments.all()) < 250


def test_a_log_can_be_carried_as_json() -> None:
    log = RunLog({"seed": 1}, (moment(0.5, 2.0),))
    assert json.loads(json.dumps(log.fields()))["moments"][0]["best"] == 2.0
