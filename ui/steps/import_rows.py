"""The card of rows that need a look: how many of each kind, the table, and choices for many at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QMenu, QVBoxLayout, QWidget

from planner.io.deciding import Import, State
from planner.io.finding import AS_IS, LEAVE, STOP, WAIT, Action, Choice, Flaw
from planner.model.plan import Plan
from ui.messages import tr
from ui.steps.import_facts import alike, line_of, options_of
from ui.steps.import_words import flaw_word, pills_of
from ui.steps.page import TitledCard
from ui.tables.finding_table import ROW_HEIGHT, FindingTable, Options
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.figures import number
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import pill

MOST_ROWS = 10
EVERY = ""
Choose = Callable[[list[int], Callable[[int], Choice | None]], None]


class RowsCard(QWidget):
    """Shows findings; `choose(numbers, choice of each)` is told what the user wants.

    Signals
    -------
    typed(int, str)
        A value of the user's own for a finding.
    list_wanted(), codes_wanted()
        Save the list, take a table of old codes.
    """

    typed = Signal(int, str)
    list_wanted = Signal()
    codes_wanted = Signal()

    def __init__(self, choose: Choose, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choose = choose
        self._made: Import | None = None
        self._plan: Plan | None = None
        self._names: Mapping[str, str] = {}
        self.card = TitledCard(tr("Rows that need a look"))
        self.table = FindingTable()
        self.table.options_of = self._options
        self.table.chosen.connect(self._chosen)
        self.table.typed.connect(self.typed)
        self.kinds = QComboBox()
        self.kinds.setProperty("dense", True)
        self.kinds.setAccessibleName(tr("Kind of doubt shown"))
        self.kinds.activated.connect(lambda _at: self._show_rows())
        self.many = Button(tr("Choose for many"), self._ask_many, dense=True)
        self.codes = Button(tr("Use a table of old codes…"), self.codes_wanted.emit, kind="link")
        self.save = Button(
            tr("Save list as CSV"), self.list_wanted.emit, icon="download", dense=True
        )
        self._pills: list[QLabel] = [pill("") for _ in State]
        self.card.head.addWidget(self.save)
        self.card.body.addWidget(_flowing(self._pills))
        self.card.body.addWidget(_flowing((self.kinds, self.many, self.codes)))
        self.card.body.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card)

    @property
    def shown(self) -> list[int]:
        """Numbers of the findings in the table."""
        return list(self.table.rows_model.numbers)

    def show_import(self, made: Import, plan: Plan, names: Mapping[str, str]) -> None:
        """Show the findings of an import; with none the card goes away."""
        fresh = self._made is None or self._made.found is not made.found
        self._made, self._plan, self._names = made, plan, names
        self.setVisible(bool(made.found.findings))
        if fresh:
            self._fill_kinds(made)
        told = pills_of(made.states())
        for at, each in enumerate(self._pills):
            text, tone = told[at] if at < len(told) else ("", "neutral")
            each.setText(text)
            each.setVisible(bool(text))
            theme.restyle(each, pill=tone)
        flaws = {finding.flaw for finding in made.found.findings}
        self.codes.setVisible(bool(flaws & {Flaw.REGION_UNKNOWN, Flaw.PLACE_MISSING}))
        self._show_rows()

    def next_open(self) -> bool:
        """Mark the next row that waits for a choice; return whether there is one."""
        made, numbers = self._made, self.shown
        current = self.table.current()
        start = numbers.index(current) + 1 if current in numbers else 0
        for number_ in (*numbers[start:], *numbers[:start]):
            if made is not None and made.state(number_) is State.TO_CHOOSE:
                self.table.go_to(number_)
                self.table.setFocus()
                return True
        return False

    def many_choices(self) -> list[tuple[str, Callable[[], None]]]:
        """Return what can be chosen for many rows at once: words, and what does it."""
        made, numbers = self._made, self.shown
        if made is None:
            return []
        offers: list[tuple[str, Callable[[], None]]] = [
            (tr("Take the first repair of each"), lambda: self._choose(numbers, self._first)),
            (tr("Take them as they are"), lambda: self._choose(numbers, self._as_is)),
            (tr("Leave these rows out"), lambda: self._choose(numbers, lambda _at: LEAVE)),
            (tr("Decide later"), lambda: self._choose(numbers, lambda _at: WAIT)),
            (
                tr("Stop the import while they are so"),
                lambda: self._choose(numbers, lambda _at: STOP),
            ),
        ]
        current = self.table.current()
        same = alike(made.found, current) if current is not None else []
        if current is not None and len(same) > 1:
            choice = made.choices[current]
            text = tr("As in the marked row, for all {n} like it", n=number(len(same)))
            offers.insert(0, (text, lambda: self._choose(same, lambda _at: choice)))
        return offers

    def _ask_many(self) -> None:
        menu = QMenu(self)
        menu.setAccessibleName(tr("Choose for many"))
        for text, act in self.many_choices():
            menu.addAction(text).triggered.connect(lambda _on=False, act=act: act())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.many.mapToGlobal(QPoint(0, self.many.height())))

    def _first(self, at: int) -> Choice | None:
        if self._made is None:
            return None
        offers = self._made.found.findings[at].offers
        return next((offer for offer in offers if offer.action is not Action.AS_IS), None)

    def _as_is(self, at: int) -> Choice | None:
        if self._made is None:
            return None
        return AS_IS if AS_IS in self._made.found.findings[at].choices else None

    def _options(self, at: int) -> Options:
        if self._made is None or self._plan is None:
            return (), 0, False
        _, words, chosen, open_ = options_of(self._made, at, self._plan, self._names)
        return words, chosen, open_

    def _chosen(self, at: int, option: int) -> None:
        if self._made is not None and self._plan is not None:
            choices, _, _, _ = options_of(self._made, at, self._plan, self._names)
            self._choose([at], lambda _at: choices[option])

    def _fill_kinds(self, made: Import) -> None:
        counts: dict[Flaw, int] = {}
        for finding in made.found.findings:
            counts[finding.flaw] = counts.get(finding.flaw, 0) + 1
        self.kinds.clear()
        every = number(len(made.found.findings))
        self.kinds.addItem(tr("All kinds ({n})", n=every), EVERY)
        for flaw in (each for each in Flaw if each in counts):
            text = tr("{kind} ({n})", kind=flaw_word(flaw), n=number(counts[flaw]))
            self.kinds.addItem(text, str(flaw))

    def _show_rows(self) -> None:
        made, plan = self._made, self._plan
        if made is None or plan is None:
            return
        kind = self.kinds.currentData()
        findings = made.found.findings
        numbers = [at for at in range(len(findings)) if kind == EVERY or findings[at].flaw == kind]
        self.table.show_findings(numbers, line_of(made, plan, self._names))
        shown = max(1, min(len(numbers), MOST_ROWS))
        self.table.setFixedHeight(ROW_HEIGHT * shown + theme.size("row") + 6)


def _flowing(widgets: Iterable[QWidget]) -> QWidget:
    """Return widgets side by side, in several lines where the page is narrow."""
    holder = QWidget()
    row = FlowLayout(holder, gap=theme.space(3))
    for widget in widgets:
        row.addWidget(widget)
    return holder
