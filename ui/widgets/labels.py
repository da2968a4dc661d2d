"""Labels of a role, pills, key caps, icons and lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeySequence, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from ui.theme import theme


def label(
    text: str,
    role: str = "body",
    *,
    tone: str = "",
    wrap: bool = False,
    parent: QWidget | None = None,
) -> QLabel:
    """Return a label: caption, small, body, muted, strong, title, h2, h1 or figure."""
    made = QLabel(text, parent)
    made.setProperty("role", role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if tone:
        made.setProperty("tone", tone)
    if wrap:
        made.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    return made


def pill(text: str, tone: str = "neutral", parent: QWidget | None = None) -> QLabel:
    """Return a pill: neutral, good, warn, bad or info."""
    made = label(text, "", parent=parent)
    made.setProperty("pill", tone)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def key_cap(keys: str, parent: QWidget | None = None) -> QLabel:
    """Return a key cap for keys such as "Ctrl+K"."""
    native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    made = label(re.sub(r"(?<=.)\+(?=.)", " ", native), "", parent=parent)  # "+" alone is a key
    made.setProperty("kbd", True)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def line(direction: str = "h", parent: QWidget | None = None) -> QFrame:
    """Return a thin line, "h" or "v"."""
    made = QFrame(parent)
    made.setProperty("line", direction)
    return made


class DrawnLabel(QLabel):
    """A small picture that is drawn anew when the theme changes."""

    def __init__(self, draw: Callable[[], QPixmap], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn_by = draw
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._show()
        super().changeEvent(event)

    def draw_by(self, draw: Callable[[], QPixmap]) -> None:
        """Show another picture."""
        self._drawn_by = draw
        self._show()

    def _show(self) -> None:
        made = self._drawn_by()
        self.setFixedSize(made.deviceIndependentSize().toSize())
        self.setPixmap(made)


class IconLabel(DrawnLabel):
    """An icon that keeps the colour of its token when the theme changes."""

    def __init__(
        self, name: str, px: int = 16, colour: str = "text2", parent: QWidget | None = None
    ) -> None:
        super().__init__(partial(_icon, name, px, colour), parent)
        self._px = px

    def set_icon(self, name: str, colour: str) -> None:
        """Show another icon, or the same in another colour."""
        self.draw_by(partial(_icon, name, self._px, colour))


class MarkLabel(DrawnLabel):
    """Rayon's mark."""

    def __init__(self, px: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(partial(theme.mark_pixmap, px), parent)


def _icon(name: str, px: int, colour: str) -> QPixmap:
    return theme.icon_pixmap(name, px, theme.T(colour))


class ElidedLabel(QLabel):
    """One line that is never wider than its box; what is cut off stands in the tooltip."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        *,
        middle: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._whole = text
        self._mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._fit()

    @property
    def whole(self) -> str:
        """The text, uncut."""
        return self._whole

    def setText(self, text: str) -> None:
        if text != self._whole:
            self._whole = text
            self.updateGeometry()
            self._fit()

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        metrics = QFontMetrics(self.font())
        extra = self.contentsMargins().left() + self.contentsMargins().right() + 2 * self.margin()
        width = metrics.horizontalAdvance(self._whole) + extra + 2
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        self.ensurePolished()
        least = QFontMetrics(self.font()).horizontalAdvance("…") * 2
        return QSize(least, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit()

    def _fit(self) -> None:
        room = self.contentsRect().width() - 2 * self.margin()
        shown = QFontMetrics(self.font()).elidedText(self._whole, self._mode, max(room, 0))
        super().setText(shown or "…" if self._whole else "")
        self.setToolTip(self._whole if shown != self._whole else "")
        self.setAccessibleName(self._whole)
