"""A composition as a complete hint for the compact model, and the model's answer as posts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from ortools.sat.python import cp_model

from planner.judge.team_problem import PlannedPost, TeamProblem, shortage
from planner.model.types import Ints, ints
from solvers.teams.variables import Variables


def add_hint(
    problem: TeamProblem, made: Variables, posts: Sequence[PlannedPost], hires: Ints
) -> None:
    """Hint every variable: a hint with gaps is often lost, a complete one is a first solution."""
    model = made.model
    blocks = {(post.rep, post.market, post.role): post.blocks for post in posts}
    members = {(post.rep, post.market) for post in posts}
    does = {(post.rep, post.role) for post in posts}
    for post in made.posts:
        given = blocks.get((post.rep, post.market, post.role), 0)
        model.add_hint(post.blocks, given)
        model.add_hint(post.taken, given > 0)
    for at, member in made.member.items():
        model.add_hint(member, at in members)
    for at, has in made.does.items():
        model.add_hint(has, at in does)
    for rep, shared in made.shared.items():
        model.add_hint(shared, sum(at[0] == rep for at in members) > 1)
        model.add_hint(made.second[rep], sum(at[0] == rep for at in does) > 1)
    for market, team in made.team.items():
        model.add_hint(team, any(at[1] == market for at in members) or bool(hires[market].any()))
    for at, hire in made.hires.items():
        model.add_hint(hire, int(hires[at]))
    _hint_unsplit(problem, made, does=blocks)
    _hint_shorts(made, shortage(problem, posts, hires))


def _hint_unsplit(
    problem: TeamProblem, made: Variables, *, does: dict[tuple[int, int, int], int]
) -> None:
    for (rep, market), unsplit in made.unsplit.items():
        roles = {problem.roles[at[2]] for at in does if at[:2] == (rep, market)}
        made.model.add_hint(unsplit, "closer" in roles and bool(roles & {"outbound", "inbound"}))


def _hint_shorts(made: Variables, short: Ints) -> None:
    left = short.astype(np.int64)
    for tier in made.shorts:
        units = min(int(left[tier.market, tier.role]), tier.most)
        left[tier.market, tier.role] -= units
        made.model.add_hint(tier.units, units)


def answer(
    problem: TeamProblem, made: Variables, solver: cp_model.CpSolver
) -> tuple[tuple[PlannedPost, ...], Ints]:
    """Return the posts and hires of the solver's best solution."""
    hires = np.zeros(problem.demand.shape, dtype=np.int32)
    for at, hire in made.hires.items():
        hires[at] = solver.value(hire)
    posts = [
        PlannedPost(post.rep, post.market, post.role, solver.value(post.blocks))
        for post in made.posts
        if solver.value(post.taken)
    ]
    return ordered(posts), ints(hires)


def ordered(posts: Sequence[PlannedPost]) -> tuple[PlannedPost, ...]:
    """Return posts by market, role and rep."""
    return tuple(sorted(posts, key=lambda post: (post.market, post.role, post.rep)))
