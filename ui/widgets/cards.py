"""Cards, float bars, rows of figures, empty states: the frames that pages are made of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.labels import ElidedLabel, IconLabel, label


class Card(QFrame):
    """A frame with room in it: true, subtle, good, warn, bad or info; fill it through `body`."""

    def __init__(
        self, look: str = "true", *, padding: int = 16, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", look)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(theme.space(3))


class FloatBar(QFrame):
    """A small bar that floats over the map: a row of buttons and labels."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "float")
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(6, 6, 6, 6)
        self.row.setSpacing(theme.space(2))

    def add(self, *widgets: QWidget) -> None:
        """Add widgets from left to right."""
        for widget in widgets:
            self.row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def fit(self) -> None:
        """Take the size of what is shown now; layouts learn of a hidden child only later."""
        settle(self)
        self.adjustSize()

    def separate(self) -> None:
        """Add a thin line."""
        bar = QFrame(self)
        bar.setProperty("line", "v")
        bar.setFixedHeight(20)
        self.row.addWidget(bar, 0, Qt.AlignmentFlag.AlignVCenter)


def settle(widget: QWidget) -> None:
    """Let the layouts of a widget and of all in it know at once what is shown, the innermost first."""
    for child in widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        settle(child)
    layout = widget.layout()
    if layout is not None:
        layout.invalidate()
        layout.activate()


class FigureRow(QWidget):
    """Label on the left, value, and what it is compared with."""

    def __init__(
        self, name: str, value: str = "", reference: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.name = ElidedLabel(name, "small")
        self.value = label(value, "strong")
        self.reference = label(reference, "small")
        for made in (self.value, self.reference):
            made.setFont(theme.font(figures=True))
            made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(4))
        row.addWidget(self.name, 1)
        row.addWidget(self.value)
        row.addWidget(self.reference)
        self.reference.setVisible(bool(reference))

    def show_figure(self, value: str, reference: str = "", *, tone: str = "") -> None:
        """Show another value; tone good, warn or bad colours the reference, or the value without one."""
        self.value.setText(value)
        self.reference.setText(reference)
        self.reference.setVisible(bool(reference))
        theme.restyle(self.reference if reference else self.value, tone=tone)
        theme.restyle(self.value if reference else self.reference, tone="")


class EmptyState(Card):
    """What a place is for while it is empty, and at most two ways to fill it."""

    def __init__(
        self,
        icon: str,
        title: str,
        text: str,
        buttons: Sequence[Button] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(padding=24, parent=parent)
        centred = Qt.AlignmentFlag.AlignHCenter
        self.title = label(title, "title")
        self.text = label(text, "small", wrap=True)
        self.text.setAlignment(centred)
        self.body.addStretch()
        self.body.addWidget(IconLabel(icon, 28), 0, centred)
        self.body.addWidget(self.title, 0, centred)
        self.body.addWidget(self.text)
        row = QHBoxLayout()
        row.addStretch()
        for button in buttons:
            row.addWidget(button)
        row.addStretch()
        self.body.addLayout(row)
        self.body.addStretch()

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(280, 160))


def numbered(number: int, parent: QWidget | None = None) -> QLabel:
    """Return a figure in a disc, for the steps of a story."""
    made = label(str(number), "", parent=parent)
    made.setProperty("disc", True)
    made.setFixedSize(22, 22)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made
