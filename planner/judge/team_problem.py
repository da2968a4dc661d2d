"""The team problem and its answer: who serves which market in which role, for how many hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from planner.judge.problem import Status, StoppedBy
from planner.judge.team_fit import composable, leave_prices, level_of, present_markets, productivity
from planner.judge.team_rules import Mode, TeamPrices, TeamRules
from planner.model.plan import Plan
from planner.model.scenarios import Scenario
from planner.model.teams import Post, RoleNeed, Team
from planner.model.types import UNASSIGNED, Ints, RepId, frozen_map, ints
from planner.model.words import TEAM_ROLES
from planner.sales.funnel import Volumes, funnel
from planner.sales.markets import divide, markets_of
from planner.sales.norms import norms_from
from planner.sales.workload import block_hours, capacity_hours_week

UNITS_PER_BLOCK = 100
"""A unit is 1 % of a block; a block is 4 contract hours a week, a tenth of an FTE."""

HIRE_UNITS = 800
"""What a new full-time hire yields in the year: 80 % of ten blocks (planner default, calibrate)."""


@dataclass(frozen=True, slots=True, eq=False)
class TeamProblem:
    """Give reps 0..R-1 posts in markets 0..M-1 in roles 0..K-1; integers only.

    Attributes
    ----------
    name : str
    reps, markets, roles : tuple of str
        Keys.
    labels : tuple of str
        Of the markets, for showing.
    levels : tuple of str
        junior, medior or senior per rep.
    capacity : Ints, shape (R,)
        Blocks of 4 contract hours a week.
    productivity : Ints, shape (R, M, K)
        Units that one block yields: skill x ramp x fit in percent; 0 where the rep may not or cannot.
    demand : Ints, shape (M, K)
        Units needed.
    present : Ints, shape (R,)
        Present market, or UNASSIGNED.
    leave_price : Ints, shape (R,)
        Money a month when a rep has no post in his present market.
    role_hours : Ints, shape (K,)
        Hundredths of an hour of the role's own kind in a block at full productivity.
    block_hours : Ints, shape (R, K)
        Hundredths of an hour that a block of this rep counts for in the role.
    hours_limit : Ints, shape (R,)
        Hundredths of an hour a week that a rep can be planned for.
    rules : TeamRules
    prices : TeamPrices
    """

    name: str
    reps: tuple[str, ...]
    markets: tuple[str, ...]
    roles: tuple[str, ...]
    levels: tuple[str, ...]
    capacity: Ints
    productivity: Ints
    demand: Ints
    present: Ints = field(default_factory=lambda: ints([]))
    leave_price: Ints = field(default_factory=lambda: ints([]))
    labels: tuple[str, ...] = ()
    role_hours: Ints = field(default_factory=lambda: ints([]))
    block_hours: Ints = field(default_factory=lambda: ints([]))
    hours_limit: Ints = field(default_factory=lambda: ints([]))
    rules: TeamRules = field(default_factory=TeamRules)
    prices: TeamPrices = field(default_factory=TeamPrices)

    def __post_init__(self) -> None:
        r, m, k = len(self.reps), len(self.markets), len(self.roles)
        defaults = {
            "capacity": ((r,), None), "productivity": ((r, m, k), None), "demand": ((m, k), None),
            "present": ((r,), UNASSIGNED), "leave_price": ((r,), 0), "role_hours": ((k,), 400),
            "block_hours": ((r, k), 400),
        }  # fmt: skip
        for name, (shape, default) in defaults.items():
            self._put(name, shape, default)
        self._put("hours_limit", (r,), 400 * self.capacity)
        if not self.labels:
            object.__setattr__(self, "labels", self.markets)
        if len(self.levels) != r or len(self.labels) != m:
            raise ValueError(f"{r} reps, {m} markets, but {len(self.levels)} levels")
        for name in ("capacity", "productivity", "demand", "leave_price"):
            if getattr(self, name).size and getattr(self, name).min() < 0:
                raise ValueError(f"{name} must not be negative")
        if len(self.present) and not (self.present.min() >= -1 and self.present.max() < m):
            raise ValueError(f"present markets must lie in -1..{m - 1}")

    def _put(self, name: str, shape: tuple[int, ...], default: object) -> None:
        value = np.asarray(getattr(self, name))
        if default is not None and not value.size:
            value = np.broadcast_to(np.asarray(default, dtype=np.int32), shape)
        if value.shape != shape:
            raise ValueError(f"{name} has shape {value.shape}, not {shape}")
        object.__setattr__(self, name, ints(value))

    def role(self, key: str) -> int:
        """Return the position of a role, or -1 when the problem has none of that key."""
        return self.roles.index(key) if key in self.roles else -1


@dataclass(frozen=True, slots=True)
class PlannedPost:
    """Rep, market and role by position, and the blocks given."""

    rep: int
    market: int
    role: int
    blocks: int


@dataclass(frozen=True, slots=True, eq=False)
class TeamSolution:
    """An answer with its proof.

    Attributes
    ----------
    status : Status
    posts : tuple of PlannedPost
        By market, role, rep.
    hires : Ints, shape (M, K)
        New people planned, each of `HIRE_UNITS`.
    score : float or None
        Money a month: shortage, hires and the prices of rules; None where no plan was found.
    bound : float or None
        Proven least score of any plan under the rules.
    clash : tuple of str
        Rules that cannot all be met, when infeasible.
    notes : tuple of str
        Why a shortage cannot be helped: markets few people can serve, roles nobody has.
    stopped_by : StoppedBy
    seed : int
    work, runtime_s : float
    versions : mapping of str to str
    """

    status: Status
    posts: tuple[PlannedPost, ...] = ()
    hires: Ints = field(default_factory=lambda: ints(np.zeros((0, 0))))
    score: float | None = None
    bound: float | None = None
    clash: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    stopped_by: StoppedBy = StoppedBy.WORK
    seed: int = 0
    work: float = 0.0
    runtime_s: float = 0.0
    versions: Mapping[str, str] = field(default_factory=frozen_map)

    def __post_init__(self) -> None:
        object.__setattr__(self, "hires", ints(self.hires))
        object.__setattr__(self, "versions", frozen_map(self.versions))

    @property
    def gap(self) -> float | None:
        """(score - bound) / score; None where there is no bound or no plan; 0 at score 0."""
        if self.score is None or self.bound is None:
            return None
        return max(0.0, (self.score - self.bound) / self.score) if self.score > 0 else 0.0


FROM_STAFF = 20
"""People in the company from which closing and lead generation in one market are split for good."""

SPREAD = ((5, 10), (20, 100), (35, 120), (50, 140), (65, 160), (80, 180), (90, 200), (100, 220))
"""Tiers of shortage in plans: 5 % is within the accuracy of any norm and nearly free; then each
further part of a need weighs more, so that a shortage is spread and a larger need draws more hours."""

BLOCK_PRICE = 2
"""Price of a planned block in plans: less than any shortage it could cover."""


def team_problem_from(plan: Plan, scenario: Scenario) -> TeamProblem:
    """Return the team problem of a scenario: its markets, people and needed hours.

    People are the reps and vacancies with a role in the funnel (or a skill for one) who are there
    at plan start; no other hires are planned, so what they cannot cover is a named shortage. Needs
    come from the funnel of each market; `planner.judge.team_fit` says who may serve where.

    Raises ValueError where the plan has no team goals.
    """
    goals = plan.goals.teams
    if goals is None:
        raise ValueError("the plan has no team goals")
    norms = norms_from(goals.norms)
    markets = markets_of(plan, scenario)
    division = divide(plan, scenario)
    reps = composable(plan) if markets else ()
    work = [funnel(Volumes(each.leads, each.prospects, each.customers), norms) for each in markets]
    staff = goals.staff or sum(rep.works_on(plan.start) for rep in plan.reps)
    present = present_markets(plan, scenario, division, reps)
    return TeamProblem(
        name=f"{plan.name}: {scenario.name}",
        reps=tuple(str(rep.id) for rep in reps),
        markets=tuple(market.key for market in markets),
        labels=tuple(market.label for market in markets),
        roles=TEAM_ROLES,
        levels=tuple(level_of(rep) for rep in reps),
        capacity=ints([int(rep.contract_hours_week // 4) for rep in reps]),
        productivity=productivity(plan, division, reps, present)[:, : len(markets)],
        demand=_units([[each.fte[role] for role in TEAM_ROLES] for each in work]),
        present=present,
        leave_price=leave_prices(scenario, reps),
        role_hours=ints([round(400 * norms.time_share(role)) for role in TEAM_ROLES]),
        block_hours=_hundredths(
            [[block_hours(rep, role, plan.start, norms) for role in TEAM_ROLES] for rep in reps]
        ),
        hours_limit=_hundredths([capacity_hours_week(rep, plan.start, norms) for rep in reps]),
        rules=TeamRules(
            two_sellers=Mode.SOFT,
            split=Mode.HARD if staff >= FROM_STAFF else Mode.SOFT,
            hires=False,
        ),
        prices=TeamPrices(short_tiers=SPREAD, block=BLOCK_PRICE),
    )


def shortage(problem: TeamProblem, posts: Sequence[PlannedPost], hires: Ints) -> Ints:
    """Return the units that nobody covers, shape (M, K)."""
    return ints(np.maximum(problem.demand - covered(problem, posts, hires), 0))


def covered(problem: TeamProblem, posts: Sequence[PlannedPost], hires: Ints | None = None) -> Ints:
    """Return the units that posts, and hires where given, yield in each market and role, shape (M, K)."""
    units = np.zeros(problem.demand.shape, dtype=np.int64)
    for post in posts:
        yields = problem.productivity[post.rep, post.market, post.role]
        units[post.market, post.role] += yields * post.blocks
    return ints(units + (HIRE_UNITS * hires if hires is not None and hires.size else 0))


def teams_from(problem: TeamProblem, solution: TeamSolution) -> tuple[Team, ...]:
    """Return one team per market that has needs or people, in the order of the markets.

    Hours are those of the role's own norms (gross or net). What is needed and not planned is the
    shortage: also what a planned hire would do, until there is a vacancy for it.
    """
    planned = covered(problem, solution.posts)
    teams = []
    for market, (key, label) in enumerate(zip(problem.markets, problem.labels, strict=True)):
        posts = [post for post in solution.posts if post.market == market]
        if posts or problem.demand[market].any():
            made = tuple(_post(problem, post) for post in posts)
            teams.append(Team(key, label, key, made, _needs(problem, market, planned)))
    return tuple(teams)


def _post(problem: TeamProblem, post: PlannedPost) -> Post:
    hours = int(problem.block_hours[post.rep, post.role]) * post.blocks / 100
    return Post(problem.roles[post.role], RepId(problem.reps[post.rep]), hours)


def _needs(problem: TeamProblem, market: int, planned: Ints) -> tuple[RoleNeed, ...]:
    """Needed and planned hours per role: units / 100 blocks x hundredths of an hour / 100."""
    rows = zip(
        problem.roles, problem.demand[market], planned[market], problem.role_hours, strict=True
    )
    return tuple(
        RoleNeed(role, int(needed) * int(hours) / 10_000, int(units) * int(hours) / 10_000)
        for role, needed, units, hours in rows
        if needed or units
    )


def _units(fte: Sequence[Sequence[float]]) -> Ints:
    """Demand in units: FTE x 1000, rounded up, so that no need is lost."""
    per_fte = 10 * UNITS_PER_BLOCK
    values = np.array(fte, dtype=np.float64).reshape(-1, len(TEAM_ROLES))
    return ints(np.ceil(values * per_fte - 1e-6))


def _hundredths(hours: Sequence[object]) -> Ints:
    """Hours in whole hundredths, rounded down, so that no sum exceeds a rep's hours."""
    return ints(np.floor(np.array(hours, dtype=np.float64) * 100 + 1e-6))
