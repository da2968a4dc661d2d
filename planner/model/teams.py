"""Teams: the people of several roles that serve one market."""

from __future__ import annotations

from dataclasses import dataclass

from planner.model.types import RepId


@dataclass(frozen=True, slots=True)
class Post:
    """A person's role and hours in a team.

    Attributes
    ----------
    role : str
    rep_id : RepId
        A planned hire has the id of its vacancy.
    hours_week : float
        Hours a week given to this post, above 0, in the hours of the role's norms: contract hours
        for gross norms, pure role time for net ones.
    """

    role: str
    rep_id: RepId
    hours_week: float


@dataclass(frozen=True, slots=True)
class RoleNeed:
    """What a market needs of a role and what it gets: the role's own hours a week, fully productive.

    Planned hours are those of the posts times skill, ramp and fit.
    """

    role: str
    needed_hours_week: float
    planned_hours_week: float

    @property
    def short_hours_week(self) -> float:
        """Hours a week that nobody covers."""
        return max(0.0, self.needed_hours_week - self.planned_hours_week)


@dataclass(frozen=True, slots=True)
class Team:
    """Who serves a market.

    Attributes
    ----------
    key, label : str
    market : str
        Key of its market.
    posts : tuple of Post
    needs : tuple of RoleNeed
    """

    key: str
    label: str
    market: str
    posts: tuple[Post, ...] = ()
    needs: tuple[RoleNeed, ...] = ()

    @property
    def heads(self) -> int:
        """Number of different people."""
        return len({post.rep_id for post in self.posts})
