"""The judge of teams: every rule stated once, every score computed apart from whoever claims it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from planner.judge.problem import Status
from planner.judge.team_problem import PlannedPost, TeamProblem, TeamSolution, shortage
from planner.judge.team_rules import Mode
from planner.model.types import UNASSIGNED, Ints
from planner.model.words import ACCOUNT_MANAGER, CLOSER, INBOUND, LEVELS, OUTBOUND


class TeamRule(StrEnum):
    """What a composition can break."""

    CAPACITY = "capacity"  # more blocks, or more hours, than a person has
    MAY_NOT = "may_not"  # a post that the person may not or cannot serve, or that nobody needs
    SHORT_POST = "short_post"  # a post below the least size, or the same post twice
    FOCUS = "focus"  # more posts, markets or roles than one person may have
    TWO_SELLERS = "two_sellers"  # one seller alone, or none where there must be two
    WHOLE_CHAIN = "whole_chain"  # one person from lead to close, or from lead to care
    SPLIT = "split"  # who closes generates leads in the same market
    SENIOR_OUTBOUND = "senior_outbound"  # a senior with too much outbound
    EXPERIENCED_CLOSER = "experienced_closer"  # juniors close with nobody experienced
    HIRES = "hires"  # people planned beside reps and vacancies where that is not allowed


@dataclass(frozen=True, slots=True)
class TeamViolation:
    """One broken rule: by how much (blocks, posts, people or 1), and where."""

    rule: TeamRule
    amount: float
    rep: int | None = None
    market: int | None = None


def violations(
    problem: TeamProblem, posts: Sequence[PlannedPost], hires: Ints
) -> tuple[TeamViolation, ...]:
    """List every rule the composition breaks; empty means all rules are met."""
    found: list[TeamViolation] = []
    for post in posts:
        found += _of_post(problem, post)
    for rep in range(len(problem.reps)):
        found += _of_rep(problem, rep, [post for post in posts if post.rep == rep])
    for market in range(len(problem.markets)):
        inside = [post for post in posts if post.market == market]
        found += _of_market(problem, market, inside, hires)
    if not problem.rules.hires and hires.any():
        found.append(TeamViolation(TeamRule.HIRES, float(hires.sum())))
    return tuple(found)


def score(problem: TeamProblem, posts: Sequence[PlannedPost], hires: Ints) -> float:
    """Return the price of a composition in money a month; broken rules are never folded in.

    Shortage by tiers, hires, shared people, second roles, people who leave their market, outbound
    by seniors, closing not split from lead generation (when soft), and blocks.
    """
    prices, roles = problem.prices, problem.roles
    hundredths = 0
    for market, role in zip(*shortage(problem, posts, hires).nonzero(), strict=True):
        hundredths += _short_price(problem, posts, hires, int(market), int(role))
    money = sum(
        prices.hire[role] * int(hires[:, k].sum()) for k, role in enumerate(roles) if hires.size
    )
    money += prices.block * sum(post.blocks for post in posts)
    for rep in range(len(problem.reps)):
        money += _personal_price(problem, rep, [post for post in posts if post.rep == rep])
    return money + hundredths / 100


def judged(problem: TeamProblem, solution: TeamSolution) -> TeamSolution:
    """Return the solution re-scored and its status held against the rules.

    A claim to be feasible or optimal that does not hold, a score that differs, or a bound above
    the score is a bug: ValueError, nobody sees the result.
    """
    if solution.score is None:
        return solution
    true_score = score(problem, solution.posts, solution.hires)
    if abs(solution.score - true_score) > 1e-6:
        raise ValueError(f"solver claims score {solution.score}, judge finds {true_score}")
    broken = violations(problem, solution.posts, solution.hires)
    if solution.status in (Status.FEASIBLE, Status.OPTIMAL) and broken:
        raise ValueError(f"solver claims {solution.status}, judge finds {broken[0]}")
    if not broken and solution.status is Status.INFEASIBLE:
        raise ValueError("solver claims infeasible, yet its teams meet every rule")
    if not broken and solution.bound is not None and solution.bound > true_score + 1e-6:
        raise ValueError(f"solver claims bound {solution.bound}, above score {true_score}")
    return replace(solution, score=true_score)


# -- rules -----------------------------------------------------------------------------------------


def _of_post(problem: TeamProblem, post: PlannedPost) -> Iterator[TeamViolation]:
    needed = problem.demand[post.market, post.role] > 0
    if not needed or problem.productivity[post.rep, post.market, post.role] <= 0:
        yield TeamViolation(TeamRule.MAY_NOT, 1.0, post.rep, post.market)
    if post.blocks < problem.rules.min_blocks:
        missing = problem.rules.min_blocks - post.blocks
        yield TeamViolation(TeamRule.SHORT_POST, float(missing), post.rep, post.market)


def _of_rep(
    problem: TeamProblem, rep: int, posts: Sequence[PlannedPost]
) -> Iterator[TeamViolation]:
    rules = problem.rules
    blocks = sum(post.blocks for post in posts)
    hours = sum(post.blocks * int(problem.block_hours[rep, post.role]) for post in posts)
    over = max(blocks - int(problem.capacity[rep]), (hours - int(problem.hours_limit[rep])) / 400)
    if over > 0:
        yield TeamViolation(TeamRule.CAPACITY, float(over), rep)
    for (market, _), times in Counter((post.market, post.role) for post in posts).items():
        if times > 1:
            yield TeamViolation(TeamRule.SHORT_POST, float(times - 1), rep, market)
    markets, roles = {post.market for post in posts}, {post.role for post in posts}
    beyond = max(
        len(posts) - rules.max_posts, len(markets) - rules.max_markets, len(roles) - rules.max_roles
    )
    if beyond > 0:
        yield TeamViolation(TeamRule.FOCUS, float(beyond), rep)
    done = {problem.roles[role] for role in roles}
    if rules.whole_chain is Mode.HARD and _whole_chain(done):
        yield TeamViolation(TeamRule.WHOLE_CHAIN, 1.0, rep)
    if rules.split is Mode.HARD:
        for market in _unsplit(problem, posts):
            yield TeamViolation(TeamRule.SPLIT, 1.0, rep, market)
    outbound = _senior_outbound(problem, rep, posts) - max(2, int(problem.capacity[rep]) // 5)
    if rules.senior_outbound and outbound > 0:
        yield TeamViolation(TeamRule.SENIOR_OUTBOUND, float(outbound), rep)


def _whole_chain(roles: set[str]) -> bool:
    generates = roles & {OUTBOUND, INBOUND}
    if CLOSER not in roles:
        return False
    return len(generates) == 2 or (bool(generates) and ACCOUNT_MANAGER in roles)


def _unsplit(problem: TeamProblem, posts: Sequence[PlannedPost]) -> list[int]:
    """Markets where these posts of one person both close and generate leads."""
    done = {(post.market, problem.roles[post.role]) for post in posts}
    return sorted(
        {
            market
            for market, role in done
            if role == CLOSER and {(market, OUTBOUND), (market, INBOUND)} & done
        }
    )


def _senior_outbound(problem: TeamProblem, rep: int, posts: Sequence[PlannedPost]) -> int:
    if problem.levels[rep] != LEVELS[-1]:
        return 0
    return sum(post.blocks for post in posts if problem.roles[post.role] == OUTBOUND)


def _of_market(
    problem: TeamProblem, market: int, posts: Sequence[PlannedPost], hires: Ints
) -> Iterator[TeamViolation]:
    rules, closer = problem.rules, problem.role(CLOSER)
    new = int(hires[market].sum()) if hires.size else 0
    people = len({post.rep for post in posts}) + new
    needed = bool(problem.demand[market].any())
    must = rules.two_sellers is Mode.HARD and needed
    if rules.two_sellers is not Mode.OFF and (people == 1 or (must and people == 0)):
        yield TeamViolation(TeamRule.TWO_SELLERS, float(2 - people), market=market)
    if closer < 0 or not rules.experienced_closer:
        return
    closers = [post.rep for post in posts if post.role == closer]
    experienced = any(problem.levels[rep] != LEVELS[0] for rep in closers)
    hired = bool(hires.size and hires[market, closer])
    must = rules.two_sellers is Mode.HARD and bool(problem.demand[market, closer])
    if (closers or must) and not experienced and not hired:
        yield TeamViolation(TeamRule.EXPERIENCED_CLOSER, 1.0, market=market)


# -- prices ----------------------------------------------------------------------------------------


def _short_price(
    problem: TeamProblem, posts: Sequence[PlannedPost], hires: Ints, market: int, role: int
) -> int:
    """Return the price of one shortage in hundredths: each tier of the need at its own rate."""
    need = int(problem.demand[market, role])
    short = int(shortage(problem, posts, hires)[market, role])
    price, below, total = problem.prices.short[problem.roles[role]], 0, 0
    for upto, rate in problem.prices.short_tiers:
        edge = need * upto // 100
        total += price * rate * max(0, min(short, edge) - below)
        below = edge
    return total


def _personal_price(problem: TeamProblem, rep: int, posts: Sequence[PlannedPost]) -> int:
    prices = problem.prices
    markets, roles = {post.market for post in posts}, {post.role for post in posts}
    price = prices.shared * (len(markets) > 1) + prices.second_role * (len(roles) > 1)
    present = int(problem.present[rep])
    if present != UNASSIGNED and present not in markets:
        price += int(problem.leave_price[rep])
    price += prices.senior_outbound * _senior_outbound(problem, rep, posts)
    if problem.rules.split is Mode.SOFT:
        price += prices.unsplit * len(_unsplit(problem, posts))
    return price
