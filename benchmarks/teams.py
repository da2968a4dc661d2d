"""Composing market teams: the samples by territory, and the shared seasons where they lie beside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.budgets import Figure
from planner.io.plan_reader import read_plan
from planner.judge.team_problem import TeamProblem, team_problem_from
from planner.judge.team_problem_file import read_team_problem
from planner.model.goals import TeamGoals
from solvers.options import SolveOptions
from solvers.teams.solve import compose

SHARED = Path(__file__).parents[1] / ".." / "shared" / "benchmarks" / "teams"


def figures() -> Iterator[Figure]:
    compose(_sample("netherlands"), SolveOptions(work=1))  # compiles the kernels
    for name in ("netherlands", "nl_be_de", "us_counties"):
        yield _composed(_sample(name), budget=15.0)
    for path in sorted(SHARED.glob("drift_*_s1.json")):
        yield _composed(read_team_problem(path))
    if not SHARED.exists():
        print(f"no {SHARED.name} seasons: ../shared is not beside the checkout")


def _sample(name: str) -> TeamProblem:
    """The sample with a team for every territory of today, the largest its people allow."""
    plan, _ = read_plan(Path("sample_regions") / name / "plan.toml")
    assert plan is not None
    teams = replace(plan.goals.teams or TeamGoals(), markets="territory")
    plan = replace(plan, goals=replace(plan.goals, teams=teams))
    return replace(team_problem_from(plan, plan.today), name=name)


def _composed(problem: TeamProblem, budget: float | None = None) -> Figure:
    found = compose(problem)
    size = f"{len(problem.reps)} people, {len(problem.markets)} markets"
    what = f"{problem.name}: {size}, {found.status} {found.score:,.0f}, bound {found.bound:,.0f}"
    return Figure(what, found.runtime_s, found.runtime_s, found.runtime_s, budget)
