"""The native file dialogs: the only way a path is asked for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from planner.io.formats import file_pattern
from ui.messages import tr
from ui.settings import Settings

MAPS = file_pattern()


def ask_for_plan(parent: QWidget, settings: Settings) -> Path | None:
    """Ask for a plan.toml or a map file."""
    kinds = tr("Plans and maps ({endings})", endings=f"*.toml {MAPS}")
    return _ask(parent, settings, tr("Open a plan"), kinds)


def ask_for_map(parent: QWidget, settings: Settings) -> Path | None:
    """Ask for a file of regions."""
    return _ask(
        parent, settings, tr("New plan from a map file"), tr("Maps ({endings})", endings=MAPS)
    )


def ask_for_folder(parent: QWidget, settings: Settings, name: str) -> Path | None:
    """Ask for the folder a plan is saved in: a new one of that name in the folder chosen.

    A chosen folder that is empty, or holds a plan already, is taken itself.
    """
    chosen = QFileDialog.getExistingDirectory(
        parent, tr("Folder to save the plan in"), settings.text("folder", str(Path.home()))
    )
    if not chosen:
        return None
    settings.keep("folder", chosen)
    return plan_folder(Path(chosen), name)


def plan_folder(chosen: Path, name: str) -> Path:
    """Return where a plan of that name is saved when the user chose a folder."""
    if not any(chosen.iterdir()) or (chosen / "scenarios").is_dir():
        return chosen
    plain = "".join(sign if sign.isalnum() or sign in " -_" else " " for sign in name)
    return chosen / (" ".join(plain.split()) or "plan")


def _ask(parent: QWidget, settings: Settings, title: str, kinds: str) -> Path | None:
    start = settings.text("folder", str(Path.home()))
    chosen, _ = QFileDialog.getOpenFileName(parent, title, start, kinds)
    if not chosen:
        return None
    settings.keep("folder", str(Path(chosen).parent))
    return Path(chosen)
