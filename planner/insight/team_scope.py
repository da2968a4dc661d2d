"""The teams of a scope: those whose market lies in it, and those in which its people work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.insight.extent import Extent
from planner.insight.scope import ScopeKind
from planner.model.plan import Plan
from planner.model.teams import Post, Team
from planner.sales.markets import divide

OF_RULES = ("segment", "product")
"""Markets that are a rule over accounts, and lie nowhere on the map."""


@dataclass(frozen=True, slots=True)
class ScopedTeams:
    """Which teams belong to a scope.

    Attributes
    ----------
    teams : tuple of Team
    inside : tuple of Team
        Those of `teams` that do not reach beyond: what they need and get is of the scope.
    posts : tuple of (Team, Post)
        Of a team inside, all; of one that reaches beyond, those of people in scope.
    """

    teams: tuple[Team, ...]
    inside: tuple[Team, ...]
    posts: tuple[tuple[Team, Post], ...]

    @property
    def across(self) -> int:
        """How many teams reach beyond; what they need cannot be divided."""
        return len(self.teams) - len(self.inside)


def teams_within(plan: Plan, extent: Extent, teams: Sequence[Team]) -> ScopedTeams:
    """Return which of some teams belong to a scope.

    A team lies inside when all regions of its market do, and reaches beyond when only some do. Who
    looks at people sees every team they work in, and so does who looks at a country where the market
    is a rule over accounts, which has no place.
    """
    if extent.is_all:
        every = tuple((team, post) for team in teams for post in team.posts)
        return ScopedTeams(tuple(teams), tuple(teams), every)
    places = _places(plan, extent) if teams else {}
    kept, inside, posts = [], [], []
    for team in teams:
        here, anywhere = places.get(team.market, (0, 0))
        theirs = [post for post in team.posts if str(post.rep_id) in extent.people]
        by_place = extent.scope.kind is ScopeKind.PARENT and anywhere > 0
        if not (here or (theirs and not by_place)):
            continue
        kept.append(team)
        if 0 < here == anywhere:
            inside.append(team)
            theirs = list(team.posts)
        posts += [(team, post) for post in theirs]
    return ScopedTeams(tuple(kept), tuple(inside), tuple(posts))


def _places(plan: Plan, extent: Extent) -> dict[str, tuple[int, int]]:
    """Return how many regions of each market lie in a scope, and how many it has."""
    goals = plan.goals.teams
    if goals is None or goals.markets in OF_RULES:
        return {}
    try:
        division = divide(plan, plan.scenario(extent.scenario))
    except ValueError:  # the level that teams were formed by is no more
        return {}
    of_region, m = division.of_region, len(division.keys)
    here, anywhere = (
        np.bincount(regions + 1, minlength=m + 1)[1:].tolist()
        for regions in (of_region[extent.regions], of_region)
    )
    return dict(zip(division.keys, zip(here, anywhere, strict=True), strict=True))
