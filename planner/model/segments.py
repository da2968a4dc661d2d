"""Segments: named rules over accounts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """A named rule; an account is in any number of segments, its first match is its primary segment.

    Attributes
    ----------
    key : str
    label : str
    where : str
        Rule in the small grammar of `planner.model.formula` ("industry = 'food' and employees >= 50").
    """

    key: str
    label: str
    where: str


OTHER = "other"
"""Primary segment of an account that matches no rule."""
