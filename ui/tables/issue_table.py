"""The issues table: what was found in an input, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from planner.model.issues import Issue, Severity
from ui.messages import tr
from ui.tables.column_model import Column
from ui.tables.figure_table import FigureTable

ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
TONES = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.NOTE: ""}

PLACES = ("file", "row", "column")
MEASURED_ROWS = 50
"""Rows that columns take their width from: to measure a thousand takes a second."""


def issue_columns() -> tuple[Column[Issue], ...]:
    """Columns of an issue: what it means, where it stands, what was found, what mends it."""
    return (
        Column(
            "severity",
            tr("Means"),
            lambda issue: severity_word(issue.severity),
            lambda issue: ORDER.index(issue.severity),
            right=False,
            tone=lambda issue: TONES[issue.severity],
        ),
        Column("file", tr("File"), lambda issue: issue.file, lambda issue: issue.file, right=False),
        Column(
            "row",
            tr("Row"),
            lambda issue: "" if issue.row is None else str(issue.row),
            lambda issue: -1 if issue.row is None else issue.row,
        ),
        Column(
            "column",
            tr("Column"),
            lambda issue: issue.column,
            lambda issue: issue.column,
            right=False,
        ),
        Column(
            "found",
            tr("What was found"),
            lambda issue: issue.found,
            lambda issue: issue.found,
            right=False,
            tip=lambda issue: issue.found,
        ),
        Column(
            "mend",
            tr("What was done, or mends it"),
            lambda issue: issue.mend,
            lambda issue: issue.mend,
            right=False,
            tip=lambda issue: issue.mend,
        ),
    )


class IssueTable(FigureTable[Issue]):
    """Everything wrong or doubtful in the inputs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(issue_columns(), parent)
        self.setAccessibleName(tr("What was found in the files"))
        self.stretch(4)
        self.stretch(5)
        self.sort_by_clicks(0)
        self.horizontalHeader().setResizeContentsPrecision(MEASURED_ROWS)

    def show_rows(self, rows: Sequence[Issue], swatches: Sequence[QColor] = ()) -> None:
        """Show issues; of where they stand only what is told of any: the words need the room."""
        super().show_rows(rows, swatches)
        for at, column in enumerate(self.rows_model.columns):
            if column.key in PLACES:
                self.setColumnHidden(at, not any(column.text(row) for row in rows))


def severity_word(severity: Severity) -> str:
    """Return what an issue means for the plan."""
    return {
        Severity.ERROR: tr("Stops planning"),
        Severity.WARNING: tr("Left out or doubtful"),
        Severity.NOTE: tr("Mended"),
    }[severity]
