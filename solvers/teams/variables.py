"""Variables of the compact team model: one small value per thing, by position."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from ortools.sat.python import cp_model

from planner.judge.team_problem import HIRE_UNITS, TeamProblem
from planner.model.words import LEVELS, OUTBOUND


@dataclass(frozen=True, slots=True)
class PostVariable:
    """A possible post: at most so many blocks, units each yields, blocks given, whether it is taken."""

    rep: int
    market: int
    role: int
    most: int
    yields: int
    blocks: cp_model.IntVar
    taken: cp_model.IntVar


@dataclass(frozen=True, slots=True)
class ShortVariable:
    """Part of a need that nobody covers, at one rate (hundredths of money a unit)."""

    market: int
    role: int
    price: int
    most: int
    units: cp_model.IntVar


@dataclass(slots=True)
class Variables:
    """All decisions of one model.

    Attributes
    ----------
    posts : list of PostVariable
        Only where the rep yields something and the market needs the role.
    member : dict of (rep, market) to variable
        In the team of the market.
    does : dict of (rep, role) to variable
        Has the role anywhere.
    shorts : list of ShortVariable
    hires : dict of (market, role) to variable
    shared, second : dict of rep to variable
        In two markets, with two roles.
    team : dict of market to variable
        The market has a team at all; only for markets that need something.
    unsplit : dict of (rep, market) to variable
        Closes and generates leads in one market, where that has a price.
    """

    model: cp_model.CpModel
    posts: list[PostVariable] = field(default_factory=list)
    member: dict[tuple[int, int], cp_model.IntVar] = field(default_factory=dict)
    does: dict[tuple[int, int], cp_model.IntVar] = field(default_factory=dict)
    shorts: list[ShortVariable] = field(default_factory=list)
    hires: dict[tuple[int, int], cp_model.IntVar] = field(default_factory=dict)
    shared: dict[int, cp_model.IntVar] = field(default_factory=dict)
    second: dict[int, cp_model.IntVar] = field(default_factory=dict)
    team: dict[int, cp_model.IntVar] = field(default_factory=dict)
    unsplit: dict[tuple[int, int], cp_model.IntVar] = field(default_factory=dict)


def make_variables(problem: TeamProblem, model: cp_model.CpModel) -> Variables:
    """Create the variables of the compact model."""
    made = Variables(model)
    _make_posts(problem, made)
    for rep, market in dict.fromkeys((post.rep, post.market) for post in made.posts):
        made.member[rep, market] = model.new_bool_var(f"z_{rep}_{market}")
    for rep, role in dict.fromkeys((post.rep, post.role) for post in made.posts):
        made.does[rep, role] = model.new_bool_var(f"w_{rep}_{role}")
    for rep in dict.fromkeys(post.rep for post in made.posts):
        made.shared[rep] = model.new_bool_var(f"shared_{rep}")
        made.second[rep] = model.new_bool_var(f"second_{rep}")
    for market, role in np.argwhere(problem.demand > 0).tolist():
        _make_need(problem, made, market, role)
    for market in np.flatnonzero(problem.demand.any(axis=1)).tolist():
        made.team[market] = model.new_bool_var(f"team_{market}")
    return made


def _make_posts(problem: TeamProblem, made: Variables) -> None:
    useful = (problem.productivity > 0) & (problem.demand > 0)[None, :, :]
    for rep, market, role in np.argwhere(useful).tolist():
        name, most = f"{rep}_{market}_{role}", most_blocks(problem, rep, role)
        if most >= problem.rules.min_blocks:
            blocks = made.model.new_int_var(0, most, f"x_{name}")
            taken = made.model.new_bool_var(f"y_{name}")
            yields = int(problem.productivity[rep, market, role])
            made.posts.append(PostVariable(rep, market, role, most, yields, blocks, taken))


def _make_need(problem: TeamProblem, made: Variables, market: int, role: int) -> None:
    need, key = int(problem.demand[market, role]), problem.roles[role]
    for units, price in short_tiers(problem, market, role):
        short = made.model.new_int_var(0, units, f"short_{market}_{role}_{price}")
        made.shorts.append(ShortVariable(market, role, price, units, short))
    if problem.rules.hires:
        most = -(-need // HIRE_UNITS)
        made.hires[market, role] = made.model.new_int_var(0, most, f"hire_{market}_{key}")


def most_blocks(problem: TeamProblem, rep: int, role: int) -> int:
    """Return the most blocks a rep may give to a role: time, hours, and outbound by seniors."""
    most = int(problem.capacity[rep])
    per_block = int(problem.block_hours[rep, role])
    if per_block > 0:
        most = min(most, int(problem.hours_limit[rep]) // per_block)
    senior = problem.rules.senior_outbound and problem.levels[rep] == LEVELS[-1]
    if senior and problem.roles[role] == OUTBOUND:
        most = min(most, max(2, int(problem.capacity[rep]) // 5))
    return most


def short_tiers(problem: TeamProblem, market: int, role: int) -> list[tuple[int, int]]:
    """Return the tiers of one need as (units, hundredths of money a unit), dearer and dearer."""
    need, below, tiers = int(problem.demand[market, role]), 0, []
    price = problem.prices.short[problem.roles[role]]
    for upto, rate in problem.prices.short_tiers:
        edge = need * upto // 100
        if edge > below:
            tiers.append((edge - below, price * rate))
        below = edge
    return tiers
