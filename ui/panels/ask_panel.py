"""The ask: what is balanced, what may move, how hard to search; nothing changes until it is accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from planner.insight.scope import EVERYTHING, Scope
from planner.model.types import Ints
from ui.messages import tr, tr_count
from ui.panels.figure_grid import Cell, FigureGrid
from ui.widgets.buttons import Button
from ui.widgets.figures import number, percent
from ui.widgets.inspector import Inspector
from ui.widgets.labels import label, line
from ui.widgets.note import Note

KEEP = (0.0, 0.5, 1.0, 2.0)
"""Weights of keeping regions with their rep: none, low, medium, high."""
EFFORTS = (30.0, 100.0, 400.0)
"""Percent of the solver's normal effort: quick, normal, thorough."""


@dataclass(frozen=True, slots=True, eq=False)
class Ask:
    """What the user asks of the solver.

    Attributes
    ----------
    keep : float
        1.0: moving an average region costs what its average travel costs.
    work : float
        Percent of the solver's normal effort.
    movable : Ints or None
        Only these regions may move; None: all that is not locked.
    territories : Ints or None
        Whose regions those are, where whole territories were chosen.
    improve : bool
        Begin with the plan on the screen, not afresh.
    exact : bool
        Prove to the end that nothing is better, however long it takes.
    scope : Scope
        What lies outside neither moves nor takes anything.
    """

    keep: float
    work: float
    movable: Ints | None = None
    improve: bool = False
    exact: bool = False
    territories: Ints | None = None
    scope: Scope = EVERYTHING


@dataclass(frozen=True, slots=True, eq=False)
class Range:
    """Regions that may be all that moves, what they are called, and the territories they make up."""

    words: str
    regions: Ints
    territories: Ints | None = None


@dataclass(frozen=True, slots=True, eq=False)
class AskFacts:
    """What the plan already says.

    Attributes
    ----------
    rules : tuple of (str, float)
        Label and tolerance of each measure.
    territories : int
    contiguous : bool
    seats : str
        "homes" or "free".
    locked_regions, locked_territories : int
    ranges : tuple of Range
        What else than everything may move: the selection, its territories.
    keep : float
        The plan's own weight of keeping regions with their rep.
    noun : (str, str)
    new_scenario : str
        Name of the scenario that will be made because Today cannot be edited, or "".
    planned : bool
        Whether there is a plan to begin with.
    scope : Scope
        What is looked at.
    scope_words : str
        What that is called, or "" for everything.
    in_scope : int
        Territories in it.
    most : int
        As many territories there can be: one a region.
    """

    rules: tuple[tuple[str, float], ...]
    territories: int
    contiguous: bool
    seats: str
    locked_regions: int
    locked_territories: int
    keep: float
    noun: tuple[str, str]
    new_scenario: str = ""
    ranges: tuple[Range, ...] = ()
    planned: bool = False
    scope: Scope = EVERYTHING
    scope_words: str = ""
    in_scope: int = 0
    most: int = 0


