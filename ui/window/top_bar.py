"""The top bar: mark, plan, scenario, scope, search, undo with the name of the step, saved state."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from ui.actions import Act, Actions
from ui.messages import tr
from ui.theme import theme
from ui.widgets.buttons import ICON_GAP, ToolButton
from ui.widgets.labels import ElidedLabel, IconLabel, MarkLabel, label, line

SEARCH_WIDTH = 300


class TopBar(QWidget):
    """48 px at the top. Without a plan only the mark and the appearance are there."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.size("topbar"))
        self._actions = actions
        self.plan = MenuButton("folder-open", tr("Plan"))
        self.scenario = MenuButton("layers", tr("Scenario"))
        self.scope = MenuButton("funnel", tr("Scope"))
        self.search = SearchButton(actions[Act.PALETTE].trigger)
        self.undo = ToolButton.of(actions[Act.UNDO], "undo-2")
        self.step_name = ElidedLabel("", "caption")
        self.redo = ToolButton.of(actions[Act.REDO], "redo-2")
        self.saved = SavedState()
        self.appearance = ToolButton.of(actions[Act.APPEARANCE], "moon")
        self._of_plan: list[QWidget] = []
        self.plan.fill_with(self._fill_plan)
        self._lay_out()
        self.show_plan(shown=False)
        self._show_appearance()

    def show_plan(self, *, shown: bool) -> None:
        """Show what belongs to an open plan, or hide it."""
        for widget in self._of_plan:
            widget.setVisible(shown)
        self.scope.setVisible(False)

    def _fill_plan(self, menu: QMenu) -> None:
        saving = (Act.SAVE, Act.SAVE_ELSEWHERE, Act.SAVE_FOLDER, Act.SNAPSHOT)
        for group in ((Act.OPEN, Act.NEW), saving, (Act.CLOSE, Act.QUIT)):
            for act in group:
                menu.addAction(self._actions[act])
            menu.addSeparator()

    def show_undo(self, undo: str, redo: str) -> None:
        """Name the step that would be undone, and the one that would be done again."""
        self.step_name.setText(tr("Undo: {step}", step=undo) if undo else "")
        self.step_name.setVisible(bool(undo))
        for act, text, plain in (
            (Act.UNDO, undo, tr("Undo")),
            (Act.REDO, redo, tr("Do again")),
        ):
            action = self._actions[act]
            action.setEnabled(bool(text))
            words = tr("{verb}: {step}", verb=plain, step=text) if text else plain
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{words} ({keys})")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "appearance"):
            self._show_appearance()
        super().changeEvent(event)

    def _show_appearance(self) -> None:
        self.appearance.set_icon("sun" if theme.mode() == "dark" else "moon")

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(15, 0, 8, 0)
        row.setSpacing(theme.space(3))
        row.addWidget(MarkLabel(20))
        row.addWidget(label(tr("Rayon"), "title"))
        self._add(row, _tall_line())
        for button in (self.plan, self.scenario, self.scope):
            self._add(row, button)
        row.addStretch(1)
        self._add(row, self.search)
        self._add(row, self.undo)
        self._add(row, self.step_name)
        self._add(row, self.redo)
        self._add(row, _tall_line())
        self._add(row, self.saved)
        row.addWidget(self.appearance)

    def _add(self, row: QHBoxLayout, widget: QWidget) -> None:
        row.addWidget(widget)
        self._of_plan.append(widget)


class MenuButton(QPushButton):
    """A quiet button with an icon, a name and a menu that is filled when it opens."""

    def __init__(self, icon: str, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._what = what
        self.setProperty("kind", "ghost")
        self.setProperty("menu", True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._menu = QMenu(self)
        self._fill: Callable[[QMenu], None] | None = None
        self._menu.aboutToShow.connect(self._refill)
        self.setMenu(self._menu)
        self._draw_icon()

    def show_name(self, name: str) -> None:
        """Show a name, shortened in the middle when it is long."""
        self.setText(name if len(name) <= 28 else f"{name[:16]}…{name[-10:]}")
        self.setAccessibleName(f"{self._what}: {name}")
        self.setToolTip(f"{self._what}: {name}")

    def fill_with(self, fill: Callable[[QMenu], None]) -> None:
        """Let `fill(menu)` make the menu each time it opens."""
        self._fill = fill

    def _refill(self) -> None:
        self._menu.clear()
        if self._fill is not None:
            self._fill(self._menu)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._draw_icon()
        super().changeEvent(event)

    def _draw_icon(self) -> None:
        self.setIconSize(QSize(16 + ICON_GAP, 16))
        self.setIcon(theme.icon(self._icon_name, 16, "text2", gap=ICON_GAP))


class SearchButton(QPushButton):
    """Looks like a field and opens the command palette."""

    def __init__(self, opened: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "search")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedWidth(SEARCH_WIDTH)
        self.setAccessibleName(tr("Find a region, account, person or command"))
        self.clicked.connect(lambda _checked=False: opened())
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        keys = QKeySequence("Ctrl+K").toString(QKeySequence.SequenceFormat.NativeText)
        row.addWidget(IconLabel("search", 14, "text3"))
        row.addWidget(label(tr("Find a region, account or command"), "small"), 1)
        row.addWidget(label(keys.replace("+", " "), "caption"))


class SavedState(QWidget):
    """Whether the plan stands in its file ("Saved 14:02") or in the journal ("Kept 14:02")."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel("check", 14, "good")
        self.words = label("", "caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self.words)

    def say(self, words: str, tooltip: str, *, safe: bool) -> None:
        """Say where the plan stands; unsafe shows a clock instead of a tick."""
        self._icon.set_icon("check" if safe else "clock", "good" if safe else "text3")
        self.words.setText(words)
        self.setToolTip(tooltip)


def _tall_line() -> QWidget:
    made = line("v")
    made.setFixedHeight(theme.size("topbar"))
    return made
