"""How the file is read: what its rows are, sheet, header row, text and delimiter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from planner.io.delimited import DELIMITERS
from planner.io.tables import Table, TableFormat
from ui.messages import tr
from ui.theme import theme
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import label

ENCODINGS = ("UTF-8", "CP1252", "UTF-16", "ISO-8859-15", "CP850")
HEADER_ROWS = 10
BOOKS = (".xlsx", ".xlsm")


class FormatBar(QWidget):
    """Selects side by side; those that do not fit the kind of file are not shown.

    Signals
    -------
    kind_chosen(str)
    format_chosen(TableFormat)
    """

    kind_chosen = Signal(str)
    format_chosen = Signal(object)

    def __init__(self, kinds: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """Take key and name of each kind of rows."""
        super().__init__(parent)
        self._row = FlowLayout(self, gap=theme.space(3))
        self._asked = TableFormat()
        self._named: dict[QComboBox, QWidget] = {}
        self.kind = self._select(tr("Rows are"))
        for key, name in kinds:
            self.kind.addItem(name, key)
        self.sheet = self._select(tr("Sheet"))
        self.header = self._select(tr("Header in row"))
        self.encoding = self._select(tr("Text"))
        self.delimiter = self._select(tr("Cells parted by"))
        self.kind.activated.connect(lambda _at: self.kind_chosen.emit(self.kind.currentData()))
        for box in (self.sheet, self.header, self.encoding, self.delimiter):
            box.activated.connect(lambda _at: self._tell())

    def show_table(self, kind: str, table: Table | None) -> None:
        """Show how a table was read; None shows the kind alone."""
        self.kind.setCurrentIndex(self.kind.findData(kind))
        form = table.format if table is not None else TableFormat()
        self._asked = form
        sheets = table.sheets if table is not None else ()
        signs = {";": tr("semicolon"), ",": tr("comma"), "\t": tr("tab"), "|": tr("bar")}
        self._fill(self.sheet, [(name, name) for name in sheets], form.sheet, len(sheets) > 1)
        top = max(HEADER_ROWS, form.header_row or 1)
        rows = [(str(row), row) for row in range(1, top + 1)]
        self._fill(self.header, rows, form.header_row or 1, table is not None)
        book = bool(sheets) or (table is not None and table.file.lower().endswith(BOOKS))
        text = table is not None and not book
        encodings = dict.fromkeys((*((form.encoding,) if form.encoding else ()), *ENCODINGS))
        self._fill(self.encoding, [(name, name) for name in encodings], form.encoding, text)
        parted = [(signs[sign], sign) for sign in DELIMITERS]
        self._fill(self.delimiter, parted, form.delimiter, text)

    def _tell(self) -> None:
        asked = replace(
            self._asked,
            sheet=str(self.sheet.currentData() or ""),
            header_row=int(self.header.currentData() or 1),
        )
        if not self.encoding.isHidden():
            asked = replace(
                asked,
                encoding=str(self.encoding.currentData() or ""),
                delimiter=str(self.delimiter.currentData() or ""),
            )
        self.format_chosen.emit(asked)

    def _select(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setProperty("dense", True)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setAccessibleName(name)
        caption = label(name, "small")
        caption.setBuddy(box)
        both = self._named[box] = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.space(3))
        row.addWidget(caption)
        row.addWidget(box)
        self._row.addWidget(both)
        return box

    def _fill(
        self, box: QComboBox, options: Sequence[tuple[str, object]], chosen: object, shown: bool
    ) -> None:
        box.clear()
        for text, value in options:
            box.addItem(text, value)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.setVisible(shown)
        self._named[box].setVisible(shown)
