"""Plans as they are saved, by one door: a plan file `NAME.rayon`, or a folder of plain files."""

from __future__ import annotations

from pathlib import Path

from planner.model.issues import Issue
from planner.model.plan import Plan
from planner.store.folder import is_plan_folder, load_plan, save_plan
from planner.store.rayon_file import is_rayon_file, load_rayon, save_rayon


def is_saved_plan(path: Path) -> bool:
    """Whether a path is a plan file by its name, or a plan folder."""
    return is_rayon_file(path) or is_plan_folder(path)


def load_saved(path: Path) -> tuple[Plan | None, tuple[Issue, ...]]:
    """Return a saved plan, or errors that say why there is none."""
    return load_rayon(path) if is_rayon_file(path) else load_plan(path)


def save_to(plan: Plan, path: Path, shown: str = "") -> None:
    """Save a plan, whole or not at all, the save before kept beside it; raises OSError.

    Parameters
    ----------
    plan : Plan
    path : Path
        A file that ends in .rayon, else a folder.
    shown : str
        Scenario that other programs see in a plan file.
    """
    if is_rayon_file(path):
        save_rayon(plan, path, shown)
    else:
        save_plan(plan, path)
