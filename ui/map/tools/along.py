"""Taking along what a gesture would cut off."""

from __future__ import annotations

from planner.insight.cut_off import with_cut_off
from planner.model.types import Ints
from ui.map.tools.tool import Stage


def along(stage: Stage, draft: Ints, target: int) -> Ints:
    """Return the owners of a draft, shape (n,), with what it cuts off given to its target as well."""
    content = stage.content
    return with_cut_off(stage.edges, content.owner, draft, target, content.kept_locked)
