"""The measuring itself: shuffled problems, marks in time, judges and anchors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from builders import grid_problem

from benchmarks.quality import anchors, claims
from benchmarks.quality.clashing import adds_up
from benchmarks.quality.hess_judge import hess_judge
from benchmarks.quality.listening import Listening
from benchmarks.quality.outcome import Mark, Outcome, read
from benchmarks.quality.shuffling import brought_back, order, shuffled
from planner.judge.clash import Asked, Clash, Demand, Reason, Why
from planner.judge.problem_file import problem_from_json, problem_to_json
from planner.judge.verify import score, violations
from planner.model.types import ints
from solvers.progress import Progress


@pytest.mark.parametrize("seed", range(5))
def test_a_plan_of_the_shuffled_problem_is_worth_the_same_when_brought_back(seed: int) -> None:
    problem = grid_problem(
        3, 4, 3, seats=ints([0, 5, 11]), locks=ints([0, *[-1] * 10, 2]),
        current=ints(np.arange(12) % 3), switch_cost=np.arange(12.0),
    )  # fmt: skip
    places = order(problem.n, seed)
    mixed, faults = problem_from_json(
        json.dumps(shuffled(json.loads(problem_to_json(problem)), places))
    )
    assert mixed is not None, faults
    owner = ints(np.random.default_rng(seed).integers(0, 3, 12))
    back = brought_back(owner, places)
    assert score(problem, back) == pytest.approx(score(mixed, owner))
    rules = [[(one.rule, one.territory, one.amount) for one in violations(*plan)] for plan in
             ((problem, back), (mixed, owner))]  # fmt: skip
    assert sorted(rules[0]) == sorted(rules[1])


def test_a_mark_holds_what_had_been_told_when_it_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("benchmarks.quality.listening.time.perf_counter", lambda: clock[0])
    heard = Listening(grid_problem(1, 4, 2), (1.0, 5.0, 60.0))
    torn, whole = ints([0, 1, 0, 1]), ints([0, 0, 1, 1])
    for at, progress in (
        (0.5, Progress("start", best=9.0, owner=torn, violations=2)),
        (1.5, Progress("improve", best=8.0, owner=whole, violations=1)),
        (4.0, Progress("improve", best=7.0, owner=whole)),
    ):
        clock[0] = at
        heard(progress)
    clock[0] = 6.0
    assert heard.end() == 6.0
    assert {at: told.best for at, told in heard.kept.items() if told} == {1.0: 9.0, 5.0: 7.0}
    assert (heard.connected_s, heard.tolerance_s) == (1.5, 4.0)


def test_a_claim_is_read_off_its_mark_and_off_the_end_of_a_shorter_run() -> None:
    early, late = Mark(15, score=10.0, bound=9.0, feasible=True), Mark(0, 10.0, 9.9, 0, 0, True)
    claim = claims.gap_by(15, 0.05)
    assert not claim.holds(Outcome("x", end=late, marks=(early,), seconds=20.0))
    assert claim.holds(Outcome("x", end=late, seconds=14.0))
    assert claim.found(Outcome("x", end=late, marks=(early,), seconds=20.0)) == "gap 10.00%"


def test_an_outcome_is_read_as_it_was_written() -> None:
    made = Outcome(
        "x", end=Mark(0, 1.0), marks=(Mark(5, 2.0, cells=3),), misses=("a",), clash=("b",)
    )
    assert read(json.loads(json.dumps(made.fields()))) == made


def test_the_best_peer_is_connected_and_has_the_fewest_cells_out() -> None:
    best = {name: anchors.best_connected(name) for name in anchors.with_peers()}
    assert {name: peer.cells for name, peer in best.items() if peer} == {
        "nl342_k12": 0, "us3108_k30": 5, "us3108_k50": 21, "pc4_k100": 0, "fr35k_k300": 286,
        "tracts65k_k500": 225,
    }  # fmt: skip


def locks_overfill(regions: tuple[int, ...]) -> tuple[Clash, dict[str, Any]]:
    """Return a clash of locks into territory 1, and a file where it may hold up to 6."""
    locks = [Demand(Asked.LOCK, (region,), (1,)) for region in regions]
    band = Demand(Asked.BAND, (), (1,), 0)
    found = {
        "weights": [[4.0], [3.0], [2.0], [1.0]], "targets": [[0.5], [0.5]], "tolerance": [0.2],
        "locks": {"0": 1, "1": 1, "2": 1},
    }  # fmt: skip
    return Clash((*locks, band), proven=True, minimal=True, reason=Reason(Why.OVERFULL)), found


@pytest.mark.parametrize(
    ("regions", "holds"),
    [((0, 1), True), ((0, 1, 2), False), ((1, 2), False), ((0, 3), False)],
    ids=["just too much", "one too many", "not too much", "not locked"],
)
def test_a_clash_of_locks_is_added_up_from_the_file(regions: tuple[int, ...], holds: bool) -> None:
    clash, found = locks_overfill(regions)
    assert adds_up(clash, found) is holds


def state(folder: Path) -> Path:
    """Write a made-up state: four places in a row, 1 km apart, two districts of 4 to 6 people."""
    for name in ("units", "edges"):
        (folder / name).mkdir()
    (folder / "published.csv").write_text("state,k,L,U\nXX,2,4,6\n")
    units = [f"{i},g{i},Place,{people},{1000 * i},0\n" for i, people in enumerate((1, 4, 3, 2))]
    (folder / "units" / "XX.csv").write_text("idx,geoid,name,pop2010,x_m,y_m\n" + "".join(units))
    (folder / "edges" / "XX.csv").write_text("i,j\n0,1\n1,2\n2,3\n")
    return folder


def test_the_judge_of_states_counts_people_pieces_and_the_best_centres(tmp_path: Path) -> None:
    folder = state(tmp_path)
    good = hess_judge(folder, "XX", ints([0, 0, 1, 1]))
    assert good["feasible"]
    assert good["objective"] == pytest.approx((1 + 2) / 1e6)
    torn = hess_judge(folder, "XX", ints([0, 1, 0, 0]))
    assert (torn["bad_cells"], torn["extra_components"], torn["feasible"]) == (0, 1, False)
    heavy = hess_judge(folder, "XX", ints([0, 0, 0, 1]))
    assert (heavy["bad_cells"], heavy["extra_components"], heavy["feasible"]) == (2, 0, False)
