"""`python -m solvers`: files in, files out, exit codes, one line per fault."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from builders import grid_problem

from planner.judge.problem_file import problem_to_json
from planner.judge.verify import violations
from planner.model.types import ints
from solvers.__main__ import BAD_INPUT, INTERNAL_ERROR, MET, NOT_MET, main


def written(folder: Path, **changed: Any) -> Path:
    document = json.loads(problem_to_json(grid_problem(3, 4, 3))) | changed
    path = folder / "problem.json"
    path.write_text(json.dumps(document))
    return path


def solved(path: Path, *more: str) -> tuple[int, Path, Path]:
    out, report = path.parent / "owner.csv", path.parent / "report.json"
    code = main(
        ["solve", str(path), "--out", str(out), "--report", str(report), "--work", "1", *more]
    )
    return code, out, report


def test_a_problem_file_gives_an_owner_file_and_a_report(tmp_path: Path) -> None:
    code, out, report = solved(written(tmp_path), "--seed", "7")
    assert code == MET
    with out.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["region"] for row in rows] == [str(i) for i in range(12)]
    owner = ints([int(row["territory"]) for row in rows])
    assert violations(grid_problem(3, 4, 3), owner) == ()
    told = json.loads(report.read_text())
    assert told["status"] in ("feasible", "optimal")
    assert told["components_beyond_one"] == 0
    assert told["worst_deviation"] == {"measure 0": 0.0}
    assert told["stopped_by"] == "work"
    assert told["seed"] == 7
    assert set(told["versions"]) >= {"python", "ortools", "numba"}
    assert told["run_log"]["asked"]["work"] == 1.0
    moments = told["run_log"]["moments"]
    assert (moments[0]["phase"], moments[-1]["phase"]) == ("start", "done")
    assert moments[-1]["best"] == told["score"]
    problem = (tmp_path / "problem.json").read_bytes()
    assert told["problem"]["sha256"] == hashlib.sha256(problem).hexdigest()


def test_progress_goes_to_stderr_and_the_answer_to_stdout(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    solved(written(tmp_path), "--progress")
    said = capsys.readouterr()
    assert " start " in said.err.splitlines()[0]
    assert json.loads(said.out)["status"] in ("feasible", "optimal")
    solved(written(tmp_path))
    assert capsys.readouterr().err == ""


def test_a_zipped_problem_is_read_and_two_runs_are_equal(tmp_path: Path) -> None:
    path = tmp_path / "problem.json.gz"
    path.write_bytes(gzip.compress(problem_to_json(grid_problem(4, 5, 3)).encode()))
    first = solved(path)[1].read_bytes()
    assert solved(path)[1].read_bytes() == first


def test_rules_not_met_give_exit_code_1_and_still_a_plan(tmp_path: Path) -> None:
    weights = np.ones((12, 1))
    weights[0] = 100.0
    code, out, report = solved(written(tmp_path, weights=weights.tolist()))
    assert code == NOT_MET
    assert len(out.read_text().splitlines()) == 13
    told = json.loads(report.read_text())
    assert told["status"] == "infeasible"
    assert told["floors"][0]["territory_or_region"] == 0
    assert told["clash"]


def test_every_fault_is_one_line_and_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(
        tmp_path, targets=[[0.5], [0.2], [0.2]], edges=[[0, 0], [1, 99]], locks={"77": 0},
        seats=[1, 1, 2], colour="red", tolerance=[-1],
    )  # fmt: skip
    assert solved(path)[0] == BAD_INPUT
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) >= 6
    for word in ("targets", "edges", "locks", "seats", "colour", "tolerance"):
        assert any(word in line for line in lines), word
    assert not any("Traceback" in line for line in lines)


@pytest.mark.parametrize("content", [b"", b"{", b"[1, 2]", b"\xff\xfe\x00", b"\x1f\x8b broken"])
def test_what_is_no_problem_file_is_bad_input(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "problem.json"
    path.write_bytes(content)
    assert solved(path)[0] == BAD_INPUT
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_missing_file_and_a_folder_that_is_not_there_are_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert solved(tmp_path / "absent.json")[0] == BAD_INPUT
    path = written(tmp_path)
    out = str(tmp_path / "absent" / "owner.csv")
    assert main(["solve", str(path), "--out", out, "--work", "1"]) == BAD_INPUT
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_a_bug_is_exit_code_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("solvers.territories.solve.solve", broken)
    assert solved(written(tmp_path))[0] == INTERNAL_ERROR
    assert "ZeroDivisionError" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [["--time-limit", "0"], ["--seed", "-1"], ["--work", "x"]])
def test_options_that_make_no_sense_are_refused(tmp_path: Path, wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        solved(written(tmp_path), *wrong)
    assert refused.value.code == BAD_INPUT
