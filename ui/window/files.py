"""The native file dialogs, the only way a path is asked for; and what is dropped on the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from planner.io.formats import file_pattern
from ui.messages import tr
from ui.settings import Settings
from ui.widgets.dropped_files import dropped_files

PLAN = ".rayon"
MAPS = file_pattern()


def ask_for_plan(parent: QWidget, settings: Settings) -> list[Path]:
    """Ask for a plan file, a plan.toml or map files."""
    kinds = tr("Plans and maps ({endings})", endings=f"*{PLAN} *.toml {MAPS}")
    return _ask(parent, settings, tr("Open a plan"), kinds)


def ask_for_map(parent: QWidget, settings: Settings) -> list[Path]:
    """Ask for files of regions."""
    return _ask(
        parent, settings, tr("New plan from a map file, or several"),
        tr("Maps ({endings})", endings=MAPS),
    )  # fmt: skip


def dropped(event: QDropEvent) -> list[Path]:
    """Return the files of this computer that are dropped, or about to be, and say that they are taken."""
    files = dropped_files(event)
    if files:
        event.acceptProposedAction()
    return files


def ask_for_place(parent: QWidget, settings: Settings, name: str) -> Path | None:
    """Ask for the plan file to save in; a name without an ending gets `.rayon`."""
    start = Path(settings.text("folder", str(Path.home()))) / f"{_plain(name)}{PLAN}"
    chosen, _ = QFileDialog.getSaveFileName(
        parent, tr("Save the plan"), str(start), tr("Plans ({endings})", endings=f"*{PLAN}")
    )
    if not chosen:
        return None
    place = Path(chosen)
    if place.suffix.lower() != PLAN:
        place = place.with_name(f"{place.name}{PLAN}")
        if place.exists() and not _may_replace(
            parent, place
        ):  # the dialog asked about another name
            return None
    settings.keep("folder", str(place.parent))
    return place


def ask_for_folder(parent: QWidget, settings: Settings, name: str) -> Path | None:
    """Ask for the folder of plain files a plan is saved in: a new one in the folder chosen.

    A chosen folder that is empty, or holds a plan already, is taken itself.
    """
    chosen = QFileDialog.getExistingDirectory(
        parent, tr("Folder to save the plan in"), settings.text("folder", str(Path.home()))
    )
    if not chosen:
        return None
    settings.keep("folder", chosen)
    place = plan_folder(Path(chosen), name)
    return place if not _holds_any(place) or _may_replace(parent, place) else None


def plan_folder(chosen: Path, name: str) -> Path:
    """Return where a plan of that name is saved when the user chose a folder."""
    if not _holds_any(chosen) or (chosen / "scenarios").is_dir():
        return chosen
    return chosen / _plain(name)


def _holds_any(folder: Path) -> bool:
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


def _may_replace(parent: QWidget, place: Path) -> bool:
    said = tr("{name} is there already. Replace it with this plan?", name=place.name)
    answer = QMessageBox.question(parent, tr("Save the plan"), said)
    return answer == QMessageBox.StandardButton.Yes


def _plain(name: str) -> str:
    """Return a plan's name as every system allows it for a file."""
    plain = "".join(sign if sign.isalnum() or sign in " -_" else " " for sign in name)
    return " ".join(plain.split()) or "plan"


def _ask(parent: QWidget, settings: Settings, title: str, kinds: str) -> list[Path]:
    start = settings.text("folder", str(Path.home()))
    chosen, _ = QFileDialog.getOpenFileNames(parent, title, start, kinds)
    if chosen:
        settings.keep("folder", str(Path(chosen[0]).parent))
    return [Path(each) for each in chosen]
