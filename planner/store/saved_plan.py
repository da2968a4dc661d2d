"""Plans as they are saved, by one door: a plan file `NAME.rayon`, or a folder of plain files."""

from __future__ import annotations

from pathlib import Path

from planner.model.issues import Issue
from planner.model.plan import Plan
from planner.store.folder import is_newer_folder, is_plan_folder, load_plan, save_plan

ENDING = ".rayon"


def is_rayon_file(path: Path) -> bool:
    """Whether a path is named as a plan file."""
    return path.suffix.lower() == ENDING


def is_saved_plan(path: Path) -> bool:
    """Whether a path is a plan file by its name, or a plan folder."""
    return is_rayon_file(path) or is_plan_folder(path)


def load_saved(path: Path) -> tuple[Plan | None, tuple[Issue, ...]]:
    """Return a saved plan, or errors that say why there is none."""
    if not is_rayon_file(path):
        return load_plan(path)
    from planner.store.rayon_file import load_rayon  # late: with it comes the database

    return load_rayon(path)


def is_newer_plan(path: Path) -> bool:
    """Whether a newer Rayon saved a plan file or folder: it may be read, and is not to be replaced."""
    if not is_rayon_file(path):
        return is_newer_folder(path)
    if not path.is_file():
        return False
    from planner.store.rayon_file import is_newer  # late, as above

    return is_newer(path)


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
    if not is_rayon_file(path):
        save_plan(plan, path)
        return
    from planner.store.rayon_file import save_rayon  # late, as above

    save_rayon(plan, path, shown)
