"""Certificates: what the solver claims, a checker without a solver works out anew."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from brute_force import least_score
from builders import grid_problem, stripes
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import problems

from planner.judge.certificate import (
    Assignment,
    Certificate,
    Cut,
    FreeSeats,
    PartProof,
    Proof,
    Single,
    digest,
)
from planner.judge.certificate_file import certificate_from_json, certificate_to_json
from planner.judge.check_bound import check_bound
from planner.judge.parts import Part
from planner.judge.problem import Kind, Objective, Problem
from planner.judge.problem_file import problem_to_json
from planner.model.types import Floats, Ints, floats, ints
from solvers.__main__ import BAD_INPUT, MET, NOT_MET, main
from solvers.options import SolveOptions
from solvers.territories.board import Board
from solvers.territories.prove import prove
from solvers.territories.solve import solve
from solvers.territories.standing import Best
from solvers.watch import Watch


def spread(problem: Problem) -> Ints:
    return ints(np.arange(problem.n) % problem.k)


def certified(problem: Problem, effort: float = 0.2) -> Certificate | None:
    found = prove(Best(problem, spread(problem)), effort=effort, look=lambda: False)
    if found.bound is None:
        return None
    return Certificate(digest(problem), found.bound, (PartProof(found.bound, found.terms),))


def claim(problem: Problem, bound: float, *terms: Proof) -> Certificate:
    return Certificate(digest(problem), bound, (PartProof(bound, terms),))


def town(**fields: Any) -> Problem:
    weights = np.column_stack([1.0 + np.arange(60) % 3, 1.0 + np.arange(60) % 4])
    return grid_problem(
        6, 10, 3, weights=weights, tolerance=0.05, objective=Objective(Kind.INERTIA), **fields
    )


def seated() -> Problem:
    return replace(town(), seats=ints([11, 27, 48]), objective=Objective(Kind.DISTANCE))


@settings(max_examples=60)
@given(problem=st.one_of(problems(max_regions=8), problems(max_regions=8, later_rules=True)))
def test_every_certificate_is_accepted_and_proves_no_more_than_is_true(problem: Problem) -> None:
    certificate = certified(problem)
    if certificate is None:
        return
    read = certificate_from_json(certificate_to_json(certificate))
    verdict = check_bound(problem, read)
    assert verdict.accepted, verdict.why
    assert verdict.proven is not None
    assert certificate.bound <= verdict.proven <= least_score(problem) * (1 + 1e-12)


@settings(max_examples=60)
@given(problem=problems(max_regions=7), data=st.data())
def test_no_multipliers_whatever_prove_a_bound_above_the_least_score(
    problem: Problem, data: st.DataObject
) -> None:
    def drawn(*shape: int, least: float = -300.0) -> Floats:
        size = int(np.prod(shape))
        number = st.floats(least, 300.0, allow_nan=False)
        return floats(np.reshape(data.draw(st.lists(number, min_size=size, max_size=size)), shape))

    n, k, m = problem.n, problem.k, len(problem.measures)
    q = data.draw(st.sampled_from([0, m - 1]))
    size = ints(np.unique(drawn(k), return_inverse=True)[1])
    travel: Proof = Assignment(drawn(k, m), travels=True)
    if problem.seats is None:
        shape = (n, int(size.max()) + 1)
        travel = FreeSeats(size, drawn(n), drawn(q), drawn(n, q), drawn(*shape))
    for term in (travel, Assignment(drawn(k, m), travels=False)):
        verdict = check_bound(problem, claim(problem, 0.0, term))
        assert verdict.proven is not None, verdict.why
        assert verdict.proven <= least_score(problem) * (1 + 1e-12)


@settings(max_examples=60)
@given(problem=problems(max_regions=7), data=st.data())
def test_no_cut_proves_a_bound_above_the_least_score(problem: Problem, data: st.DataObject) -> None:
    problem = replace(problem, contiguous=True)
    within = data.draw(st.sets(st.integers(0, problem.n - 1), min_size=1, max_size=problem.n))
    cut = Cut(
        data.draw(st.integers(0, problem.k - 1)), data.draw(st.sampled_from(sorted(within))),
        ints(sorted(within)), data.draw(st.floats(0, 50)),
    )  # fmt: skip
    price = data.draw(st.floats(-30, 30)) * np.ones((problem.k, len(problem.measures)))
    term = Assignment(floats(price), problem.seats is not None, (cut,))
    proven = check_bound(problem, claim(problem, 0.0, term)).proven
    assert proven is None or proven <= least_score(problem) * (1 + 1e-12)


def test_a_cut_makes_a_territory_come_by_a_connected_way() -> None:
    # The way goes 0 1 2 3; region 2 lies beside seat 0 but may come to it by way of 1 or 3 only.
    problem = grid_problem(
        1, 4, 2, tolerance=0.0, seats=ints([0, 3]), objective=Objective(Kind.DISTANCE),
        xy_km=floats([[0, 0], [9, 0], [1, 0], [10, 0]]),
    )  # fmt: skip
    free = Assignment(floats(np.zeros((2, 1))), travels=True)
    assert check_bound(problem, claim(problem, 0.0, free)).proven == pytest.approx(0 + 1 + 1 + 0)
    way = replace(free, cuts=(Cut(0, 2, ints([2]), 8.0),))
    assert check_bound(problem, claim(problem, 0.0, way)).proven == pytest.approx(0 + 1 + 9 + 0)


@pytest.mark.parametrize("problem", [town(), seated()], ids=["free", "seated"])
def test_a_claim_above_what_the_multipliers_prove_is_refused(problem: Problem) -> None:
    certificate = certified(problem)
    assert certificate is not None
    proven = check_bound(problem, certificate).proven
    assert proven is not None
    assert certificate.bound == pytest.approx(proven, rel=1e-9)
    (part,) = certificate.parts
    higher = proven * (1 + 1e-9)
    assert not check_bound(problem, replace(certificate, bound=higher)).accepted
    raised = replace(certificate, bound=higher, parts=(replace(part, bound=higher),))
    assert not check_bound(problem, raised).accepted
    assert not check_bound(problem, replace(certificate, bound=float("nan"))).accepted


@pytest.mark.parametrize("name", ["worth", "tilt", "slope"])
def test_a_changed_multiplier_of_free_seats_that_proves_less_is_refused(name: str) -> None:
    problem = town()
    certificate = certified(problem, effort=1.0)
    assert certificate is not None
    (term,) = certificate.parts[0].terms
    values = np.array(getattr(term, name))
    refused = 0
    for row in range(0, problem.n, 5):
        changed = values.copy()
        changed[row, ...] += 3.0
        other = replace(term, **{name: floats(changed)})
        verdict = check_bound(problem, claim(problem, certificate.bound, other))
        assert verdict.accepted == (
            verdict.proven is not None and verdict.proven >= certificate.bound
        )
        refused += not verdict.accepted
    assert refused >= 3


def test_a_certificate_of_another_problem_is_refused_and_its_name_does_not_matter() -> None:
    problem = town()
    certificate = certified(problem)
    assert certificate is not None
    assert check_bound(replace(problem, name="elsewhere"), certificate).accepted
    weights = problem.weights.copy()
    weights[7, 1] += 1e-9
    changes: tuple[dict[str, Any], ...] = (
        {"weights": floats(weights)}, {"contiguous": False}, {"edges": problem.edges[1:]},
        {"objective": Objective(Kind.INERTIA, 0, round_km=True)},
        {"locks": ints([0] + [-1] * 59)}, {"tolerance": floats([0.05, 0.06])},
    )  # fmt: skip
    for change in changes:
        verdict = check_bound(replace(problem, **change), certificate)
        assert not verdict.accepted, change
        assert "another problem" in verdict.why


def test_terms_that_count_the_same_thing_twice_are_refused() -> None:
    problem = replace(town(), current=stripes(6, 10, 3), switch_cost=floats(np.ones(60)))
    certificate = certified(problem)
    assert certificate is not None
    free, moving = certificate.parts[0].terms
    assert check_bound(problem, certificate).accepted
    for terms in ((free, free), (moving, moving), (free, moving, moving), (free, Single())):
        verdict = check_bound(problem, claim(problem, 0.0, *terms))
        assert not verdict.accepted
        assert "twice" in verdict.why or "the same thing" in verdict.why
    assert not check_bound(problem, claim(problem, 0.0, Single())).accepted


def test_proofs_that_do_not_fit_the_problem_are_refused() -> None:
    problem, other = town(), seated()
    assert not check_bound(
        problem, claim(problem, 0.0, Assignment(floats(np.ones((3, 2))), True))
    ).accepted
    wrong = Assignment(floats(np.ones((3, 1))), True)
    assert not check_bound(other, claim(other, 0.0, wrong)).accepted
    free = certified(problem)
    assert free is not None
    (term,) = free.parts[0].terms
    assert not check_bound(other, claim(other, 0.0, term)).accepted
    for size in ([0, 0], [0, 2, 2], [-1, 0, 0], [0, 1, 3]):
        assert not check_bound(
            problem, claim(problem, 0.0, replace(term, size=ints(size)))
        ).accepted
    half = replace(term, worth=term.worth[:30])
    assert not check_bound(problem, claim(problem, 0.0, half)).accepted
    none = replace(free, parts=())
    assert not check_bound(problem, none).accepted


@pytest.mark.parametrize(
    "cut",
    [
        Cut(0, 5, ints([5, 6]), -1.0), Cut(3, 5, ints([5]), 1.0), Cut(0, 5, ints([6]), 1.0),
        Cut(0, 5, ints([5, 99]), 1.0), Cut(0, 5, ints(range(40)), 1.0),
        Cut(0, 5, ints([5, 6]), float("nan")),
    ],
)  # fmt: skip
def test_a_cut_that_need_not_hold_is_refused(cut: Cut) -> None:
    problem = seated()
    term = Assignment(floats(np.zeros((3, 2))), True, (cut,))
    assert not check_bound(problem, claim(problem, 0.0, term)).accepted


def test_the_parts_of_a_solution_are_proven_each_by_itself() -> None:
    problem = grid_problem(
        8, 8, 4, tolerance=0.05, objective=Objective(Kind.INERTIA),
        part_of_region=ints(np.repeat([0, 1], 32)), part_of_territory=ints([0, 0, 1, 1]),
    )  # fmt: skip
    solution = solve(problem, SolveOptions(work=10))
    certificate = solution.certificate
    assert certificate is not None
    assert certificate.bound == solution.bound or certificate.searched == solution.bound
    assert len(certificate.parts) == 2
    assert check_bound(problem, certificate).accepted
    first, second = certificate.parts
    lopsided = (replace(first, bound=first.bound * 1.01), second)
    assert not check_bound(problem, replace(certificate, parts=lopsided)).accepted
    assert not check_bound(problem, replace(certificate, bound=certificate.bound * 1.001)).accepted


def test_what_only_a_search_has_proven_stands_beside_what_its_root_proves() -> None:
    problem = town()
    root = certified(problem)
    assert root is not None
    (part,) = root.parts
    for search_first in (False, True):
        best = Best(problem, stripes(6, 10, 3))
        score = best.standing.score
        if search_first:
            best.raise_by_search(score)
        best.raise_bound(part.bound, part.terms)
        best.raise_by_search(score)
        board = Board(
            problem, (Part(problem, *map(ints, map(range, (60, 3)))),), Watch(SolveOptions())
        )
        board.open([best])
        certificate = board.certificate()
        assert certificate is not None
        assert (certificate.bound, certificate.searched) == (part.bound, score)
        assert board.bound() == score
        verdict = check_bound(problem, certificate)
        assert verdict.accepted
        assert f"below {score!r} was found by search and is not checked" in verdict.why


# -- files and the command -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("certificate")
    problem, certificate = folder / "problem.json", folder / "certificate.json"
    problem.write_text(problem_to_json(seated()))
    made = main(["solve", str(problem), "--certificate", str(certificate), "--work", "5"])
    assert made == MET
    return problem, certificate


def with_term(**changed: Any) -> dict[str, Any]:
    term = {"kind": "assignment", "price": [[1.0]], "travels": True, "cuts": []}
    return {"parts": [{"bound": 1, "terms": [term | changed]}]}


def checked(written: tuple[Path, Path], folder: Path, **changed: Any) -> int:
    path = folder / "changed.json"
    path.write_text(json.dumps(json.loads(written[1].read_text()) | changed))
    return main(["check-bound", str(written[0]), str(path)])


def test_the_command_accepts_what_the_solver_wrote_in_one_line(
    written: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check-bound", *map(str, written)]) == MET
    told = capsys.readouterr()
    assert told.out.startswith("accepted: claims ")
    assert told.out.count("\n") == 1
    assert told.err == ""


def test_the_command_refuses_a_claim_that_is_too_high(
    written: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(written, tmp_path, bound=1e9) == NOT_MET
    assert checked(written, tmp_path, problem="sha256:0") == BAD_INPUT
    told = capsys.readouterr()
    assert told.out.count("rejected: ") == 1
    assert "another problem" in told.err


@pytest.mark.parametrize(
    "changed",
    [
        {"bound": float("nan")}, {"bound": "much"}, {"bound": None}, {"format": 2}, {"parts": 3},
        {"parts": [{"bound": 1.0}]}, {"parts": [{"bound": 1.0, "terms": [{"kind": "faith"}]}]},
        with_term(price=[[1, 2], [3]]), with_term(price=[["x"]]), with_term(price=[float("inf")]),
        with_term(travels=1), with_term(cuts=[{"territory": 0}]), with_term(cuts=5),
        {"searched": [1]}, {"bound": 10**400},
    ],
)  # fmt: skip
def test_the_command_calls_what_is_no_certificate_bad_input(
    written: tuple[Path, Path], tmp_path: Path, changed: dict[str, Any]
) -> None:
    assert checked(written, tmp_path, **changed) == BAD_INPUT


def test_the_command_calls_a_file_that_is_not_json_bad_input(
    written: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "certificate.json"
    path.write_text("no")
    assert main(["check-bound", str(written[0]), str(path)]) == BAD_INPUT
    assert main(["check-bound", str(tmp_path / "absent.json"), str(path)]) == BAD_INPUT
    assert "not JSON" in capsys.readouterr().err


def test_checking_loads_no_solver(written: tuple[Path, Path]) -> None:
    code = (
        "import sys; from solvers.__main__ import main; "
        f"code = main(['check-bound', {str(written[0])!r}, {str(written[1])!r}]); "
        "solvers = {'ortools', 'numba', 'scipy.optimize', 'solvers.territories'}; "
        "heavy = solvers & set(sys.modules); "
        "sys.exit(f'loaded {heavy}' if heavy or code else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
