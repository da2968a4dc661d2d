"""What tools may take: from which territory, and when a region counts as inside an outline."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from planner.model.types import Bools, Ints, bools


class Inside(Enum):
    """When a region is inside an outline that was drawn around it."""

    CENTRE = "centre"
    TOUCHED = "touched"
    WHOLE = "whole"


@dataclass(slots=True)
class Taking:
    """The choices beside the tools, shared by all of them.

    Attributes
    ----------
    source : int or None
        Territory that may be taken from, UNASSIGNED for regions of nobody, None for all.
    inside : Inside
    outside : Bools or None
        Regions outside the scope, shape (n,), which are never taken.
    """

    source: int | None = None
    inside: Inside = Inside.CENTRE
    outside: Bools | None = None

    def allowed(self, owner: Ints) -> Bools:
        """Return which regions may be taken, shape (n,)."""
        allowed = np.ones(len(owner), np.bool_) if self.source is None else owner == self.source
        if self.outside is not None and len(self.outside) == len(owner):
            allowed = allowed & ~self.outside
        return bools(allowed)
