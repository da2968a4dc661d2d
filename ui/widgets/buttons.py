"""Buttons: what they are stands in a property that the style sheet reads."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from ui.theme import theme

ICON_COLOUR = {"primary": "on_accent", "danger": "bad", "link": "accent_text"}
ICON_GAP = 4


class PressedByEnter(QPushButton):
    """A push button that answers Enter as well as Space: by itself Qt does so in dialogs only."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class Button(PressedByEnter):
    """A push button of a kind: secondary, primary, ghost, link or danger; never narrower than its text."""

    def __init__(
        self,
        text: str,
        clicked: Callable[[], object] | None = None,
        *,
        kind: str = "secondary",
        icon: str = "",
        dense: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon_name = icon
        self.setProperty("kind", kind)
        self.setProperty("dense", dense)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._draw_icon()
        if clicked is not None:
            self.clicked.connect(lambda _checked=False: clicked())

    def setText(self, text: str) -> None:
        """Say something else; a first word gets its gap from the icon."""
        super().setText(text)
        self._draw_icon()

    def set_icon(self, name: str) -> None:
        """Show another icon, "" for none."""
        self._icon_name = name
        self._draw_icon()

    def set_kind(self, kind: str) -> None:
        """Become a button of another kind."""
        theme.restyle(self, kind=kind)
        self._draw_icon()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._draw_icon()
        super().changeEvent(event)

    def _draw_icon(self) -> None:
        if self._icon_name:
            colour = ICON_COLOUR.get(str(self.property("kind")), "text")
            px = theme.size("icon")
            gap = ICON_GAP if self.text() else 0
            self.setIconSize(QSize(px + gap, px))
            self.setIcon(theme.icon(self._icon_name, px, colour, gap=gap))


class ToolButton(QToolButton):
    """A square button with an icon, 32 px; its tooltip gives name and key."""

    def __init__(
        self,
        icon: str,
        name: str,
        clicked: Callable[[], object] | None = None,
        *,
        checkable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._action: QAction | None = None
        self.setCheckable(checkable)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(18, 18))
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.toggled.connect(lambda _on: self._draw_icon())
        self._draw_icon()
        if clicked is not None:
            self.clicked.connect(lambda _checked=False: clicked())

    @staticmethod
    def of(action: QAction, icon: str, parent: QWidget | None = None) -> ToolButton:
        """Return a button that does, and looks like, an action."""
        button = ToolButton(icon, action.toolTip(), checkable=action.isCheckable(), parent=parent)
        button._follow(action)
        return button

    def set_icon(self, name: str) -> None:
        """Show another icon."""
        self._icon_name = name
        self._draw_icon()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._draw_icon()
        super().changeEvent(event)

    def _follow(self, action: QAction) -> None:
        self._action = action
        action.changed.connect(self._look_like_action)
        action.toggled.connect(self.setChecked)
        self.clicked.connect(action.trigger)
        self._look_like_action()

    def _look_like_action(self) -> None:
        if self._action is not None:
            self.setEnabled(self._action.isEnabled())
            self.setChecked(self._action.isChecked())
            self.setToolTip(self._action.toolTip())
            self.setAccessibleName(self._action.text())

    def _draw_icon(self) -> None:
        colour = "on_accent" if self.isCheckable() and self.isChecked() else "text2"
        self.setIcon(theme.icon(self._icon_name, 18, colour))
