"""Keep what the user made: save the plan, and bring edits back after a crash."""

from __future__ import annotations

from pathlib import Path

from planner.model.plan import Plan
from planner.store.journal import Journal, apart

__all__ = ["Journal", "apart", "is_plan_file", "save"]


def is_plan_file(path: Path) -> bool:
    """Whether a path is named as a plan file, so that a plan is saved there as one."""
    from planner.store.saved_plan import is_rayon_file

    return is_rayon_file(path)


def save(plan: Plan, place: Path, shown: str = "") -> None:
    """Save a plan file or folder, whole or not at all; raises OSError with what to do."""
    from planner.store.saved_plan import save_to  # late: it imports the frames

    save_to(plan, place, shown)
