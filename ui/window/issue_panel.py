"""What reading a plan found, all of it: errors, warnings and notes, each with place and mend."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QHBoxLayout, QListView, QWidget

from planner.model.issues import Issue, Severity
from ui.messages import CountPhrase, tr
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.labels import label, pill

Index = QModelIndex | QPersistentModelIndex
ICONS = {
    Severity.ERROR: ("circle-alert", "bad"),
    Severity.WARNING: ("triangle-alert", "warn"),
    Severity.NOTE: ("info", "info"),
}


class IssueList(QAbstractListModel):
    """Issues, the gravest first."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        super().__init__()
        grave = [Severity.ERROR, Severity.WARNING, Severity.NOTE]
        self.issues = sorted(issues, key=lambda issue: grave.index(issue.severity))
        self._icons = {
            severity: QIcon(theme.icon_pixmap(name, 16, theme.T(colour)))
            for severity, (name, colour) in ICONS.items()
        }

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.issues)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        issue = self.issues[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return issue.line()
        if role == Qt.ItemDataRole.DecorationRole:
            return self._icons[issue.severity]
        return None


class IssuePanel(Card):
    """The list with its counts; `close_it` is called by its button."""

    def __init__(
        self,
        title: str,
        issues: Sequence[Issue],
        close_it: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("float", parent=parent)
        self.model = IssueList(issues)
        self.model.setParent(self)
        top = QHBoxLayout()
        top.addWidget(label(title, "title"))
        for words, tone in counted(issues):
            top.addWidget(pill(words, tone))
        top.addStretch()
        self.view = QListView()
        self.view.setProperty("ring", True)
        self.view.setModel(self.model)
        self.view.setWordWrap(True)
        self.view.setUniformItemSizes(len(issues) > 1000)
        self.view.setSpacing(2)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(title)
        bottom = QHBoxLayout()
        bottom.addWidget(Button(tr("Copy the list"), self._copy, icon="copy"))
        bottom.addStretch()
        self.close_button = Button(tr("Close"), close_it, kind="primary")
        bottom.addWidget(self.close_button)
        self.body.addLayout(top)
        self.body.addWidget(self.view, 1)
        self.body.addLayout(bottom)

    def _copy(self) -> None:
        lines = "\n".join(issue.line() for issue in self.model.issues)
        QGuiApplication.clipboard().setText(lines)


def counted(issues: Sequence[Issue]) -> list[tuple[str, str]]:
    """Return how many of each kind there are, with the tone of the kind."""
    texts = {
        Severity.ERROR: (CountPhrase("1 error", "{count} errors"), "bad"),
        Severity.WARNING: (CountPhrase("1 warning", "{count} warnings"), "warn"),
        Severity.NOTE: (CountPhrase("1 note", "{count} notes"), "info"),
    }
    found = []
    for severity, (say, tone) in texts.items():
        count = sum(issue.severity is severity for issue in issues)
        if count:
            found.append((say(count), tone))
    return found
