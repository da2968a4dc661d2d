"""Rules of the compact team model, one function per rule."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TypeVar

from ortools.sat.python import cp_model

from planner.judge.team_problem import HIRE_UNITS, TeamProblem
from planner.judge.team_rules import Mode
from planner.judge.team_verify import TeamRule
from planner.model.words import ACCOUNT_MANAGER, CLOSER, INBOUND, LEVELS, OUTBOUND
from solvers.teams.variables import PostVariable, Variables

Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)


def add_constraints(
    problem: TeamProblem, made: Variables, rules: Iterable[TeamRule] | None = None
) -> None:
    """Add what holds always, and the rules that can clash: all of `CLASHING`, or those named."""
    _links(problem, made)
    _capacity(problem, made)
    _demand(problem, made)
    _sharing(made)
    for rule in CLASHING if rules is None else rules:
        CLASHING[rule](problem, made)


def _links(problem: TeamProblem, made: Variables) -> None:
    # least * y <= x <= most * y;  z = or of y over roles;  w = or of y over markets
    for post in made.posts:
        made.model.add(post.blocks >= problem.rules.min_blocks * post.taken)
        made.model.add(post.blocks <= post.most * post.taken)
    for at, taken in _taken(made.posts, lambda post: (post.rep, post.market)).items():
        made.model.add_max_equality(made.member[at], taken)
    for at, taken in _taken(made.posts, lambda post: (post.rep, post.role)).items():
        made.model.add_max_equality(made.does[at], taken)


def _capacity(problem: TeamProblem, made: Variables) -> None:
    # sum of blocks <= capacity;  sum of hours <= the rep's hours;  seniors' outbound <= its cap
    for rep, posts in _by(made.posts, lambda post: post.rep).items():
        made.model.add(sum(post.blocks for post in posts) <= int(problem.capacity[rep]))
        hours = [int(problem.block_hours[rep, post.role]) * post.blocks for post in posts]
        made.model.add(sum(hours) <= int(problem.hours_limit[rep]))
        outbound = [post for post in posts if problem.roles[post.role] == OUTBOUND]
        if outbound and problem.levels[rep] == LEVELS[-1] and problem.rules.senior_outbound:
            made.model.add(sum(post.blocks for post in outbound) <= outbound[0].most)


def _demand(problem: TeamProblem, made: Variables) -> None:
    # sum of units + hires * 800 + shortage >= need
    posts = _by(made.posts, lambda post: (post.market, post.role))
    for at, shorts in _by(made.shorts, lambda short: (short.market, short.role)).items():
        units = [post.yields * post.blocks for post in posts.get(at, [])]
        units += [1 * short.units for short in shorts]
        if at in made.hires:
            units.append(HIRE_UNITS * made.hires[at])
        made.model.add(sum(units) >= int(problem.demand[at]))


def _sharing(made: Variables) -> None:
    # a rep in two markets is shared, one with two roles has a second role
    for rep, members in _of_rep(made.member).items():
        made.model.add(made.shared[rep] * (len(members) - 1) >= sum(members) - 1)
    for rep, does in _of_rep(made.does).items():
        made.model.add(made.second[rep] * (len(does) - 1) >= sum(does) - 1)


def _focus(problem: TeamProblem, made: Variables) -> None:
    rules = problem.rules
    for posts in _by(made.posts, lambda post: post.rep).values():
        made.model.add(sum(post.taken for post in posts) <= rules.max_posts)
    # at most max_markets, and only one unless the rep is shared (tighter than _sharing)
    for rep, members in _of_rep(made.member).items():
        made.model.add(sum(members) <= 1 + (rules.max_markets - 1) * made.shared[rep])
    for rep, does in _of_rep(made.does).items():
        made.model.add(sum(does) <= 1 + (rules.max_roles - 1) * made.second[rep])


def _two_sellers(problem: TeamProblem, made: Variables) -> None:
    # HARD: people + hires >= 2;  SOFT: no people, or at least two
    members = _by(made.member.items(), lambda each: each[0][1])
    for market, team in made.team.items():
        inside = [member for _, member in members.get(market, [])]
        hires = [hire for (at, _), hire in made.hires.items() if at == market]
        if problem.rules.two_sellers is Mode.HARD:
            made.model.add(sum(inside) + sum(hires) >= 2)
        elif problem.rules.two_sellers is Mode.SOFT:
            made.model.add(sum(inside) + sum(hires) >= 2 * team)
            for member in inside:
                made.model.add_implication(member, team)
            for hire in hires:
                made.model.add(hire == 0).only_enforce_if(~team)


def _experienced_closer(problem: TeamProblem, made: Variables) -> None:
    # a junior closes only beside somebody experienced; HARD: every market has such a one
    closer = problem.role(CLOSER)
    if closer < 0 or not problem.rules.experienced_closer:
        return
    posts = _by(made.posts, lambda post: (post.market, post.role))
    for market in made.team:
        closers = posts.get((market, closer), [])
        senior = [post.taken for post in closers if problem.levels[post.rep] != LEVELS[0]]
        hires = [made.hires[market, closer]] if (market, closer) in made.hires else []
        if problem.rules.two_sellers is Mode.HARD and problem.demand[market, closer] > 0:
            made.model.add(sum(senior) + sum(hires) >= 1)
        for post in closers:
            if problem.levels[post.rep] == LEVELS[0]:
                made.model.add(sum(senior) + sum(hires) >= post.taken)


def _split(problem: TeamProblem, made: Variables) -> None:
    # y_closer + y_outbound <= 1 and y_closer + y_inbound <= 1, or a price
    for (rep, market), posts in _by(made.posts, lambda post: (post.rep, post.market)).items():
        taken = {problem.roles[post.role]: post.taken for post in posts}
        generates = [taken[role] for role in (OUTBOUND, INBOUND) if role in taken]
        if CLOSER not in taken or not generates or problem.rules.split is Mode.OFF:
            continue
        if problem.rules.split is Mode.SOFT:
            made.unsplit[rep, market] = made.model.new_bool_var(f"unsplit_{rep}_{market}")
        priced = made.unsplit.get((rep, market), 0)
        for each in generates:
            made.model.add(taken[CLOSER] + each <= 1 + priced)


def _whole_chain(problem: TeamProblem, made: Variables) -> None:
    # not outbound, inbound and closer; not outbound or inbound, closer and account manager
    chains = (
        (OUTBOUND, INBOUND, CLOSER), (OUTBOUND, CLOSER, ACCOUNT_MANAGER),
        (INBOUND, CLOSER, ACCOUNT_MANAGER),
    )  # fmt: skip
    if problem.rules.whole_chain is not Mode.HARD:
        return
    for rep in made.shared:
        for chain in chains:
            roles = [(rep, problem.role(role)) for role in chain]
            if all(at in made.does for at in roles):
                made.model.add(sum(made.does[at] for at in roles) <= 2)


CLASHING: Mapping[TeamRule, Callable[[TeamProblem, Variables], None]] = {
    TeamRule.TWO_SELLERS: _two_sellers,
    TeamRule.FOCUS: _focus,
    TeamRule.EXPERIENCED_CLOSER: _experienced_closer,
    TeamRule.SPLIT: _split,
    TeamRule.WHOLE_CHAIN: _whole_chain,
}
"""Rules that can clash; all else is elastic."""


def _by(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    """Group items by a key, in order of first appearance."""
    groups: dict[Key, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def _taken(
    posts: Iterable[PostVariable], key: Callable[[PostVariable], tuple[int, int]]
) -> dict[tuple[int, int], list[cp_model.IntVar]]:
    return {at: [post.taken for post in inside] for at, inside in _by(posts, key).items()}


def _of_rep(
    variables: Mapping[tuple[int, int], cp_model.IntVar],
) -> dict[int, list[cp_model.IntVar]]:
    grouped = _by(variables.items(), lambda each: each[0][0])
    return {rep: [variable for _, variable in inside] for rep, inside in grouped.items()}
