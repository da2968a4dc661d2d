"""The teams of a scope: those whose market lies in it, and those in which its people work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.insight.extent import Extent
from planner.insight.scope import ScopeKind
from planner.model.plan import Plan
from planner.model.teams import Post, Team
from planner.model.types import Bools, bools
from planner.sales.markets import divide

OF_RULES = ("segment", "product")
"""Markets that are a rule over accounts, and lie nowhere on the map."""


@dataclass(frozen=True, slots=True)
class ScopedTeams:
    """Which teams belong to a scope.

    Attributes
    ----------
    teams : tuple of Team
        Each whole, with all it needs.
    posts : tuple of (Team, Post)
        Of a team that lies inside, or partly in a country looked at, all; else those of people in scope.
    across : tuple of str
        Labels of the teams that reach beyond; what they need counts whole.
    """

    teams: tuple[Team, ...]
    posts: tuple[tuple[Team, Post], ...]
    across: tuple[str, ...]


def teams_within(plan: Plan, extent: Extent, teams: Sequence[Team]) -> ScopedTeams:
    """Return which of some teams belong to a scope.

    A team lies inside when all regions of its market do, and reaches beyond when only some do. Who
    looks at people sees every team they work in, and so does who looks at a country where the market
    is a rule over accounts, which has no place.
    """
    if extent.is_all:
        every = tuple((team, post) for team in teams for post in team.posts)
        return ScopedTeams(tuple(teams), every, ())
    places = _places(plan, extent.scenario) if teams else {}
    nowhere = bools(np.zeros(len(plan.regions)))
    kept, posts, across = [], [], []
    for team in teams:
        place = places.get(team.market, nowhere)
        theirs = [post for post in team.posts if str(post.rep_id) in extent.people]
        touches = bool((place & extent.regions).any())
        inside = touches and not (place & ~extent.regions).any()
        by_place = extent.scope.kind is ScopeKind.PARENT and bool(place.any())
        if not (touches or (theirs and not by_place)):
            continue
        kept.append(team)
        posts += [(team, post) for post in (team.posts if inside or by_place else theirs)]
        if not inside:
            across.append(team.label)
    return ScopedTeams(tuple(kept), tuple(posts), tuple(across))


def _places(plan: Plan, scenario: str) -> dict[str, Bools]:
    """Return the regions of each market that has a place; none where the goals have gone."""
    goals = plan.goals.teams
    if goals is None or goals.markets in OF_RULES:
        return {}
    try:
        division = divide(plan, plan.scenario(scenario))
    except ValueError:  # the level that teams were formed by is no more
        return {}
    return {
        key: bools(division.of_region == at)
        for at, key in enumerate(division.keys)
        if (division.of_region == at).any()
    }
