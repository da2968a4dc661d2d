"""The inspector's frame: a body that scrolls and a footer of actions that never scrolls away."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.messages import tr
from ui.theme import theme
from ui.widgets.focus import RingedArea


class Inspector(QWidget):
    """Fill `body` from the top; put primary buttons in `footer`, which shows when it has any."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inside = QWidget()
        inside.setProperty("clear", True)
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(16, 16, 16, 16)
        self.body.setSpacing(theme.space(4))
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        scroll = RingedArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName(tr("Inspector"))
        scroll.setWidget(inside)
        self._scroll = scroll
        self._bottom = QWidget()
        self.footer = QHBoxLayout(self._bottom)
        self.footer.setContentsMargins(16, 12, 16, 12)
        self.footer.setSpacing(theme.space(3))
        self._bottom.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll, 1)
        whole.addWidget(self._bottom)

    def bring(self, widget: QWidget) -> None:
        """Scroll until a widget of the body is in sight, once it has its place."""
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(widget))

    def add_to_footer(self, *widgets: QWidget) -> None:
        """Put widgets in the footer, from left to right."""
        for widget in widgets:
            self.footer.addWidget(widget)
        self._bottom.show()
