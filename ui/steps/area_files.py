"""Areas out of a map file: read in the background, named by a column, taken in one step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from planner.model.geometry import Geometry
from planner.model.issues import Issue
from ui.jobs import Report, Stop
from ui.messages import tr
from ui.panels.area_forms import AreaFileForm
from ui.steps.market_edits import MarketEdits
from ui.widgets.figures import number
from ui.workbench import Workbench

if TYPE_CHECKING:
    from planner.io.area_file import AreaRows

LINE = "areas"
MOST_AREAS = 300
"""More outlines over a map are regions, not areas of a market."""


class AreaFiles(QObject):
    """Reads a file, asks which column names its areas, and adds them."""

    def __init__(self, bench: Workbench, form: AreaFileForm, edits: MarketEdits) -> None:
        super().__init__(bench.document)
        self._bench = bench
        self._form = form
        self._edits = edits
        self._file = ""
        self._rows: AreaRows | None = None
        form.column_chosen.connect(lambda _column: self._show())
        form.taken.connect(self._take)
        form.dropped.connect(self.drop)

    def read(self, path: Path) -> None:
        """Read the polygons of a file; it asks for a column when they are there."""
        crs = self._bench.document.plan.regions.crs
        self._file = path.name

        def work(_report: Report, stop: Stop) -> tuple[AreaRows | None, tuple[Issue, ...]]:
            from ui.use_cases.areas import read_drawn

            return read_drawn(path, crs, stop)

        job = self._bench.runner.start(tr("Reading {file}", file=path.name), work, line=LINE)
        self._bench.document.destroyed.connect(job.abandon)
        job.done.connect(self._ask)
        job.failed.connect(
            lambda error: self._bench.messages.fail(
                tr("The areas could not be read"), where=path.name, details=repr(error)
            )
        )

    def drop(self) -> None:
        """Leave the file alone."""
        self._rows = None
        self._form.hide()

    def _ask(self, found: tuple[AreaRows | None, tuple[Issue, ...]]) -> None:
        rows, issues = found
        if rows is None:
            first = issues[-1]
            self._bench.messages.fail(
                tr("The areas could not be read"),
                where=first.file,
                how=f"{first.found}. {first.mend}",
            )
            return
        self._rows = rows
        self._form.begin(self._file, tuple(rows.columns), rows.name)
        self._show()

    def _show(self) -> None:
        if self._rows is None:
            return
        names = [name for name, _ in self._named(self._rows)]
        if len(names) > MOST_AREAS:
            self._form.show_too_many(number(len(names)), number(MOST_AREAS))
        else:
            self._form.show_found(names)

    def _take(self) -> None:
        rows = self._rows
        if rows is None:
            return
        named = self._named(rows)
        self.drop()
        self._edits.import_areas(self._file, named)

    def _named(self, rows: AreaRows) -> list[tuple[str, Geometry]]:
        return rows.named(self._form.column.currentData() or "", tr("Area"))
