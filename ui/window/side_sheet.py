"""A sheet over the place of the inspector: help, history. Esc closes it and gives the keyboard back.

Tab goes on to the page below; the sheet makes way for what it would cover.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.messages import tr
from ui.theme import theme
from ui.widgets.buttons import ToolButton
from ui.widgets.escape import keeps_escape
from ui.widgets.focus import RingedArea
from ui.widgets.labels import label, line


class SideSheet(QFrame):
    """Fill `body`; `toggle()` opens and closes it over the right side of its host."""

    def __init__(self, title: str, host: QWidget) -> None:
        super().__init__(host)
        self.setObjectName("inspector")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._host = host
        self._before: QWidget | None = None
        self.title = label(title, "title")
        self.setAccessibleName(title)
        self.leave = ToolButton("x", tr("Close"), self.close_sheet)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 8)
        head.addWidget(self.title, 1)
        head.addWidget(self.leave)
        inside = QWidget()
        inside.setProperty("clear", True)
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(16, 12, 16, 16)
        self.body.setSpacing(theme.space(3))
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.scroller = RingedArea()
        self.scroller.setAccessibleName(title)
        self.scroller.setFrameShape(QFrame.Shape.NoFrame)
        self.scroller.setWidgetResizable(True)
        self.scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroller.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(line())
        column.addWidget(self.scroller, 1)
        host.installEventFilter(self)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusObjectChanged.connect(self._make_way)
        self.hide()

    def toggle(self) -> None:
        """Open the sheet, or close it."""
        if self.isVisible():
            self.close_sheet()
            return
        self._before = self._host.window().focusWidget()
        self.fill()
        self._place()
        self.show()
        self.raise_()
        self.front.setFocus(Qt.FocusReason.TabFocusReason)

    def close_sheet(self) -> None:
        """Close the sheet and give the keyboard back to what had it."""
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None

    def fill(self) -> None:
        """Show what holds now; called each time the sheet opens."""

    @property
    def front(self) -> QWidget:
        """What gets the keyboard when the sheet opens."""
        return self.scroller

    def _make_way(self, now: QObject | None) -> None:
        """Close for what gets the keyboard below the sheet, where nobody could see it."""
        if not self.isVisible() or not isinstance(now, QWidget) or self.isAncestorOf(now):
            return
        if self._host.isAncestorOf(now):
            corner = now.mapTo(self._host, QPoint(0, 0))
            if self.geometry().contains(QRect(corner, now.size())):
                self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Keep Esc: the page below must not answer it while the sheet has the keyboard."""
        return keeps_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
        else:
            super().keyPressEvent(event)

    def _place(self) -> None:
        width = min(theme.size("inspector"), self._host.width())
        self.setGeometry(self._host.width() - width, 0, width, self._host.height())
