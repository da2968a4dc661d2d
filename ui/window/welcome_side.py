"""The side of the welcome page: the first ten minutes, plans opened before, appearance."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.messages import tr
from ui.settings import Settings
from ui.theme import theme
from ui.widgets.cards import numbered
from ui.widgets.inspector import Inspector
from ui.widgets.labels import ElidedLabel, IconLabel, label, line, pill
from ui.window.samples import plan_name
from ui.window.writer import Writer

WIDTH = 384


class WelcomeSide(Inspector):
    """Emits `wanted` with the path of a plan opened before."""

    wanted = Signal(object)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self._settings = settings
        self._plans: list[RecentPlan] = []
        self.body.setContentsMargins(24, 24, 24, 24)
        self.body.addWidget(label(tr("Your first ten minutes"), "title"))
        for number, (title, text) in enumerate(_story(), 1):
            self.body.addLayout(_chapter(number, title, text))
        self._recent = QVBoxLayout()
        self._recent.setSpacing(theme.space(1))
        self.body.addLayout(self._recent)
        self.body.addWidget(line())
        self.body.addLayout(self._appearance())
        self.show_recent()

    def show_recent(self) -> None:
        """List the plans opened before."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        if not self._settings.recent:
            return
        self._recent.addWidget(line())
        self._recent.addSpacing(theme.space(4))
        self._recent.addWidget(label(tr("Recent plans"), "title"))
        self._plans = [RecentPlan(path) for path in self._settings.recent]
        for button in self._plans:
            path = button.path
            button.clicked.connect(lambda _checked=False, path=path: self.wanted.emit(path))
            self._recent.addWidget(button)
        self._look_for(self._plans)

    def _look_for(self, plans: list[RecentPlan]) -> None:
        """Mark the plans that are gone; a network drive that is dead holds a thread of its own."""
        paths, looker = [plan.path for plan in plans], Writer(self)

        def mark(found: list[str]) -> None:
            if plans is self._plans:
                for plan, name in zip(plans, found, strict=True):
                    plan.show_found(name)
            looker.deleteLater()

        looker.do(lambda: [_found(path) for path in paths], mark)
        looker.finish(0)

    def _appearance(self) -> QHBoxLayout:
        choice = self._choice = QComboBox()
        for mode, words in (
            ("system", tr("As the system")),
            ("light", tr("Light")),
            ("dark", tr("Dark")),
        ):
            choice.addItem(words, mode)
        choice.setCurrentIndex(choice.findData(self._settings.appearance))
        choice.setAccessibleName(tr("Appearance"))
        choice.activated.connect(self._choose)
        self._settings.changed.connect(self._show_choice)
        row = QHBoxLayout()
        row.addWidget(label(tr("Appearance")), 1)
        row.addWidget(choice)
        return row

    def _choose(self, at: int) -> None:
        self._settings.appearance = self._choice.itemData(at)

    def _show_choice(self, _key: str) -> None:
        self._choice.setCurrentIndex(self._choice.findData(self._settings.appearance))


class RecentPlan(QPushButton):
    """A plan opened before; one that is gone says so and cannot be opened."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.setProperty("kind", "ghost")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        name = path.parent.name if path.name == "plan.toml" else path.stem
        self.setAccessibleName(name)
        self._name = ElidedLabel(name, "strong")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(ElidedLabel(str(path), "caption", middle=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(theme.space(4))
        row.addWidget(IconLabel("folder-open", 16, "text2"))
        row.addLayout(words, 1)
        self._missing = pill(tr("missing"), "bad")
        self._missing.hide()
        row.addWidget(self._missing)

    def show_found(self, name: str) -> None:
        """Say what the plan is called, or that it is gone where that is empty."""
        self.setEnabled(bool(name))
        self._missing.setVisible(not name)
        if name:
            self.setAccessibleName(name)
            self._name.setText(name)

    def sizeHint(self) -> QSize:
        return QSize(240, 48)


def _found(path: Path) -> str:
    """Return what a plan is called; "" where it is gone."""
    try:
        return plan_name(path) if path.exists() else ""
    except OSError:
        return ""


def _story() -> tuple[tuple[str, str], ...]:
    return (
        (
            tr("Look"),
            tr("Open the sample. The map shows who owns what, the bars show how fair it is."),
        ),
        (tr("Break it"), tr("Brush some places to a neighbour. Watch the bars. Undo with Ctrl+Z.")),
        (
            tr("Ask"),
            tr("Press Propose territories. You get a proposal with proof, not a new plan."),
        ),
        (tr("Decide"), tr("Accept all, one territory, or nothing.")),
        (
            tr("Bring your data"),
            tr("A map file is enough to begin; Data imports accounts and people."),
        ),
    )


def _chapter(number: int, title: str, text: str) -> QHBoxLayout:
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(label(title, "strong"))
    words.addWidget(label(text, "small", wrap=True))
    row = QHBoxLayout()
    row.setSpacing(theme.space(4))
    row.addWidget(numbered(number), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    return row
