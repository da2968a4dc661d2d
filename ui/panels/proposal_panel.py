"""A proposal: its proof, today against then, and its moves, each with a tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableView, QWidget

from planner.model.types import Ints
from ui.messages import tr, tr_count
from ui.panels.figure_grid import Cell, FigureGrid
from ui.panels.moves import Move, regions_of
from ui.panels.moves_model import MovesModel
from ui.panels.proof_card import ProofCard
from ui.panels.proof_words import ProofWords
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.figures import number
from ui.widgets.inspector import Inspector
from ui.widgets.labels import label, line, pill
from ui.widgets.note import Note

MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class Against:
    """One figure now and after accepting, and whether that is better, worse or neither ("")."""

    name: str
    now: str
    then: str
    verdict: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class ProposalFacts:
    """A proposal as the inspector shows it.

    Attributes
    ----------
    words : ProofWords
    details : str
        Figures behind the proof.
    against : tuple of Against
    moves : tuple of Move
    codes : tuple of str
        Of the territories.
    noun : (str, str)
    measure : (int, str, str)
        Number, label and unit of the measure that moves are summed by.
    into : str
        Name of the scenario that accepting makes, or "".
    checkable : bool
        Whether there is a certificate by which the proof can be worked out anew.
    scope : str
        What alone was proposed anew, or "" for everything.
    """

    words: ProofWords
    details: str
    against: tuple[Against, ...]
    moves: tuple[Move, ...]
    codes: tuple[str, ...]
    noun: tuple[str, str]
    measure: tuple[int, str, str]
    into: str = ""
    checkable: bool = False
    scope: str = ""


class ProposalPanel(Inspector):
    """Shows `ProposalFacts`.

    Signals
    -------
    ticked()
        What would be accepted is another: `owner_regions` tells which.
    move_shown : object
        Regions (Ints) of the move the user went to.
    accepted()
    rejected()
    rest_wanted : (tuple of Move, tuple of Move)
        Plan the rest again: keep the first moves, never make the second.
    log_wanted()
        The log of the solve, for a bug report.
    """

    ticked = Signal()
    move_shown = Signal(object)
    accepted = Signal()
    rejected = Signal()
    rest_wanted = Signal(object, object)
    log_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        head = QHBoxLayout()
        head.addWidget(label(tr("Proposal"), "title"))
        self.state = pill(tr("not applied"), "info")
        head.addWidget(self.state)
        head.addStretch()
        self.card = ProofCard()
        self.against = FigureGrid(("", tr("Now"), tr("Then"), ""))
        self.model = MovesModel(self)
        self.model.ticked.connect(self._show_choice)
        self.table = _moves_table(self.model)
        self.table.selectionModel().currentRowChanged.connect(self._tell_move)
        self.count = label("", "title")
        self.all = Button(tr("All"), lambda: self.model.tick_all(True), kind="link")
        self.none = Button(tr("None"), lambda: self.model.tick_all(False), kind="link")
        moves_head = QHBoxLayout()
        moves_head.addWidget(self.count, 1)
        moves_head.addWidget(self.all)
        moves_head.addWidget(self.none)
        self.stale = Note(
            "warn",
            tr("The plan changed while this was made"),
            tr("Accepting applies it to the plan as it is now. Reject to keep the plan."),
        )
        self.stale.hide()
        self.scope = label("", "small", wrap=True)
        self.into = label("", "small", wrap=True)
        self.partial = label("", "small", wrap=True)
        self.partial.hide()
        self.again = Button(tr("Plan the rest again"), self._plan_rest, icon="rotate-ccw")
        self.log = Button(tr("Copy the run log"), self._copy_log, kind="link")
        self.again_words = label(
            tr("Keeps the moves that are ticked and does not make the others."), "small", wrap=True
        )
        self.body.addLayout(head)
        self.body.addWidget(self.scope)
        self.body.addWidget(self.stale)
        self.body.addWidget(self.card)
        self.body.addWidget(self.partial)
        self.body.addWidget(self.into)
        self.body.addWidget(self.against)
        self.body.addWidget(line())
        self.body.addLayout(moves_head)
        self.body.addWidget(self.table)
        self.body.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.again_words)
        self.body.addWidget(self.log, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self.reject = Button(tr("Reject"), self.rejected.emit, icon="x")
        self.accept = Button(tr("Accept ticked"), self.accepted.emit, kind="primary", icon="check")
        self.add_to_footer(self.reject, self.accept)

    def show_facts(self, facts: ProposalFacts, *, anew: bool = True) -> None:
        """Show a proposal with every move ticked; the one shown already, not `anew`, keeps its ticks."""
        self.card.show_words(facts.words, facts.details, checkable=facts.checkable)
        only = tr("Of {scope} alone: what lies outside stays as it is.", scope=facts.scope)
        self.scope.setText(only)
        self.scope.setVisible(bool(facts.scope))
        self.into.setText(tr("Accepting makes the scenario {name}.", name=facts.into))
        self.into.setVisible(bool(facts.into))
        self.show_against(facts.against)
        moves, noun = facts.moves, facts.noun[1]
        self.model.show_moves(moves, facts.codes, noun, facts.measure, anew=anew)
        count = len(regions_of(facts.moves))
        noun = facts.noun[0] if count == 1 else facts.noun[1]
        self.count.setText(
            tr_count(
                count,
                "{number} {noun} moves",
                "{number} {noun} move",
                number=number(count),
                noun=noun,
            )
        )
        rows = min(MOST_ROWS, max(1, len(facts.moves)))
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(theme.size("row_dense") * rows + head + 4)
        self.table.setVisible(bool(facts.moves))
        self._show_choice()

    def show_stale(self, stale: bool) -> None:
        """Say that the plan is another than the one that was asked about."""
        self.stale.setVisible(stale)

    def show_partial(self, within: int, count: int) -> None:
        """Say how many territories keep every rule with the moves that are ticked alone."""
        self.partial.setVisible(not self.is_whole)
        words = tr(
            "This holds for all moves together. With those that are ticked, {within} of {count} "
            "territories keep every rule.",
            within=within, count=count,
        )  # fmt: skip
        self.partial.setText(words)
        theme.restyle(self.partial, tone="" if within == count else "bad")

    def show_against(self, rows: Sequence[Against]) -> None:
        """Compare now with what is ticked."""
        words = {"better": tr("better"), "worse": tr("worse")}
        tones = {"better": "good", "worse": "bad"}
        self.against.show_rows(
            [
                (
                    Cell(row.name),
                    Cell(row.now),
                    Cell(row.then, strong=True),
                    Cell(words.get(row.verdict, ""), tones.get(row.verdict, "")),
                )
                for row in rows
            ]
        )

    def go_to_move(self, by: int) -> None:
        """Go to the move so many rows on; round and round."""
        rows = self.model.rowCount()
        if rows:
            here = self.table.currentIndex().row()
            self.table.selectRow((here + by) % rows if here >= 0 else 0)

    @property
    def chosen(self) -> tuple[Move, ...]:
        """The moves that are ticked."""
        return self.model.chosen

    @property
    def chosen_regions(self) -> Ints:
        """The regions of the ticked moves."""
        return regions_of(self.model.chosen)

    @property
    def is_whole(self) -> bool:
        """Whether every move is ticked."""
        return len(self.model.chosen) == len(self.model.moves)

    def _show_choice(self) -> None:
        chosen = len(self.model.chosen)
        self.accept.setText(tr("Accept all") if self.is_whole else tr("Accept ticked"))
        self.accept.setEnabled(chosen > 0)
        for widget in (self.again, self.again_words):
            widget.setVisible(not self.is_whole)
        self.again.setEnabled(self.stale.isHidden())
        self.ticked.emit()

    def _copy_log(self) -> None:
        self.log_wanted.emit()
        self.log.setText(tr("Copied"))
        QTimer.singleShot(2000, self, lambda: self.log.setText(tr("Copy the run log")))

    def _plan_rest(self) -> None:
        self.rest_wanted.emit(self.model.chosen, self.model.refused)

    def _tell_move(self, current: QModelIndex) -> None:
        if current.isValid():
            self.move_shown.emit(self.model.moves[current.row()].regions)


def _moves_table(model: MovesModel) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(tr("Moves of the proposal"))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(theme.size("row_dense"))
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    header.setMinimumSectionSize(24)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return table
