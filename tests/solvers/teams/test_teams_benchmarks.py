import pytest
from shared_sets import BENCHMARKS

from planner.judge.problem import Status
from planner.judge.team_problem_file import read_team_problem
from solvers.options import SolveOptions
from solvers.teams.solve import compose

FOLDER = BENCHMARKS / "teams"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FOLDER.exists(), reason="no ../shared beside the checkout"),
]


def test_a_small_season_is_solved_and_proven():
    found = compose(read_team_problem(FOLDER / "drift_10x4_s2.json"))
    assert (found.status, found.score, found.bound) == (Status.OPTIMAL, 838, 838)


@pytest.mark.parametrize(("name", "known"), [("drift_10x4_s1", 2700), ("drift_60x12_s1", 6777)])
def test_a_season_comes_near_the_best_known_and_never_claims_better_than_it_can(name, known):
    found = compose(read_team_problem(FOLDER / f"{name}.json"), SolveOptions(work=50))
    assert found.status is Status.FEASIBLE
    assert found.bound <= known
    assert found.score <= 1.25 * known