class AskPanel(Inspector):
    """Shows `AskFacts` and asks.

    Signals
    -------
    asked : Ask
    count_wanted : int
        So many territories are wanted.
    closed()
    """

    asked = Signal(object)
    count_wanted = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.addWidget(label(tr("Propose territories"), "title"))
        self.rules = FigureGrid((tr("Balance"), tr("Your rule")))
        self.count = QSpinBox()
        self.count.setAccessibleName(tr("Number of territories"))
        self.count.setKeyboardTracking(False)  # 24 is typed by way of 2
        self.count.setMinimum(1)
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.count.valueChanged.connect(self.count_wanted)
        self.facts = FigureGrid()
        self.may_move = _choice(tr("What may move"))
        self.keep = _choice("")
        self.effort = _choice(tr("Effort"))
        self.keep.addItems([tr("No weight"), tr("Low"), tr("Medium"), tr("High")])
        self.effort.addItems(
            [tr("Quick look"), tr("Normal"), tr("Thorough, about four times as long")]
        )
        self.effort.setCurrentIndex(1)
        self.begin_with = _choice(tr("Begin with"))
        self.exact = QCheckBox(tr("Prove to the end that nothing is better"))
        self.keep_words = label("", "small")
        self.more = Button(tr("More"), self._show_more, kind="link")
        self._ranges: tuple[Range, ...] = ()
        self._scope = EVERYTHING
        self._goal: float | None = None
        self.body.addWidget(self.rules)
        self.body.addWidget(self._count_row())
        self.body.addWidget(self.facts)
        self.body.addWidget(line())
        for words, box in (
            (label(tr("What may move"), "small"), self.may_move),
            (self.keep_words, self.keep),
            (label(tr("Effort"), "small"), self.effort),
        ):
            self.body.addWidget(words)
            self.body.addWidget(box)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._advanced())
        self.note = Note("info", tr("You get a proposal"), "")
        self.body.addWidget(self.note)
        self.body.addStretch(1)
        self.go = Button(tr("Propose territories"), self.ask, kind="primary", icon="sparkles")
        self.add_to_footer(Button(tr("Cancel"), self.closed.emit, icon="x"), self.go)

    def show_facts(self, facts: AskFacts) -> None:
        """Show what the plan says; the choices made before stay where they still exist."""
        self.rules.show_rows(
            [(Cell(name), Cell("±" + percent(rule, 0), strong=True)) for name, rule in facts.rules]
        )
        self.facts.show_rows(_facts(facts))
        self._show_count(facts)
        self._ranges, self._scope = facts.ranges, facts.scope
        keep = tr("Keep {nouns} with their rep", nouns=facts.noun[1])
        self.keep_words.setText(keep)
        self.keep.setAccessibleName(keep)
        everything = tr("Everything that is not locked")
        if facts.scope_words:
            everything = tr("All of {scope} that is not locked", scope=facts.scope_words)
        _refill(self.may_move, [everything, *(one.words for one in facts.ranges)])
        fresh, improved = tr("A fresh plan"), tr("The plan on the screen, to improve it")
        _refill(self.begin_with, [fresh, improved] if facts.planned else [fresh])
        if facts.keep != self._goal:  # else what was chosen here stays
            self._goal = facts.keep
            nearest = min(range(len(KEEP)), key=lambda at: abs(KEEP[at] - facts.keep))
            self.keep.setCurrentIndex(nearest)
        text = tr("Your plan stays as it is until you accept.")
        if facts.new_scenario:
            text = tr(
                "Today stays as it is: accepting makes the scenario {name}.",
                name=facts.new_scenario,
            )
        if facts.scope_words:
            outside = tr("What lies outside {scope} stays as it is.", scope=facts.scope_words)
            text = f"{outside} {text}"
        self.note.say("info", tr("You get a proposal"), text)

    def ask(self) -> None:
        """Ask for what is chosen now."""
        at = self.may_move.currentIndex() - 1
        chosen = self._ranges[at] if 0 <= at < len(self._ranges) else None
        choice = Ask(
            keep=KEEP[max(0, self.keep.currentIndex())],
            work=EFFORTS[max(0, self.effort.currentIndex())],
            movable=None if chosen is None else chosen.regions,
            territories=None if chosen is None else chosen.territories,
            improve=self.begin_with.currentIndex() == 1,
            exact=self.exact.isChecked(),
            scope=self._scope,
        )
        self.asked.emit(choice)

    def _count_row(self) -> QWidget:
        self._counted = QWidget()
        row = QHBoxLayout(self._counted)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(tr("Territories"), "small"), 1)
        row.addWidget(self.count)
        return self._counted

    def _show_count(self, facts: AskFacts) -> None:
        """Show how many territories there are to be; of a part alone their number stays."""
        self._counted.setVisible(not facts.scope_words)
        self.count.blockSignals(True)
        self.count.setMaximum(max(facts.most, facts.territories, 1))
        self.count.setValue(facts.territories)
        self.count.blockSignals(False)

    def _advanced(self) -> QWidget:
        """Return what stands behind More: closed until somebody asks for it."""
        self._behind = QWidget()
        column = QVBoxLayout(self._behind)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(tr("Begin with"), "small"))
        column.addWidget(self.begin_with)
        column.addWidget(self.exact)
        hint = tr("Ends by itself on small plans; on large ones press Use best so far.")
        column.addWidget(label(hint, "small", wrap=True))
        self._behind.hide()
        return self._behind

    def _show_more(self) -> None:
        hidden = self._behind.isHidden()
        self._behind.setVisible(hidden)
        self.more.setText(tr("Less") if hidden else tr("More"))


def _facts(facts: AskFacts) -> Sequence[tuple[Cell, ...]]:
    seats = tr("homes of the reps") if facts.seats == "homes" else tr("best place is chosen")
    pieces = tr("yes") if facts.contiguous else tr("not asked")
    one, many = facts.noun
    regions = f"{number(facts.locked_regions)} {one if facts.locked_regions == 1 else many}"
    territories = tr_count(facts.locked_territories, "1 territory", "{count} territories")
    locked = f"{regions}, {territories}"
    rows = [
        (Cell(tr("Each in one piece")), Cell(pieces, strong=True)),
        (Cell(tr("Home bases")), Cell(seats, strong=True)),
        (Cell(tr("Locked")), Cell(locked, strong=True)),
    ]
    if facts.scope_words:
        count = tr("{within} of {count}", within=facts.in_scope, count=facts.territories)
        rows.insert(0, (Cell(tr("Territories")), Cell(count, strong=True)))
    return rows


def _choice(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    return made


def _refill(box: QComboBox, options: Sequence[str]) -> None:
    chosen = box.currentIndex()
    box.clear()
    box.addItems(list(options))
    box.setCurrentIndex(chosen if 0 <= chosen < len(options) else 0)
