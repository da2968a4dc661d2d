"""Buttons: what they are stands in a property that the style sheet reads."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from ui.theme import theme

ICON_COLOUR = {"primary": "on_accent", "danger": "bad", "link": "accent_text"}


class Button(QPushButton):
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
            self.setIcon(theme.icon(self._icon_name, theme.size("icon"), colour))


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
        def follow() -> None:
            self.setEnabled(action.isEnabled())
            self.setChecked(action.isChecked())
            self.setToolTip(action.toolTip())
            self.setAccessibleName(action.text())

        action.changed.connect(follow)
        action.toggled.connect(self.setChecked)
        self.clicked.connect(action.trigger)
        self.destroyed.connect(lambda: action.changed.disconnect(follow))
        follow()

    def _draw_icon(self) -> None:
        colour = "on_accent" if self.isCheckable() and self.isChecked() else "text2"
        self.setIcon(theme.icon(self._icon_name, 18, colour))
