"""Two small forms: a name for what was just drawn, and which column names the areas of a file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from ui.messages import tr
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.field import Field
from ui.widgets.labels import label


class NameForm(Card):
    """What was drawn is kept when it has a name.

    Signals
    -------
    named : str
    dropped
    """

    named = Signal(str)
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("info", padding=12, parent=parent)
        self.held = label("", "strong", wrap=True)
        self.name = Field("", tr("Name of the area"))
        self.keep = Button(tr("Keep the area"), self._tell, kind="primary")
        self.drop = Button(tr("Drop it"), self.dropped.emit)
        self.name.entered.connect(lambda _text: self._tell())
        row = QHBoxLayout()
        row.addWidget(self.keep)
        row.addWidget(self.drop)
        row.addStretch(1)
        self.body.addWidget(label(tr("New area"), "title"))
        self.body.addWidget(self.held)
        self.body.addWidget(self.name)
        self.body.addLayout(row)

    def begin(self, name: str, held: str) -> None:
        """Ask for a name, with one to begin with."""
        self.name.edit.setText(name)
        self.name.complain("")
        self.held.setText(held)
        self.show()
        self.name.edit.setFocus()
        self.name.edit.selectAll()

    def _tell(self) -> None:
        if self.name.edit.text().strip():
            self.named.emit(self.name.edit.text().strip())
        else:
            self.name.complain(tr("Type a name for the area."))


class AreaFileForm(Card):
    """A map file that was read: which column names its areas.

    Signals
    -------
    column_chosen : str
    taken, dropped
    """

    column_chosen = Signal(str)
    taken = Signal()
    dropped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("info", padding=12, parent=parent)
        self.title = label("", "strong", wrap=True)
        self.column = QComboBox()
        self.column.setProperty("dense", True)
        self.column.setAccessibleName(tr("Column with the names"))
        self.column.setMinimumContentsLength(8)
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.column.setSizeAdjustPolicy(policy)
        self.found = label("", "small", wrap=True)
        self.take = Button(tr("Import areas"), self.taken.emit, kind="primary")
        self.drop = Button(tr("Cancel"), self.dropped.emit)
        self.column.activated.connect(
            lambda _at: self.column_chosen.emit(self.column.currentData())
        )
        row = QHBoxLayout()
        row.addWidget(self.take)
        row.addWidget(self.drop)
        row.addStretch(1)
        self.body.addWidget(self.title)
        self.body.addWidget(label(tr("Names come from the column"), "caption"))
        self.body.addWidget(self.column)
        self.body.addWidget(self.found)
        self.body.addLayout(row)

    def begin(self, file: str, columns: Sequence[str], chosen: str) -> None:
        """Show what a file offers."""
        self.title.setText(file)
        self.column.clear()
        for column in columns:
            self.column.addItem(column, column)
        self.column.addItem(tr("none: number them"), "")
        self.column.setCurrentIndex(max(self.column.findData(chosen), 0))
        self.show()

    def show_found(self, names: Sequence[str]) -> None:
        """Say which areas that makes."""
        few = ", ".join(names[:4])
        self.found.setText(
            tr(
                "{count} areas: {names}",
                count=len(names),
                names=few + ("…" if len(names) > 4 else ""),
            )
        )
        self.take.setEnabled(bool(names))

    def show_too_many(self, count: str, most: str) -> None:
        """Say that these are more areas than a plan can be worked with."""
        self.found.setText(
            tr(
                "{count} areas are too many; {most} are the most. Choose another column, or open the "
                "file as a map of regions under Data.",
                count=count, most=most,
            )
        )  # fmt: skip
        self.take.setEnabled(False)
