"""Keep what the user made: save the plan folder, and bring edits back after a crash."""

from __future__ import annotations

from pathlib import Path

from planner.model.plan import Plan
from planner.store.journal import Journal

__all__ = ["Journal", "save"]


def save(plan: Plan, folder: Path) -> None:
    """Save a plan folder, atomically; raises planner.store.folder.StoreError with what to do."""
    from planner.store.folder import save_plan  # late: it imports the frames

    save_plan(plan, folder)
