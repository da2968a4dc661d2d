"""Keep what the user made: save the plan, and bring edits back after a crash."""

from __future__ import annotations

from pathlib import Path

from planner.language import tr
from planner.model.plan import Plan
from planner.store.journal import Journal, apart

__all__ = ["Journal", "apart", "check_not_newer", "is_plan_file", "save"]


def is_plan_file(path: Path) -> bool:
    """Whether a path is named as a plan file, so that a plan is saved there as one."""
    from planner.store.saved_plan import is_rayon_file

    return is_rayon_file(path)


def check_not_newer(place: Path) -> None:
    """Raise StoreError where a newer Rayon saved a plan: what it alone knows would be lost."""
    from planner.store.safe_files import StoreError
    from planner.store.saved_plan import is_newer_plan

    if is_newer_plan(place):
        raise StoreError(
            tr("a newer Rayon saved {place}; save under another name", place=place.name)
        )


def save(plan: Plan, place: Path, shown: str = "") -> None:
    """Save a plan file or folder, whole or not at all; raises OSError with what to do."""
    from planner.store.saved_plan import save_to  # late: it imports the frames

    save_to(plan, place, shown)
