"""`python -m solvers` on what is no sound problem: one line a fault, all at once, exit code 2."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from builders import grid_problem

from planner.judge.problem_file import problem_from_json, problem_to_json
from planner.judge.rule_fields import UNASKED
from solvers.__main__ import BAD_INPUT, MET, main

SOUND: dict[str, Any] = json.loads(problem_to_json(grid_problem(3, 4, 3)))
"""Twelve regions in a grid, three territories, one measure."""

ONES = [[1.0]] * 12

WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a row of weights too few": ({"weights": ONES[:-1]}, "weights"),
    "a column of weights too many": ({"weights": [[1.0, 1.0]] * 12}, "weights"),
    "ragged weights": ({"weights": [[1.0], [1.0, 2.0], *ONES[2:]]}, "weights"),
    "weights that are words": ({"weights": [["one"], *ONES[1:]]}, "weights"),
    "weights that are null": ({"weights": [[None], *ONES[1:]]}, "weights"),
    "one target too few": ({"targets": [[0.5], [0.5]]}, "targets"),
    "tolerances in another shape": ({"tolerance": [[0.1]]}, "tolerance"),
    "points with three coordinates": ({"xy_km": [[0.0, 0.0, 0.0]] * 12}, "xy_km"),
    "targets that sum to more than 1": ({"targets": [[0.5], [0.5], [0.5]]}, "targets"),
    "targets that sum to less than 1": ({"targets": [[0.2], [0.2], [0.2]]}, "targets"),
    "a negative target": ({"targets": [[1.5], [-1.0], [0.5]]}, "targets"),
    "a negative weight": ({"weights": [[-1.0], *ONES[1:]]}, "weights"),
    "a weight that is not a number": ({"weights": [[float("nan")], *ONES[1:]]}, "weights"),
    "an infinite weight": ({"weights": [[float("inf")], *ONES[1:]]}, "weights"),
    "a measure that is 0 everywhere": ({"weights": [[0.0]] * 12}, "weights"),
    "a negative tolerance": ({"tolerance": [-0.1]}, "tolerance"),
    "an edge to nowhere": ({"edges": [*SOUND["edges"], [0, 12]]}, "edges"),
    "an edge to a negative region": ({"edges": [*SOUND["edges"], [0, -1]]}, "edges"),
    "an edge to itself": ({"edges": [*SOUND["edges"], [5, 5]]}, "edges"),
    "an edge of three regions": ({"edges": [[0, 1, 2]]}, "edges"),
    "an edge to half a region": ({"edges": [*SOUND["edges"], [0, 1.5]]}, "edges"),
    "a graph in pieces": ({"edges": [edge for edge in SOUND["edges"] if 11 not in edge]}, "edges"),
    "a graph without any edge": ({"edges": []}, "edges"),
    "a seat given twice": ({"seats": [1, 1, 2]}, "seats"),
    "a seat out of range": ({"seats": [1, 2, 12]}, "seats"),
    "a seat too few": ({"seats": [1, 2]}, "seats"),
    "a lock to an unknown territory": ({"locks": {"0": 3}}, "locks"),
    "a lock to a negative territory": ({"locks": {"0": -1}}, "locks"),
    "a lock of an unknown region": ({"locks": {"12": 0}}, "locks"),
    "locks in a list": ({"locks": [0, 1]}, "locks"),
    "more territories than regions": ({"k": 13, "targets": [[1 / 13]] * 13}, "k:"),
    "no territories": ({"k": 0, "targets": []}, "k must be"),
    "half a territory": ({"k": 2.5}, "k must be"),
    "true for a count": ({"n": True}, "n and k"),
    "no measures": ({"measures": []}, "measures"),
    "a territory of today that is unknown": ({"current": [3] * 12}, "current"),
    "switch costs for some regions": ({"switch_cost": [1.0]}, "switch_cost"),
    "an unknown objective": ({"objective": {"kind": "profit"}}, "objective"),
    "an objective of an unknown measure": ({"objective": {"measure": 1}}, "objective"),
    "disruption without a plan of today": ({"objective": {"kind": "disruption"}}, "objective"),
    "a word for contiguous": ({"contiguous": "yes"}, "contiguous"),
    "a minimum of another shape": ({"format": 2, "minimum": [1.0]}, "minimum"),
    "a negative maximum": ({"format": 2, "maximum": [[-1.0], [None], [None]]}, "maximum"),
    "a minimum above its maximum": (
        {"format": 2, "minimum": [[3.0]] * 3, "maximum": [[2.0]] * 3}, "minimum",
    ),
    "a region kept from an unknown territory": ({"format": 2, "kept_from": [[0, 3]]}, "kept_from"),
    "an unknown region kept from a territory": ({"format": 2, "kept_from": [[12, 0]]}, "kept_from"),
    "a reach for some territories": ({"format": 2, "reach_km": [1.0]}, "reach_km"),
    "groups of some regions": ({"format": 2, "together": [0, 0]}, "together"),
    "a cap on moves without a plan of today": ({"format": 2, "most_moved": 1.0}, "most_moved"),
    "a barrier that is an edge": (
        {"format": 2, "barriers": [{"name": "Rhine", "edges": [[0, 1]]}]}, "barriers",
    ),
    "a key of format 2 in format 1": ({"reach_km": [1.0, 1.0, 1.0]}, "reach_km"),
    "an unknown key": ({"colour": "red"}, "colour"),
    "a format to come": ({"format": 99}, "format"),
}  # fmt: skip


def refused(path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> list[str]:
    """Run the command; return what it says on stderr, after it has refused to solve."""
    out = path.parent / "owner.csv"
    code = main(["solve", str(path), "--out", str(out), "--work", "1", *more])
    said = capsys.readouterr()
    assert code == BAD_INPUT
    assert said.out == ""
    assert not out.exists()
    assert "Traceback" not in said.err
    return said.err.splitlines()


def written(folder: Path, **changed: Any) -> Path:
    path = folder / "problem.json"
    path.write_text(json.dumps(SOUND | changed), encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", WRONG)
def test_each_kind_of_bad_input_is_one_line_that_names_its_key(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed, key = WRONG[kind]
    path = written(tmp_path, **changed)
    (line,) = refused(path, capsys)
    assert line.startswith(f"{path}: ")
    assert key in line


@pytest.mark.parametrize(
    "key", ["n", "k", "measures", "weights", "targets", "tolerance", "edges", "xy_km"]
)
def test_a_key_that_is_missing_is_one_line(
    key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "problem.json"
    path.write_text(json.dumps({name: SOUND[name] for name in SOUND if name != key}))
    assert refused(path, capsys) == [f"{path}: {key}: missing"]


def test_all_faults_are_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(
        tmp_path, weights=[[-1.0], *ONES[1:]], targets=[[0.5], [0.2], [0.2]], tolerance=[-1],
        edges=[[0, 0]], seats=[1, 1, 2], locks={"0": 7, "77": 0}, colour="red", contiguous=1,
        current="today", objective={"kind": "profit"},
    )  # fmt: skip
    lines = refused(path, capsys)
    for key in (
        "weights", "targets", "tolerance", "edges", "seats", "colour", "contiguous", "current",
        "objective",
    ):  # fmt: skip
        assert sum(f": {key}: " in line for line in lines) == 1, key
    assert sum(": locks: " in line for line in lines) == 2


def test_more_than_one_fault_of_a_key_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edges = [*SOUND["edges"], [4, 4], [0, 99]]
    lines = refused(written(tmp_path, edges=edges, seats=[1, 1, 99]), capsys)
    assert [line.split(": ")[1] for line in lines] == ["edges", "edges", "seats", "seats"]


@pytest.mark.parametrize(
    "text", ["", "{", "[1, 2]", "null", '"problem"', "weights: 1", "[" * 100_000]
)
def test_what_is_not_json_or_no_object_is_one_line(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "problem.json"
    path.write_text(text, encoding="utf-8")
    (line,) = refused(path, capsys)
    assert "not JSON" in line or "not a problem" in line


def test_a_number_beyond_all_bounds_is_not_finite(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(SOUND).replace("[1.0]", "[1e999]", 1), encoding="utf-8")
    (line,) = refused(path, capsys)
    assert "not a finite number" in line


def test_a_file_that_is_not_there_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (line,) = refused(tmp_path / "absent.json", capsys)
    assert "absent.json" in line


def test_a_folder_in_place_of_a_file_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "problem.json"
    folder.mkdir()
    assert len(refused(folder, capsys)) == 1


@pytest.mark.parametrize("kept", [10, 40, -1])
def test_a_zipped_file_that_is_cut_off_is_one_line(
    kept: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "problem.json.gz"
    path.write_bytes(gzip.compress(json.dumps(SOUND).encode())[:kept])
    (line,) = refused(path, capsys)
    assert "problem.json.gz" in line


def test_a_zipped_file_with_a_changed_byte_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "problem.json.gz"
    content = bytearray(gzip.compress(json.dumps(SOUND).encode()))
    content[-6] ^= 0xFF  # in the check sum
    path.write_bytes(bytes(content))
    assert len(refused(path, capsys)) == 1


@pytest.mark.parametrize("option", ["--out", "--report", "--certificate"])
def test_a_folder_that_is_not_there_is_told_before_the_work(
    option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("solvers.territories.solve.solve", None)  # it must not be called
    lines = refused(written(tmp_path), capsys, option, str(tmp_path / "absent" / "file"))
    assert lines == [f"{tmp_path / 'absent'}: no such folder"]


def test_a_plan_to_start_from_is_held_against_the_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start = tmp_path / "start.csv"
    start.write_text("region,territory\n0,3\n12,0\n", encoding="utf-8")
    lines = refused(written(tmp_path), capsys, "--start", str(start))
    assert lines == [
        f"{start}: line 2: territory 3 is outside 0..2",
        f"{start}: line 3: region 12 is outside 0..11",
    ]


def test_a_plan_that_meets_all_rules_is_a_start_no_worse_than_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start = tmp_path / "start.csv"
    rows = [f"{region},{region // 4}\n" for region in range(12)]
    start.write_text("region,territory\n" + "".join(rows), encoding="utf-8")
    assert main(["solve", str(written(tmp_path)), "--start", str(start), "--work", "1"]) == MET
    assert json.loads(capsys.readouterr().out)["score"] <= 30.0


def certified(folder: Path, **changed: Any) -> tuple[Path, Path]:
    """Return a problem file and a certificate of its bound, with keys of the certificate changed."""
    path, certificate = written(folder), folder / "certificate.json"
    assert main(["solve", str(path), "--certificate", str(certificate), "--work", "5"]) == MET
    proof = json.loads(certificate.read_text(encoding="utf-8"))
    certificate.write_text(json.dumps(proof | changed), encoding="utf-8")
    return path, certificate


def unchecked(path: Path, certificate: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Check a bound; return what is said on stderr, after it was found to be bad input."""
    capsys.readouterr()
    assert main(["check-bound", str(path), str(certificate)]) == BAD_INPUT
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    return said.err.splitlines()


