"""The objective of the compact team model, in hundredths of money a month."""

from __future__ import annotations

from ortools.sat.python import cp_model

from planner.judge.team_problem import TeamProblem
from planner.model.types import UNASSIGNED
from planner.model.words import LEVELS, OUTBOUND
from solvers.teams.variables import Variables


def objective(problem: TeamProblem, made: Variables) -> cp_model.LinearExprT:
    """Return the price of a composition, term by term as the judge counts it."""
    prices = problem.prices
    terms: list[cp_model.LinearExprT] = [short.price * short.units for short in made.shorts]
    for (_, role), hire in made.hires.items():
        terms.append(100 * prices.hire[problem.roles[role]] * hire)
    terms += [100 * prices.shared * shared for shared in made.shared.values()]
    terms += [100 * prices.second_role * second for second in made.second.values()]
    terms += [100 * prices.unsplit * unsplit for unsplit in made.unsplit.values()]
    for post in made.posts:
        senior = problem.levels[post.rep] == LEVELS[-1] and problem.roles[post.role] == OUTBOUND
        price = prices.block + (prices.senior_outbound if senior else 0)
        terms.append(100 * price * post.blocks)
    for rep, market in enumerate(problem.present.tolist()):
        if market != UNASSIGNED:
            stays = made.member.get((rep, market), 0)
            terms.append(100 * int(problem.leave_price[rep]) * (1 - stays))
    return cp_model.LinearExpr.sum(terms)
