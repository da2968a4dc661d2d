"""The territories page: map or table, inspector, strip; edits by hand and proposals."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QRect, QRectF
from PySide6.QtWidgets import QApplication, QWidget

from planner.edits.layers import count_territories
from planner.insight.scope import Scope
from planner.model.types import Ints
from ui.actions import MOVES, Act
from ui.charts.balance_strip import BalanceStrip
from ui.map.prepared import PreparedMap
from ui.messages import tr, tr_count
from ui.panels.ask_panel import Ask
from ui.steps.clashing import Clashing
from ui.steps.editing import CHANGING, Editing
from ui.steps.hover_card import HoverCard, HoverCards, RegionCard
from ui.steps.hover_words import region_card
from ui.steps.layer_words import count_words
from ui.steps.map_drawings import MapDrawings
from ui.steps.map_job import start_map
from ui.steps.map_tools import EDITING, MapTools
from ui.steps.picture import View, outside_in_order
from ui.steps.proposal_show import ProposalShow
from ui.steps.proposing import Phase, Proposing
from ui.steps.step import StepState
from ui.steps.territory_centre import TerritoryCentre
from ui.steps.territory_display import TerritoryDisplay
from ui.steps.territory_inspector import Panel, TerritoryInspector
from ui.steps.view_saver import ViewSaver
from ui.workbench import Workbench

CLOSER = 1.4
HOVER_CARD = "hover_card"


class TerritoriesStep(QObject):
    """Composes the page and wires it; what an edit means stands in planner.edits."""

    key = "territories"
    icon = "map"

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench.document)
        self.title = tr("Territories")
        self._bench = bench
        self._here = False
        self.proposing = Proposing(bench, self)
        self.page = TerritoryCentre(bench.actions, bench.settings, self.primary)
        self.balance = BalanceStrip()
        self.display = TerritoryDisplay(bench, self.page, self.balance)
        self.panels = TerritoryInspector(bench, self.display, self.proposing)
        self.centre: QWidget = self.page
        self.strip: QWidget | None = self.balance
        self.inspector: QWidget | None = self.panels
        self.tools = MapTools(bench, self.page, self.display)
        self.drawings = MapDrawings(bench, self.page, self.display, self.panels, self.tools)
        self.saver = ViewSaver(bench, self.page.canvas, self.drawings.request)
        self.editing = Editing(
            bench,
            self.page,
            self.display,
            self.panels,
            self.tools,
            number=self._number,
            leave=self.escape,
        )
        self.by_hand = self.editing.by_hand
        self.cards = HoverCards(
            self.page.canvas, HoverCard(self.page), self._card_of, self._selected_box
        )
        self.cards.turn(on=bench.settings.flag(HOVER_CARD, True))
        self.show = ProposalShow(self.proposing, self.display, self.panels, self.page)
        self.clashing = Clashing(bench, self.proposing, self.panels, self.page)
        self._wire_plan()
        self._wire_map()
        self._wire_panels()
        self._drawn = bench.document.plan.regions
        start_map(bench, self._take_map)
        self._show_plan()
        self._show_phase()

    # Step

    def state(self) -> StepState:
        """Return a tick when every territory keeps every rule, else how many do not, once it is begun."""
        now = self.display.now
        if now.summary.unassigned == len(now.layer.owner):
            return StepState(waiting=self.proposing.phase is not Phase.IDLE)
        off = outside_in_order(now.summary, now.territories(self._bench.document.scope))
        done = bool(now.summary.ids) and not off and not now.summary.unassigned
        waiting = self.proposing.phase is not Phase.IDLE
        return StepState(done=done, open_points=len(off), waiting=waiting)

    def enter(self) -> None:
        """Answer the actions of this page."""
        self._here = True
        canvas = self.page.canvas
        answers = {
            **self.editing.deeds(),
            Act.PROPOSE: self.ask,
            Act.PRIMARY: self.primary,
            Act.ESCAPE: self.escape,
            Act.ACCEPT: self.show.accept,
            Act.REJECT: self.proposing.reject,
            Act.TABLE: self._toggle_table,
            Act.HOVER_CARD: self._toggle_card,
            Act.ZOOM_IN: partial(canvas.zoom_by, CLOSER),
            Act.ZOOM_OUT: partial(canvas.zoom_by, 1 / CLOSER),
            Act.FIT_ALL: canvas.fit_all,
            Act.FIT_SELECTION: self._fit_selection,
            Act.SAVE_VIEW: self.saver.ask,
            Act.COLOUR_BY: self.page.choose_colours,
            Act.NEXT_PROBLEM: partial(self._go_on, 1),
            Act.PREVIOUS_PROBLEM: partial(self._go_on, -1),
            Act.BRUSH_SMALLER: partial(self.tools.resize_brush, -1),
            Act.BRUSH_LARGER: partial(self.tools.resize_brush, 1),
            **{act: partial(self._number, number) for number, act in enumerate(MOVES)},
        }
        for act, answer in answers.items():
            self._bench.actions.on(act, lambda _on=False, answer=answer: answer())
        self.tools.show_in_hand()
        self._show_phase()

    def leave(self) -> None:
        """Drop what is under way."""
        self.editing.drop()
        self._here = False

    # What the user wants

    def primary(self) -> None:
        """Do what the main button of the page says now."""
        if self.editing.splitting.is_open:
            self.editing.splitting.make()
        elif self.clashing.is_shown:
            self.clashing.panel.apply_first()
        elif self.show.is_proposed:
            self.show.accept()
        elif self.panels.asking:
            self.panels.ask.ask()
        else:
            self.ask()

    def ask(self) -> None:
        """Open the ask in the inspector."""
        if self.proposing.phase is Phase.IDLE:
            self.panels.asking, self.panels.left_over = True, False
            self.panels.refresh()
            self.panels.ask.go.setFocus()

    def escape(self) -> None:
        """Leave what is innermost: gesture, solve, ask, selection, tool."""
        if self.editing.drop():
            return
        if self.proposing.phase is Phase.SOLVING:
            self.proposing.cancel()
        elif self.clashing.is_shown:
            self.proposing.reject()
        elif self.panels.asking:
            self._close_ask()
        elif self.panels.left_over:
            self._put_away()
        elif not self._bench.selection.is_empty:
            self._bench.selection.clear()
        else:
            self.tools.use("select")

    def _begin(self, ask: Ask) -> None:
        self.panels.asking = self.panels.left_over = False
        self.proposing.begin(ask)

    def _count(self, count: int) -> None:
        """Ask for another number of territories: what there is stays until a proposal is accepted."""
        document = self._bench.document
        after = count_territories(document.plan, document.scenario.name, document.layer.key, count)
        if after is not document.plan:
            words = tr_count(count, "plan one territory", "plan {count} territories")
            document.edit(words, after)

    def _close_ask(self) -> None:
        self.panels.asking = False
        self.panels.refresh()

    def _put_away(self) -> None:
        """Leave what a cancelled solve left to read."""
        self.panels.left_over = False
        self.panels.refresh()

    def _number(self, number: int) -> None:
        """Answer keys 1..9: views of a proposal, else moves of the selection."""
        if self.show.is_proposed:
            if number < len(View):
                self.show.show_view(View(number))
        elif self.proposing.phase is Phase.IDLE:
            self.editing.move_to_neighbour(number)

    def _go_on(self, by: int) -> None:
        """Go to the next move of a proposal, else to the next territory that breaks a rule."""
        if self.clashing.is_shown:
            self.panels.clash.go_to_rule(by)
        elif self.show.is_proposed:
            self.panels.proposal.go_to_move(by)
        else:
            self.editing.troubles.go_on(by)

    def _toggle_table(self) -> None:
        self.page.toggle_table()
        self._show_tables()

    def _show_tables(self) -> None:
        self.display.show_figures(self.display.shown)
        self.display.show_regions()
        self.display.show_selection()

    def _select_on_map(self, regions: Ints) -> None:
        """Select what the filters of the table let pass, and go to it."""
        self.page.toggle_table()
        self._bench.selection.select(regions)
        words = count_words(self._bench.document.plan, len(regions))
        self._bench.messages.tell(tr("Selected on the map: {regions}.", regions=words))
        self.page.canvas.fly_to(regions)

    def _toggle_card(self) -> None:
        self.cards.turn(on=not self.cards.is_on)
        self._bench.settings.keep(HOVER_CARD, self.cards.is_on)

    def _card_of(self, region: int) -> RegionCard:
        shown = self.display.shown
        fills = self.display.fills(shown)
        return region_card(shown.plan, shown.layer, shown.summary, region, fills)

    def _selected_box(self) -> QRect:
        scene, regions = self.page.canvas.scene, self.panels.selected_regions
        if scene is None or not len(regions):
            return QRect()
        return QRectF(*scene.logical(scene.frame.rect_of(regions))).toAlignedRect()

    def _fit_selection(self) -> None:
        self.page.canvas.fly_to(self.panels.selected_regions)

    def _select_region_of_account(self, *, whole: bool) -> None:
        """Select the region of the account that is looked at, or the whole territory there."""
        regions = self._bench.selection.regions
        owner = self.display.now.layer.owner[regions].tolist()
        if whole and owner:
            self._bench.selection.select_territory(owner[0])
        else:
            self._bench.selection.select(regions)

    # Wiring

    def _wire_plan(self) -> None:
        document = self._bench.document
        document.changed.connect(lambda _change: self._show_plan())
        document.scenario_changed.connect(lambda _name: self._look_elsewhere())
        document.layer_changed.connect(lambda _key: self._look_elsewhere())
        document.scope_changed.connect(lambda _scope: self._look_at_scope())
        self.page.scope.all.clicked.connect(lambda: document.look_at(Scope()))
        self._bench.selection.changed.connect(self._show_selection)
        self.proposing.checked.connect(self.show.show_check)
        self.proposing.cancelled.connect(self.show.tell_cancelled)
        self.proposing.phase_changed.connect(self._change_phase)
        self.proposing.laid_out.connect(self.show.take_base)
        self.proposing.progressed.connect(self.show.show_progress)

    def _wire_map(self) -> None:
        canvas, selection = self.page.canvas, self._bench.selection
        canvas.hovered.connect(self.tools.point)
        canvas.draftChanged.connect(self._show_draft)
        canvas.toolChanged.connect(self._change_tool)
        canvas.focused.connect(lambda region: canvas.say(self._card_of(region).spoken))
        self.page.colours.chosen.connect(self._show_measure)
        self.page.views.view_chosen.connect(lambda at: self.show.show_view(View(at)))
        tables = self.page.tables
        tables.territories.territories_chosen.connect(selection.select_territories)
        tables.regions.regions_chosen.connect(selection.select)
        tables.regions.select_wanted.connect(self._select_on_map)
        tables.turned.connect(self._show_tables)
        self.balance.territory_activated.connect(selection.select_territory)
        self.balance.territory_toggled.connect(selection.toggle_territory)
        self.balance.measure_chosen.connect(lambda _at: self._show_measure())
        self.balance.restyled.connect(self._show_colours)

    def _wire_panels(self) -> None:
        # One main button at a time: the ask has its own.
        self.panels.currentChanged.connect(
            lambda panel: self.page.tools.propose.setEnabled(panel != Panel.ASK)
        )
        panels, selection, by_hand = self.panels, self._bench.selection, self.by_hand
        panels.overview.copy_wanted.connect(by_hand.copy_today)
        panels.overview.territory_wanted.connect(selection.select_territory)
        panels.territory.lock_wanted.connect(lambda _on: by_hand.toggle_lock())
        panels.territory.renamed.connect(self.editing.rename)
        panels.territory.rep_wanted.connect(self.editing.give_to)
        panels.selection.move_wanted.connect(
            lambda t: self.editing.moving.move(selection.regions, t)
        )
        panels.selection.lock_wanted.connect(lambda on: by_hand.lock(selection.regions, locked=on))
        panels.selection.home_wanted.connect(
            lambda: by_hand.put_home_base(int(selection.regions[0]))
        )
        panels.selection.accounts.name_wanted.connect(by_hand.name_account)
        panels.account.region_wanted.connect(partial(self._select_region_of_account, whole=False))
        panels.account.territory_wanted.connect(partial(self._select_region_of_account, whole=True))
        panels.several.territory_wanted.connect(selection.select_territory)
        panels.ask.asked.connect(self._begin)
        panels.ask.closed.connect(self._close_ask)
        panels.ask.count_wanted.connect(self._count)
        panels.solving.enough.connect(self.proposing.enough)
        panels.solving.cancelled.connect(self.proposing.cancel)
        panels.solving.closed.connect(self._put_away)
        panels.clash.plan_wanted.connect(self.show.show_choice)
        panels.proposal.ticked.connect(self.show.show_choice)
        panels.proposal.move_shown.connect(self.page.canvas.fit_regions)
        panels.proposal.accepted.connect(self.show.accept)
        panels.proposal.rejected.connect(self.proposing.reject)
        panels.proposal.card.check_wanted.connect(self.proposing.check)
        panels.proposal.rest_wanted.connect(self.proposing.again)

    # Showing

    def _take_map(self, prepared: PreparedMap) -> None:
        edges = self._bench.document.plan.regions.graph.edges
        self.page.show_map(prepared, edges)
        self.drawings.take_map()
        self.display.show_again()

    def _show_plan(self) -> None:
        self.page.canvas.drop_gesture()
        regions = self._bench.document.plan.regions
        if regions is not self._drawn:  # outlines were mended or redrawn, or that was undone
            is_drawn = regions.is_drawn_as(self._drawn)  # and only called otherwise
            if regions.ids != self._drawn.ids and not is_drawn:
                self.page.wait_for_map()
            self._drawn = regions
            if not is_drawn:
                self.proposing.leave_regions(regions)
                start_map(self._bench, self._take_map)
        self.display.show_plan()
        if self.show.is_proposed:
            self.show.refresh()
        self.tools.show_choices()
        self.drawings.refresh()
        self.editing.follow_plan()
        self.panels.refresh()

    def _show_colours(self) -> None:
        """Show the territories in the colours of another theme."""
        self.display.show_figures(self.display.shown)
        self.tools.show_choices()
        self.panels.refresh()

    def _look_at_scope(self) -> None:
        self.display.show_scope()
        self.drawings.refresh()
        self.panels.refresh()

    def _look_elsewhere(self) -> None:
        self._bench.selection.clear()
        self.panels.asking = self.panels.left_over = False
        self._show_plan()
        self._change_phase()

    def _change_tool(self, _name: str) -> None:
        self.page.question.drop()
        self._show_phase()

    def _show_draft(self, owner: Ints | None) -> None:
        """Follow a gesture: labels, strip and inspector show what it would do."""
        self.display.show_draft(owner)
        self.panels.refresh()

    def _show_selection(self) -> None:
        self.panels.left_over = False
        self.display.show_selection()
        self.editing.follow_selection()
        self.panels.refresh()

    def _show_measure(self) -> None:
        self.display.show_again()
        self.tools.show_choices()
        self.editing.splitting.follow_measure()
        self.show.follow_measure()
        self.panels.refresh()

    def _change_phase(self) -> None:
        focused = QApplication.focusWidget()
        held = focused is not None and self.panels.isAncestorOf(focused)
        self.show.refresh()
        self.panels.refresh()
        self._show_phase()
        if held and self._here and self.proposing.phase is Phase.IDLE:
            self.page.canvas.setFocus()  # else the keyboard goes to the first button of the window

    def _show_phase(self) -> None:
        """Show which bars there are, what may be done, and the keys that help."""
        solving, proposed = self.show.is_solving, self.show.is_proposed
        editable = self.by_hand.editable and not (solving or proposed)
        if not editable and self.tools.name in EDITING:
            self.tools.use("select")
            return
        self.page.canvas.set_busy(solving)
        self.page.canvas.may_edit = editable
        self.page.show_bars(tools=not (solving or proposed), views=proposed)
        if not self._here:
            return
        actions = self._bench.actions
        for act in CHANGING:
            actions[act].setEnabled(editable)
        actions[Act.PROPOSE].setEnabled(self.proposing.phase is Phase.IDLE)
        for act in (Act.ACCEPT, Act.REJECT):
            actions[act].setEnabled(proposed)
        hint = self.tools.hint(solving=solving, proposed=proposed, editable=self.by_hand.editable)
        if self.clashing.is_shown:
            hint = self.clashing.hint
        self._bench.messages.hint(hint)