def test_a_certificate_of_another_problem_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, certificate = certified(tmp_path)
    assert main(["check-bound", str(path), str(certificate)]) == MET
    other = written(tmp_path, tolerance=[0.25])
    lines = unchecked(other, certificate, capsys)
    assert lines == [f"{certificate}: belongs to another problem"]


@pytest.mark.parametrize(
    "changed",
    [{"format": 99}, {"bound": "much"}, {"bound": None}, {"parts": 3}, {"parts": [{}]}],
    ids=str,
)
def test_a_certificate_that_is_none_is_one_line(
    changed: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, certificate = certified(tmp_path, **changed)
    lines = unchecked(path, certificate, capsys)
    assert len(lines) == 1
    assert lines[0].startswith(f"{certificate}: ")


def test_a_bad_problem_and_a_bad_certificate_are_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, certificate = written(tmp_path, colour="red"), tmp_path / "certificate.json"
    certificate.write_text("{", encoding="utf-8")
    lines = unchecked(path, certificate, capsys)
    assert [line.split(": ")[0] for line in lines] == [str(path), str(certificate)]


def test_a_certificate_that_is_not_there_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(unchecked(written(tmp_path), tmp_path / "absent.json", capsys)) == 1


NASTY = (
    None, True, -1, 0, 1.5, 10**400, float("nan"), float("inf"), "x", "1", [], {}, [[]], [None],
    [True], [-1], ["x"], [10**400], [[10**400]], [[1, 2], [3]], [[[1]]], [{}], {"a": 1}, {"0": None},
    {"0": True}, {"0": 10**400}, {"-1": 0}, {"1.5": 0}, {"": 0}, [[0, True]], [[0, 10**400]], [[0, None]],
)  # fmt: skip
KEYS = (*SOUND, *UNASKED)


@pytest.mark.parametrize("key", KEYS)
def test_no_value_of_any_key_is_more_than_a_fault(key: str) -> None:
    for value in NASTY:
        document = SOUND | {"format": 2, key: value}
        problem, faults = problem_from_json(json.dumps(document))
        assert (problem is None) == bool(faults), (key, value)
        assert all("\n" not in fault for fault in faults), (key, value)


def test_a_number_of_too_many_digits_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(SOUND).replace("[1.0]", f"[{'9' * 5000}]", 1), encoding="utf-8")
    assert len(refused(path, capsys)) == 1
