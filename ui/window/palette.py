"""The command palette: a frame over the window in which one types what one wants."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.messages import tr
from ui.theme import theme
from ui.widgets.labels import ElidedLabel, IconLabel, key_cap, label, line
from ui.window.hits import Finder, Found, Hit

WIDTH = 640
TOP = 66
ROW = 32
MOST_ROWS = 12
LEFT = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason)
MOVING = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class CommandPalette(QFrame):
    """Opens with `ask(finder)`; Enter goes, Esc or a click elsewhere closes."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setProperty("card", "float")
        self._host = host
        self._finder: Finder | None = None
        self._hits: dict[int, Hit] = {}
        self.edit = QLineEdit()
        self.edit.setProperty("bare", True)
        self.edit.setPlaceholderText(tr("Find a region, account, person, territory or command"))
        self.edit.setAccessibleName(tr("Find"))
        self.edit.textChanged.connect(self._search)
        self.edit.installEventFilter(self)
        self.list = QListWidget()
        self.list.setObjectName("hits")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda _item: self._choose())
        self.nothing = label("", "small")
        self._lay_out()
        host.installEventFilter(self)
        self.hide()

    def ask(self, finder: Finder) -> None:
        """Open, empty, over the window."""
        self._finder = finder
        finder.searching.ready.connect(self._search_again)
        self.edit.clear()
        self._search("")
        self.show()
        self._place()  # only now are its parts shown, and known in size
        self.raise_()
        self.edit.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self._place()
        if watched is self.edit and isinstance(event, QFocusEvent) and _left(event):
            self.hide()
        if watched is self.edit and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        """Answer a key; its shortcut of the window must not fire while one types here."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        elif event.key() in MOVING:
            self._move(event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown))
        else:
            return False
        return True

    def _move(self, down: bool) -> None:
        rows = sorted(self._hits)
        if not rows:
            return
        at = rows.index(self.list.currentRow()) if self.list.currentRow() in self._hits else -1
        self.list.setCurrentRow(rows[(at + (1 if down else -1)) % len(rows)])

    def _choose(self) -> None:
        hit = self._hits.get(self.list.currentRow())
        if hit is not None:
            self.hide()
            hit.choose()

    def _search(self, words: str) -> None:
        if self._finder is None:
            return
        self.list.clear()
        self._hits.clear()
        kind = ""
        found = self._finder.find(words)
        for hit in found.hits:
            if hit.kind != kind:
                kind = hit.kind
                self._add_heading(kind)
            self._hits[self.list.count()] = hit
            self._add_row(_row(hit), selectable=True)
        self.nothing.setText(_said(words, found))
        self.nothing.setVisible(bool(self.nothing.text()))
        self.list.setVisible(bool(self._hits))
        if self._hits:
            self.list.setCurrentRow(min(self._hits))
        self._place()

    def _search_again(self) -> None:
        """Show regions and accounts that were being listed when somebody typed."""
        if self.isVisible():
            self._search(self.edit.text())

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._finder is not None:
            self._finder.searching.ready.disconnect(self._search_again)
            self._finder = None

    def _add_heading(self, text: str) -> None:
        heading = label(text, "caption")
        heading.setContentsMargins(10, 4, 0, 0)
        self._add_row(heading, selectable=False)

    def _add_row(self, widget: QWidget, *, selectable: bool) -> None:
        item = QListWidgetItem()
        item.setSizeHint(QSize(0, ROW if selectable else ROW - 6))
        if not selectable:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(item)
        self.list.setItemWidget(item, widget)

    def _place(self) -> None:
        rows = (self.list.item(at).sizeHint().height() for at in range(self.list.count()))
        self.list.setFixedHeight(min(sum(rows), MOST_ROWS * ROW) + 4)
        width = min(WIDTH, self._host.width() - 32)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((self._host.width() - width) // 2, TOP)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(16, 10, 16, 10)
        top.setSpacing(theme.space(4))
        top.addWidget(IconLabel("search", 18, "text2"))
        top.addWidget(self.edit, 1)
        top.addWidget(key_cap("Esc"))
        self.nothing.setContentsMargins(16, 12, 16, 12)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(16, 8, 16, 8)
        bottom.addWidget(label(tr("↑ ↓ choose   Enter go"), "caption"))
        bottom.addStretch()
        bottom.addWidget(label(tr(">  commands   @  people   #  regions, accounts"), "caption"))
        middle = QVBoxLayout()
        middle.setContentsMargins(8, 4, 8, 4)
        middle.addWidget(self.nothing)
        middle.addWidget(self.list)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 1, 1, 1)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(line())
        whole.addLayout(middle)
        whole.addWidget(line())
        whole.addLayout(bottom)


def _left(event: QFocusEvent) -> bool:
    """Whether the user went elsewhere, rather than to another window or a menu."""
    return event.lostFocus() and event.reason() in LEFT


def _said(words: str, found: Found) -> str:
    """Return what stands above the hits: that they are only near, or not all yet."""
    if found.waiting:
        return tr("Regions and accounts are being listed. They appear here in a moment.")
    if found.near:
        return tr("Nothing is called “{words}”. Nearest:", words=words)
    return "" if found.hits else tr("No hit for “{words}”.", words=words)


def _row(hit: Hit) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(10, 0, 10, 0)
    row.setSpacing(theme.space(3))
    row.addWidget(IconLabel(hit.icon or "chevron-right", 16, "text2"))
    row.addWidget(ElidedLabel(hit.text))
    row.addWidget(ElidedLabel(hit.more, "caption"))
    row.addStretch(1)
    if hit.keys:
        row.addWidget(key_cap(hit.keys))
    return made
