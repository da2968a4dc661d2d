"""Progress on stderr: one line at a time, not too many of them."""

from __future__ import annotations

import pytest

from solvers.progress import Progress
from solvers.progress_lines import ProgressLines, line


def test_progress_is_printed_ten_times_a_second_at_most(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = [0.0]
    monkeypatch.setattr("solvers.progress_lines.time.monotonic", lambda: clock[0])
    report = ProgressLines()
    for hundredth in range(100):
        clock[0] = hundredth / 100
        report(Progress("improve", best=100.0 - hundredth))
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 10
    assert lines[0] == line(0.0, Progress("improve", best=100.0))


def test_a_line_tells_phase_best_bound_and_broken_rules() -> None:
    assert line(0.0, Progress("start")) == "    0.0 s start   "
    broken = Progress(
        "polish", best=4.0, bound=3.0, violations=2, violation=1.25,
        violation_by_rule={"balance": 0.25, "pieces": 1.0},
    )  # fmt: skip
    assert line(2.5, broken) == (
        "    2.5 s polish    best 4  bound 3  2 rules broken: balance 0.25, pieces 1"
    )
