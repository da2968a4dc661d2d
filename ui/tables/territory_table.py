"""The territory table: owner, every measure with its deviation, regions, pieces, moves, travel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QWidget

from planner.insight.figures import TerritoryRow
from planner.model.measures import Measure
from ui.messages import tr
from ui.tables.column_model import Column
from ui.tables.figure_table import FigureTable
from ui.widgets.figures import (
    ABOVE,
    BELOW,
    UNKNOWN,
    Scale,
    deviation,
    number,
    percent,
    quantity,
    scale_of,
)

UNKNOWN_SORT = -1.0
Reader = Callable[[TerritoryRow], int]


def territory_columns(
    measures: Sequence[Measure], peaks: Sequence[float], nouns: str
) -> tuple[Column[TerritoryRow], ...]:
    """Columns of a territory.

    Parameters
    ----------
    measures : the plan's measures
    peaks : the largest value of each, which decides how its column is scaled
    nouns : what several regions are called
    """
    figures = [
        column
        for at, (measure, peak) in enumerate(zip(measures, peaks, strict=True))
        for column in _measure_columns(at, measure, scale_of(peak, measure.unit))
    ]
    return (
        Column(
            "code", tr("Code"), lambda row: row.id, lambda row: row.id, right=False, is_code=True
        ),
        Column("name", tr("Territory"), lambda row: row.name, lambda row: row.name, right=False),
        Column(
            "owner",
            tr("Owner"),
            lambda row: row.rep or tr("open"),
            lambda row: row.rep,
            right=False,
        ),
        *figures,
        _whole("regions", nouns.capitalize(), lambda row: row.regions),
        Column(
            "pieces",
            tr("In one\npiece"),
            _piece_words,
            lambda row: row.pieces,
            right=False,
            tone=lambda row: "bad" if row.pieces > 1 else "",
        ),
        _whole("moved_in", tr("Moved\nin"), lambda row: row.moved_in),
        _whole("moved_out", tr("Moved\nout"), lambda row: row.moved_out),
        Column(
            "travel_km",
            tr("Travel\nkm"),
            lambda row: UNKNOWN if row.travel_km is None else number(row.travel_km),
            lambda row: UNKNOWN_SORT if row.travel_km is None else row.travel_km,
            tip=lambda row: tr("Mean straight-line distance to the home base"),
        ),
    )


class TerritoryTable(FigureTable[TerritoryRow]):
    """Territories of a layer; several rows can be chosen.

    Signals
    -------
    territories_chosen : list of int
        The user chose the rows of these territories.
    """

    territories_chosen = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__((), parent)
        self.setAccessibleName(tr("Territories"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._shape: tuple[object, ...] = ()
        self._chosen: frozenset[int] = frozenset()
        self._is_told = False
        self.selectionModel().selectionChanged.connect(self._tell_territories)
        self.sort_by_clicks(0)

    def show_territories(
        self,
        rows: Sequence[TerritoryRow],
        measures: Sequence[Measure],
        nouns: str,
        swatches: Sequence[QColor] = (),
    ) -> None:
        """Show territories; columns are made anew only when measures or their scale differ."""
        peaks = [max((row.loads[a] for row in rows), default=0.0) for a in range(len(measures))]
        shape = (
            tuple(measures),
            nouns,
            *(scale_of(p, m.unit) for p, m in zip(peaks, measures, strict=True)),
        )
        if shape != self._shape:
            self._shape = shape
            self.rows_model.set_columns(territory_columns(measures, peaks, nouns))
        self._is_told = True
        self.show_rows(rows, swatches)
        self._is_told = False
        self._mark()

    def choose_territories(self, territories: Iterable[int]) -> None:
        """Mark the rows of territories without telling anybody."""
        chosen = frozenset(territories)
        if chosen != self._chosen:
            self._chosen = chosen
            self._mark()

    def copy_all(self) -> None:
        """Put the chosen rows, or the table, on the clipboard."""
        self.copy_chosen()

    def _mark(self) -> None:
        model, picked = self.proxy, QItemSelection()
        last = len(self.rows_model.columns) - 1
        indices = [
            model.mapFromSource(self.rows_model.index(at, 0))
            for at, row in enumerate(self.rows_model.rows)
            if row.index in self._chosen
        ]
        for index in indices:
            picked.select(index, index.siblingAtColumn(last))
        self._is_told = True
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(picked, flag.ClearAndSelect)
        if len(indices) == 1:
            self.selectionModel().setCurrentIndex(indices[0], flag.NoUpdate)
            self.scrollTo(indices[0])
        self._is_told = False

    def _tell_territories(self, *_changes: object) -> None:
        if self._is_told:
            return
        rows = self.rows_model.rows
        places = [
            self.proxy.mapToSource(each).row() for each in self.selectionModel().selectedRows()
        ]
        self._chosen = frozenset(rows[at].index for at in places)
        self.territories_chosen.emit(sorted(self._chosen))


def _measure_columns(
    at: int, measure: Measure, scale: Scale
) -> tuple[Column[TerritoryRow], Column[TerritoryRow]]:
    header = f"{measure.label}\n{scale.unit}" if scale.unit else measure.label

    def outside(row: TerritoryRow) -> bool:
        return not abs(row.deviations[at]) <= measure.tolerance + 1e-9

    def off(row: TerritoryRow) -> str:
        said = deviation(row.deviations[at])
        if not outside(row):
            return said
        return f"{ABOVE if row.deviations[at] > 0 else BELOW} {said}"

    return (
        Column(
            measure.key,
            header,
            lambda row: scale.figure(row.loads[at]),
            lambda row: row.loads[at],
            tip=lambda row: quantity(row.loads[at], measure.unit),
        ),
        Column(
            f"{measure.key}_deviation",
            tr("vs target\n±{rule}", rule=percent(measure.tolerance, 0)),
            off,
            lambda row: row.deviations[at],
            tone=lambda row: "bad" if outside(row) else "",
            tip=lambda row: tr(
                "{measure}: target {target}",
                measure=measure.label,
                target=quantity(row.targets[at], measure.unit),
            ),
        ),
    )


def _whole(key: str, header: str, read: Reader) -> Column[TerritoryRow]:
    return Column(key, header, lambda row: number(read(row)), read)


def _piece_words(row: TerritoryRow) -> str:
    if not row.pieces:
        return tr("empty")
    return tr("yes") if row.pieces == 1 else tr("no, {count} pieces", count=row.pieces)
