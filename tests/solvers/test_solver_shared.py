"""Limits, seed, stop, progress pace and the CP-SAT call that all solvers share."""

from __future__ import annotations

import numpy as np
import pytest
from ortools.sat.python import cp_model

from planner.judge.problem import StoppedBy
from solvers.options import SolveOptions
from solvers.progress import Progress
from solvers.run import run
from solvers.scaling import down, nearest, scale_for, up
from solvers.watch import REPORT_EVERY_S, Watch


@pytest.mark.parametrize(
    "wrong",
    [{"seed": -1}, {"work": -1.0}, {"work": float("nan")}, {"time_limit_s": 0.0}, {"workers": 0}],
)
def test_limits_that_make_no_sense_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be"):
        SolveOptions(**wrong)


def test_a_watch_says_who_ended_the_work() -> None:
    assert not Watch(SolveOptions()).over()
    assert Watch(SolveOptions()).stopped_by is StoppedBy.WORK
    asked = Watch(SolveOptions(), stop=lambda: True)
    assert asked.over()
    assert asked.stopped_by is StoppedBy.USER
    late = Watch(SolveOptions(time_limit_s=1e-9))
    assert late.over()
    assert late.stopped_by is StoppedBy.TIME


def test_what_is_over_stays_over() -> None:
    answers = iter([True, False])
    watch = Watch(SolveOptions(), stop=lambda: next(answers))
    assert watch.over()
    assert watch.over()


def test_progress_is_passed_on_ten_times_a_second_at_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [0.0]
    monkeypatch.setattr("solvers.watch.time.monotonic", lambda: clock[0])
    heard: list[Progress] = []
    watch = Watch(SolveOptions(), report=heard.append)
    assert watch.due()
    watch.tell(Progress("start"))
    assert not watch.due()
    clock[0] = REPORT_EVERY_S
    assert watch.due()
    assert len(heard) == 1


def test_nobody_listening_is_never_due() -> None:
    assert not Watch(SolveOptions()).due()


def hard_model() -> cp_model.CpModel:
    """Pack 40 odd weights into ten bins as evenly as can be: never proven in a second."""
    model = cp_model.CpModel()
    weights = [101 + 7 * i % 89 for i in range(40)]
    worst = model.new_int_var(0, sum(weights), "worst")
    rows = [[model.new_bool_var(f"x{i}_{b}") for b in range(10)] for i in range(40)]
    for row in rows:
        model.add_exactly_one(row)
    for b in range(10):
        model.add(sum(w * row[b] for w, row in zip(weights, rows, strict=True)) <= worst)
    model.minimize(worst)
    return model


def test_a_limit_of_work_gives_the_same_answer_twice() -> None:
    answers = [
        run(hard_model(), seed=3, deterministic_s=0.05, stop=lambda: False)[0] for _ in range(2)
    ]
    assert answers[0].objective_value == answers[1].objective_value


def test_a_stop_before_the_search_is_not_lost() -> None:
    _, status = run(hard_model(), seed=1, deterministic_s=1e6, stop=lambda: True)
    assert status == cp_model.UNKNOWN


def test_a_stop_during_the_search_brings_back_what_was_found() -> None:
    asked = iter([False] * 6)
    solver, status = run(hard_model(), seed=1, deterministic_s=1e6, stop=lambda: next(asked, True))
    assert status == cp_model.FEASIBLE
    assert solver.objective_value > 0


def test_integers_are_rounded_to_the_side_asked_for() -> None:
    values = np.array([0.15, 0.25, 0.6])
    scale = scale_for(values, 10)
    assert scale == pytest.approx(10.0)
    assert down(values, scale).tolist() == [1, 2, 6]
    assert up(values, scale).tolist() == [2, 3, 6]
    assert nearest([0.26], 10).tolist() == [3]
    assert scale_for([0.0, 0.0]) == 1.0
