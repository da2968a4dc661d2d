"""What tests of the window share: a step without content and a journal in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QLabel, QWidget

from planner.edits.assignment import assign
from planner.model.issues import Issue
from planner.model.plan import Plan
from planner.model.types import ints
from ui.actions import Act
from ui.main_window import MainWindow
from ui.settings import Settings
from ui.steps.step import Step, StepState
from ui.window.opening import Opened
from ui.workbench import Workbench

KEPT = datetime(2027, 1, 2, 14, 2)


class PlainStep:
    """A step that counts how often it is entered and left."""

    def __init__(self, key: str, bench: Workbench) -> None:
        self.key, self.title, self.icon = key, key.capitalize(), "map"
        self.centre: QWidget = QLabel(key)
        self.inspector: QWidget | None = QLabel("inspector")
        self.strip: QWidget | None = QLabel("strip") if key == "territories" else None
        self.bench = bench
        self.entered = self.left = self.fitted = 0

    def state(self) -> StepState:
        return StepState(open_points=self.bench.document.undo_stack.index())

    def enter(self) -> None:
        self.entered += 1
        self.bench.actions.on(Act.FIT_SELECTION, self.fit)

    def fit(self, _checked: bool = False) -> None:
        self.fitted += 1

    def leave(self) -> None:
        self.left += 1


class MemoryJournal:
    """Keeps what is recorded; `kept` is what an earlier session left."""

    def __init__(self, kept: Plan | None = None, folder: Path = Path()) -> None:
        self.kept = kept
        self.folder = folder
        self.recorded: list[Plan] = []
        self.cleared = 0

    def record(self, plan: Plan) -> None:
        self.recorded.append(plan)

    def recover(self, plan: Plan) -> tuple[Plan, datetime] | None:
        return None if self.kept is None else (self.kept, KEPT)

    def clear(self) -> None:
        self.cleared += 1

    def earlier(self, at: datetime) -> Path:
        return self.folder / f"earlier {at:%H.%M}.rayon"

    def follow(self, path: Path, plan: Plan) -> None:
        self.cleared += 1
        self.beside = path


def make_steps(bench: Workbench) -> Sequence[Step]:
    return [PlainStep(key, bench) for key in ("data", "territories", "quotas")]


def make_window(
    journal: MemoryJournal | None = None,
    steps: Callable[[Workbench], Sequence[Step]] = make_steps,
) -> MainWindow:
    kept = journal or MemoryJournal()
    return MainWindow(Settings(), steps, lambda _opened: kept)


def opened(plan: Plan | None, issues: tuple[Issue, ...] = (), place: Path | None = None) -> Opened:
    return Opened(Path("somewhere/plan.toml"), plan, issues, place)


def move_one(window: MainWindow, region: int = 4) -> Plan:
    assert window.session is not None
    document = window.session.document
    there = (int(document.layer.owner[region]) + 1) % 3
    after = assign(document.plan, document.scenario.name, "base", ints([region]), there)
    document.edit("move one", after)
    return after
