"""The desk of an open plan: rail, the page of a step, its strip and its inspector."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.actions import Act
from ui.messages import Told
from ui.steps.step import Step
from ui.theme import theme
from ui.widgets.buttons import ToolButton
from ui.widgets.toast import Toast
from ui.window.help_sheet import HelpSheet
from ui.window.history_sheet import HistorySheet
from ui.window.rail import Rail
from ui.workbench import Workbench

INSPECTOR_WIDTHS = (324, 480)
"""Below the least, panels would be cut at their right."""
DRAWER_BELOW = 1280


class Desk(QWidget):
    """Shows one step at a time; emits `entered` with its key."""

    entered = Signal(str)

    def __init__(
        self, bench: Workbench, steps: Sequence[Step], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("desk")
        self.bench = bench
        self.steps = {step.key: step for step in steps}
        self._here: Step | None = None
        self._narrow = False
        self._wants_strip = True
        self._wants_inspector = True
        self.rail = Rail(steps, ToolButton.of(bench.actions[Act.SETTINGS], "settings"))
        self.rail.chosen.connect(self._go_by_rail)
        for act in (Act.HISTORY, Act.HELP):
            icon = bench.actions.icon_name(act)
            self.rail.add_to_foot(ToolButton.of(bench.actions[act], icon))
        self.centres = QStackedWidget()
        self.strips = _area("strip")
        self.strips.setFixedHeight(theme.size("strip"))
        self.inspectors = _area("inspector")
        self.inspectors.setMinimumWidth(INSPECTOR_WIDTHS[0])
        self.inspectors.setMaximumWidth(INSPECTOR_WIDTHS[1])
        self.help = HelpSheet(bench.actions, self._page, self)
        self.history = HistorySheet(bench.document.undo_stack, self)
        self.toast = Toast(self.centres, bench.actions[Act.UNDO].trigger)
        bench.messages.told.connect(self._say)
        bench.actions.above_pages[Act.ESCAPE] = self._close_sheet
        self._lay_out()
        for number, step in enumerate(steps, 1):
            self._adopt(step)
            keys = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            keys.activated.connect(partial(self.go_to, step.key))
        self._refresh_later = QTimer(self)
        self._refresh_later.setSingleShot(True)
        self._refresh_later.timeout.connect(self._refresh)
        document = bench.document
        for signal in (
            document.changed, document.scenario_changed, document.layer_changed,
            document.scope_changed,
        ):  # fmt: skip
            signal.connect(self._refresh_soon)
        self._refresh()

    @property
    def here(self) -> Step | None:
        """The step that is shown."""
        return self._here

    def go_to(self, key: str, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Show a step; `reason` tells it whether the mouse led there."""
        step = self.steps[key]
        if step is self._here:
            return
        self.leave()
        self.help.hide()
        self._here = step
        self.rail.show_here(key)
        self.centres.setCurrentWidget(step.centre)
        for area, widget in ((self.strips, step.strip), (self.inspectors, step.inspector)):
            if widget is not None:
                area.setCurrentWidget(widget)
        self._fold()
        step.enter()
        step.centre.clearFocus()  # the stack gave it the keyboard, for a reason of its own
        step.centre.setFocus(reason)
        self.entered.emit(key)

    def _go_by_rail(self, key: str) -> None:
        """Show a step of the rail, which has the keyboard itself where a key was pressed."""
        focused = QApplication.focusWidget()
        by_key = focused is not None and self.rail.isAncestorOf(focused)
        mouse, other = Qt.FocusReason.MouseFocusReason, Qt.FocusReason.OtherFocusReason
        self.go_to(key, other if by_key else mouse)

    def leave(self) -> None:
        """Leave the step that is shown and unwire its actions."""
        if self._here is not None:
            self._here.leave()
            self.bench.actions.leave_page()
            self._here = None

    def let_go(self) -> None:
        """Delete it soon; the keyboard leaves it first.

        A page that loses the keyboard while it is deleted is asked when half of it is gone, which ends
        the app without a word.
        """
        above = self.bench.actions.above_pages
        if above.get(Act.ESCAPE) == self._close_sheet:  # another desk may stand already
            del above[Act.ESCAPE]
        held = QApplication.focusWidget()
        if held is not None and self.isAncestorOf(held):
            held.clearFocus()
        self.setEnabled(False)  # nor does it come back
        self.deleteLater()

    def toggle_inspector(self) -> None:
        """Show or hide the inspector."""
        self._wants_inspector = not self.inspectors.isVisible()
        self._fold()

    def _page(self) -> tuple[str, str]:
        """Return key and title of the page that is shown."""
        return ("", "") if self._here is None else (self._here.key, self._here.title)

    def toggle_help(self) -> None:
        """Show or hide help for the page, in the place of the history."""
        self.history.hide()
        self.help.toggle()

    def toggle_history(self) -> None:
        """Show or hide the steps, in the place of the help."""
        self.help.hide()
        self.history.toggle()

    def _close_sheet(self) -> bool:
        """Close the sheet over the page, wherever the keyboard is; return whether there was one."""
        sheet = next((one for one in (self.help, self.history) if one.isVisible()), None)
        if sheet is not None:
            sheet.close_sheet()
        return sheet is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer Esc on the pages that have nothing to leave."""
        if event.key() != Qt.Key.Key_Escape or not self._close_sheet():
            super().keyPressEvent(event)

    def show_inspector(self) -> None:
        """Show the inspector where it is folded away."""
        if not self.inspectors.isVisible():
            self.toggle_inspector()

    def toggle_strip(self) -> None:
        """Show or hide the balance strip."""
        self._wants_strip = not self.strips.isVisible()
        self._fold()

    def focus_next_area(self, *, backwards: bool = False) -> None:
        """Move the focus to the next area: rail, page, strip, inspector."""
        areas = [self.rail, self.centres, self.strips, self.inspectors]
        shown = [area for area in areas if area.isVisible()]
        focused = self.focusWidget()
        here = next((at for at, area in enumerate(shown) if area.isAncestorOf(focused)), 0)
        step = -1 if backwards else 1
        for offset in range(1, len(shown) + 1):
            target = _first_focusable(shown[(here + step * offset) % len(shown)])
            if target is not None:
                target.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < DRAWER_BELOW
        if narrow != self._narrow:
            self._narrow = narrow
            self._wants_inspector = not narrow
            self._fold()

    def _adopt(self, step: Step) -> None:
        self.centres.addWidget(step.centre)
        if step.strip is not None:
            self.strips.addWidget(step.strip)
        if step.inspector is not None:
            self.inspectors.addWidget(step.inspector)

    def _fold(self) -> None:
        """Show the areas this step has and the user wants."""
        step = self._here
        has_strip = step is not None and step.strip is not None
        has_inspector = step is not None and step.inspector is not None
        self.strips.setVisible(has_strip and self._wants_strip)
        self.inspectors.setVisible(has_inspector and self._wants_inspector)
        self.bench.actions[Act.STRIP].setEnabled(has_strip)
        self.bench.actions[Act.INSPECTOR].setEnabled(has_inspector)

    def _say(self, told: Told) -> None:
        self.toast.say(told.text, undo=told.undo)

    def _keep_width(self, _position: int, _index: int) -> None:
        self.bench.settings.keep("inspector_width", self._split.sizes()[1])

    def _refresh_soon(self, _change: object) -> None:
        self._refresh_later.start()

    def _refresh(self) -> None:
        self.rail.refresh(list(self.steps.values()))

    def _lay_out(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.centres, 1)
        column.addWidget(self.strips)
        split = self._split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(middle)
        split.addWidget(self.inspectors)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        kept = self.bench.settings.number("inspector_width", theme.size("inspector"))
        split.setSizes([10_000, kept])
        split.splitterMoved.connect(self._keep_width)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(split, 1)


def _area(name: str) -> QStackedWidget:
    area = QStackedWidget()
    area.setObjectName(name)
    area.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return area


def _first_focusable(area: QWidget) -> QWidget | None:
    """Return the first widget in an area that Tab may reach, the checked one of a rail first."""
    if isinstance(area, Rail):
        return next((item for item in area.items.values() if item.isChecked()), None)
    tab = Qt.FocusPolicy.TabFocus.value
    for widget in area.findChildren(QWidget):
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy().value & tab:
            return widget
    return None
