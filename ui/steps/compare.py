"""The compare page: two scenarios on two maps in step, or all of them in one table (Ctrl+T)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QComboBox, QStackedWidget, QWidget

from planner.insight.comparison import ScenarioFigures, comparison, scenario_figures
from planner.insight.extent import extent_of
from planner.insight.pairing import Pair, pair
from planner.insight.scope import EVERYTHING, Scope
from planner.model.plan import Plan
from planner.model.regions import RegionSet
from planner.model.scenario_words import scenario_said
from planner.model.scenarios import TODAY
from planner.model.types import UNASSIGNED, Ints, ints
from ui.actions import Act
from ui.map.content import Shown
from ui.map.prepared import PreparedMap
from ui.map.requests import Request, SelectionMode, SelectRegions, SelectTerritory
from ui.messages import tr, tr_count
from ui.panels.compare_panel import ComparePanel
from ui.steps.colouring import Colouring
from ui.steps.compare_maps import CompareMaps
from ui.steps.compare_words import (
    alone_words,
    pair_rows,
    pair_title,
    pair_verdict,
    scope_line,
    within_words,
)
from ui.steps.layer_words import count_words, pointed_words
from ui.steps.map_job import start_map
from ui.steps.page import Page, TitledCard, fit_rows
from ui.steps.picture import picture_of
from ui.steps.step import StepState
from ui.tables.change_table import ChangeTable
from ui.tables.comparison_rows import comparison_rows, verdict
from ui.tables.comparison_table import ComparisonTable
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.focus import hand_focus_on
from ui.widgets.labels import label
from ui.widgets.note import Note
from ui.workbench import Workbench

CLOSER = 1.4
LINE = "map of the compare page"


class CompareStep(QObject):
    """Compares when it is shown, once a plan."""

    key = "compare"
    icon = "git-compare"

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench.document)
        self.title = tr("Compare")
        self._bench = bench
        self._shown: tuple[Plan, str, Scope] | None = None
        self._drawn: RegionSet | None = None
        self._here = False  # it stays so while the settings lie over it
        self._names: tuple[str, str] | None = None
        self._figures: Sequence[ScenarioFigures] = ()  # of the two, left and right
        self.pair: Pair | None = None
        self.colouring = Colouring()
        self.maps = CompareMaps(bench.actions)
        self.changes = ChangeTable()
        self.panel = ComparePanel(self.changes)
        self._make_page()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.maps)
        self.stack.addWidget(self.page)
        hand_focus_on(self.stack, lambda: self.page if self.stack.currentIndex() else self.maps)
        self.centre: QWidget = self.stack
        self.inspector: QWidget | None = self.panel
        self.strip: QWidget | None = None
        self._wire()

    def _make_page(self) -> None:
        self.page = Page(
            tr("Compare scenarios"), tr("All scenarios use the same inputs and the same rules.")
        )
        self.scenario = QComboBox()
        self.scenario.setAccessibleName(tr("Scenario to go on with"))
        self.go_on = Button(tr("Go on with it"), self._go_on_chosen, kind="primary", icon="check")
        self.page.head.addWidget(label(tr("Go on with"), "small"))
        self.page.head.addWidget(self.scenario)
        self.page.head.addWidget(self.go_on)
        self.verdict = Note("info", "")
        self.table = ComparisonTable()
        card = TitledCard(tr("Figures"))
        card.body.addWidget(self.table)
        self.page.body.addWidget(self.verdict)
        self.page.body.addWidget(card)

    def _wire(self) -> None:
        document, selection = self._bench.document, self._bench.selection
        document.changed.connect(lambda _change: self._refresh())
        document.scenario_changed.connect(lambda _name: self._show_here())
        document.layer_changed.connect(lambda _key: self._refresh())
        document.scope_changed.connect(lambda _scope: self._refresh())
        self.page.scope.all.clicked.connect(lambda: document.look_at(EVERYTHING))
        selection.changed.connect(self._show_selection)
        self.maps.chosen.connect(self._choose)
        self.panel.kept.connect(self._keep)
        self.panel.measure_chosen.connect(lambda _at: self._show_pair())
        self.changes.row_chosen.connect(self.go_to_change)
        for side, canvas in enumerate(self.maps.canvases):
            canvas.requested.connect(partial(self._answer, side))
            canvas.hovered.connect(partial(self._point, side))
            canvas.focused.connect(partial(self._speak, side))

    # Step

    def state(self) -> StepState:
        """Return a tick when there is something to compare."""
        return StepState(done=len(self._bench.document.plan.scenarios) > 1)

    def enter(self) -> None:
        """Show what holds now."""
        self._here = True
        first = self.maps.canvases[0]
        answers = {
            Act.PRIMARY: self.primary,
            Act.TABLE: self.toggle_table,
            Act.SWAP_SIDES: self.swap,
            Act.NEXT_PROBLEM: partial(self._step_on, 1),
            Act.PREVIOUS_PROBLEM: partial(self._step_on, -1),
            Act.ZOOM_IN: partial(first.zoom_by, CLOSER),
            Act.ZOOM_OUT: partial(first.zoom_by, 1 / CLOSER),
            Act.FIT_ALL: first.fit_all,
            Act.FIT_SELECTION: lambda: first.fly_to(self._bench.selection.regions),
            Act.ESCAPE: self._bench.selection.clear,
        }
        for act, answer in answers.items():
            self._bench.actions.on(act, lambda _on=False, answer=answer: answer())
        self._refresh(entering=True)
        self._hint()

    def leave(self) -> None:
        """Drop a gesture that is under way."""
        self._here = False
        for canvas in self.maps.canvases:
            canvas.tool.cancel()

    # What the user wants

    def primary(self) -> None:
        """Look at the chosen scenario on all pages."""
        if self.stack.currentWidget() is self.maps and self._names is not None:
            self._keep(1)
        else:
            self._go_on_chosen()

    def toggle_table(self) -> None:
        """Show all scenarios in a table, or the two maps again."""
        two = self._names is not None
        self.stack.setCurrentWidget(
            self.page if self.stack.currentIndex() == 0 or not two else self.maps
        )
        (self.page if self.stack.currentIndex() else self.maps).setFocus()
        self._hint()

    def swap(self) -> None:
        """Swap left and right."""
        if self._names is not None:
            self._names = (self._names[1], self._names[0])
            self._show_pair(anew=True)

    def go_to_change(self, row: int) -> None:
        """Fly both maps to what one holder gains or loses, and select it."""
        rows = self.changes.rows_model.rows
        if self.pair is None or not 0 <= row < len(rows):
            return
        regions = self.pair.regions_of(rows[row])
        self._bench.selection.select(regions)
        self.maps.canvases[0].fly_to(regions)

    def _step_on(self, by: int) -> None:
        count = self.changes.rows_model.rowCount()
        if not count:
            return
        row = self.changes.currentIndex().row()
        row = (row + by) % count if row >= 0 else 0
        self.changes.choose(row)
        self.go_to_change(row)

    def _choose(self, side: int) -> None:
        if self._names is None:
            return
        names = list(self._names)
        names[side] = self.maps.panes[side].scenario.currentData()
        if names[0] == names[1]:  # the other side gives way
            names[1 - side] = self._names[side]
        self._names = (names[0], names[1])
        self._show_pair(anew=True)

    def _keep(self, side: int) -> None:
        if self._names is not None:
            self._go_on_with(self._names[side])

    def _go_on_chosen(self) -> None:
        if self.scenario.currentData():
            self._go_on_with(self.scenario.currentData())

    def _go_on_with(self, name: str) -> None:
        self._bench.document.look_at_scenario(name)
        self._bench.messages.tell(tr("All pages now show {name}.", name=scenario_said(name)))

    # The maps

    def _take_map(self, prepared: PreparedMap) -> None:
        self.maps.show_map(prepared, self._bench.document.plan.regions.graph.edges)
        self._show_sides()
        if not self._bench.document.extent.is_all:
            self._bring_scope()

    def _bring_scope(self) -> None:
        """Bring what is in scope into sight, on both maps."""
        document, first = self._bench.document, self.maps.canvases[0]
        if document.extent.is_all or self._names is None:
            first.fit_all()
            return
        plan, key = document.plan, document.layer.key
        on_both = [extent_of(plan, name, document.scope, key).regions for name in self._names]
        first.fit_regions(ints(np.flatnonzero(np.logical_or(*on_both))))

    def _answer(self, side: int, request: Request) -> None:
        selection = self._bench.selection
        match request:
            case SelectRegions(regions, SelectionMode.REPLACE):
                selection.select(regions)
            case SelectRegions(regions, SelectionMode.ADD):
                selection.add(regions)
            case SelectRegions(regions, SelectionMode.REMOVE):
                selection.remove(regions)
            case SelectTerritory(territory):
                selection.select(self._regions_of(side, territory))

    def _regions_of(self, side: int, territory: int) -> Ints:
        owners = self.pair.owners[side] if self.pair is not None else ints([])
        return ints(np.flatnonzero(owners == territory))

    def _point(self, side: int, region: int) -> None:
        self._bench.messages.point(self._words_of(region))

    def _speak(self, side: int, region: int) -> None:
        self.maps.canvases[side].say(self._words_of(region))

    def _words_of(self, region: int) -> str:
        """Return what a region is in both scenarios."""
        if region < 0 or self._names is None:
            return ""
        document = self._bench.document
        key = document.layer.key
        layers = [document.plan.scenario(name).layer(key) for name in self._names]
        first = pointed_words(document.plan, layers[0], region)
        if self.pair is None or not self.pair.differs[region]:
            return first
        owner = int(layers[1].owner[region])
        code = tr("unassigned") if owner == UNASSIGNED else layers[1].territories[owner].id
        other = scenario_said(self._names[1])
        return tr("{words}. In {other}: {code}", words=first, other=other, code=code)

    def _show_selection(self) -> None:
        for canvas in self.maps.canvases:
            canvas.set_selection(self._bench.selection.regions)

    # Showing

    def _refresh(self, *, entering: bool = False) -> None:
        if not (entering or self._here):
            return
        document = self._bench.document
        plan, key = document.plan, document.layer.key
        before, self._drawn = self._drawn, plan.regions
        if before is None or not before.is_drawn_as(plan.regions):
            for canvas in self.maps.canvases:
                canvas.set_map(None)
            start_map(self._bench, self._take_map, line=LINE)
        if self._shown is None or self._shown != (plan, key, document.scope):
            elsewhere = self._shown is not None and self._shown[2] != document.scope
            self._shown = (plan, key, document.scope)
            compared = comparison(plan, key, document.scope)
            self.page.scope.say(scope_line(plan, document.extent))
            names = [one.name for one in compared.scenarios]
            rows = comparison_rows(compared, plan.measures, plan.regions.called[1], plan.currency)
            self.table.show_comparison([scenario_said(name) for name in names], rows)
            fit_rows(self.table, len(rows), len(rows))
            tone, words = verdict(compared.scenarios)
            self.verdict.say(tone, words, alone_words(plan, document.extent))
            _offer(self.scenario, names)
            self._choose_sides(names)
            self._show_pair(anew=True)
            if elsewhere:
                self._bring_scope()
        self._show_here()

    def _choose_sides(self, names: list[str]) -> None:
        """Keep what is compared where it is there; else Today and what is looked at."""
        for pane in self.maps.panes:
            _offer(pane.scenario, names)
        if len(names) < 2:
            self._names = None
            self.stack.setCurrentWidget(self.page)
            return
        if self._names is not None and set(self._names) <= set(names):
            return
        here = self._bench.document.scenario.name
        second = here if here != TODAY and here in names else names[-1]
        self._names = (names[0], second)

    def _show_pair(self, *, anew: bool = False) -> None:
        """Show both scenarios on their maps and in the inspector."""
        document = self._bench.document
        self.panel.setVisible(self._names is not None)
        if self._names is None:
            return
        plan, key = document.plan, document.layer.key
        if anew or self.pair is None:
            self.pair = pair(plan, *self._names, key, document.scope)
        found = self.pair
        figures = self._figures = [
            scenario_figures(plan, plan.scenario(name), key, document.scope) for name in self._names
        ]
        self.panel.show_measures([measure.label for measure in plan.measures])
        for pane, name in zip(self.maps.panes, self._names, strict=True):
            pane.scenario.setCurrentIndex(pane.scenario.findData(name))
        self._show_sides()
        differ = int(np.count_nonzero(found.differs))
        said = count_words(plan, differ)
        self.maps.say(
            tr_count(
                differ, "{regions} differs: hatched", "{regions} differ: hatched", regions=said
            )
        )
        title = pair_title(plan, document.extent, self._names)
        names = (scenario_said(self._names[0]), scenario_said(self._names[1]))
        alone = alone_words(plan, document.extent)
        verdict_ = pair_verdict(figures[0], figures[1], found, alone)
        self.panel.show_facts(title, verdict_, pair_rows(plan, figures[0], figures[1]), names)
        noun = plan.regions.called[1]
        measure = self._measure
        self.changes.show_changes(found.changes, plan.measures, measure, noun, (tr("A"), tr("B")))
        fit_rows(self.changes, len(found.changes), 12)

    @property
    def _measure(self) -> int:
        return max(0, self.panel.measure.currentIndex())

    def _show_sides(self) -> None:
        """Show both scenarios on their maps."""
        for side, figures in enumerate(self._figures if self._names is not None else ()):
            self._show_side(side, figures, self._measure)

    def _show_side(self, side: int, figures: ScenarioFigures, measure: int) -> None:
        pane, found = self.maps.panes[side], self.pair
        words, tone = within_words(figures)
        pane.within.setText(words)
        theme.restyle(pane.within, pill=tone)
        plan = self._bench.document.plan
        if pane.canvas.scene is None or found is None:
            return
        picture = picture_of(plan, figures.name, self._bench.document.layer.key)
        colours = self.colouring.places(plan, picture.layer)
        content = picture.content(measure, colours, None, self._bench.document.scope)
        # What differs is hatched as what changes hands is; who has it there is on the other map.
        elsewhere = np.where(found.differs, -2, content.owner)
        pane.canvas.show_content(replace(content, before=ints(elsewhere), shown=Shown.PROPOSAL))
        pane.canvas.set_selection(self._bench.selection.regions)

    def _show_here(self) -> None:
        here = self._bench.document.scenario.name
        self.scenario.setCurrentIndex(self.scenario.findData(here))

    def _hint(self) -> None:
        if self.stack.currentWidget() is self.maps and self._names is not None:
            self._bench.messages.hint(
                tr(
                    "Both maps move together  ·  N next difference  ·  S swaps  ·  Ctrl+T all figures"
                )
            )
        else:
            self._bench.messages.hint(tr("Ctrl+C copies the table  ·  Ctrl+T shows the maps"))


def _offer(choices: QComboBox, names: Sequence[str]) -> None:
    """List scenarios under what they are called; each entry keeps its name."""
    choices.clear()
    for name in names:
        choices.addItem(scenario_said(name), name)
