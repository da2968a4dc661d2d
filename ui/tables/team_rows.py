"""Rows of the team tables, without Qt: needs per market and role, posts per person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.model.plan import Plan
from planner.model.teams import Post, Team


@dataclass(frozen=True, slots=True)
class NeedRow:
    """What one market needs of one role and gets; hours of contract a week."""

    market: str
    role: str
    needed: float
    planned: float
    people: tuple[str, ...]

    @property
    def short(self) -> float:
        """Hours a week nobody covers."""
        return max(0.0, self.needed - self.planned)


@dataclass(frozen=True, slots=True)
class PostRow:
    """One person's role and hours in one team."""

    team: str
    role: str
    person: str
    hours: float
    vacancy: bool


def need_rows(plan: Plan, teams: Sequence[Team]) -> tuple[NeedRow, ...]:
    """Return one row per market and role, in the order of the teams."""
    names = _names(plan)
    return tuple(
        NeedRow(
            market=team.label,
            role=need.role,
            needed=float(need.needed_hours_week),
            planned=float(need.planned_hours_week),
            people=tuple(
                names.get(post.rep_id, post.rep_id) for post in team.posts if post.role == need.role
            ),
        )
        for team in teams
        for need in team.needs
    )


def post_rows(plan: Plan, posts: Sequence[tuple[Team, Post]]) -> tuple[PostRow, ...]:
    """Return one row per post of a team."""
    names = _names(plan)
    vacancies = {rep.id for rep in plan.reps if rep.vacancy}
    return tuple(
        PostRow(
            team=team.label,
            role=post.role,
            person=names.get(post.rep_id, post.rep_id),
            hours=float(post.hours_week),
            vacancy=post.rep_id in vacancies,
        )
        for team, post in posts
    )


def _names(plan: Plan) -> dict[str, str]:
    return {rep.id: rep.name for rep in plan.reps}
