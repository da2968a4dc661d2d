"""Which panel the inspector of the territories page shows, and what it says."""

from __future__ import annotations

from dataclasses import replace
from enum import IntEnum
from functools import partial

import numpy as np
from PySide6.QtWidgets import QStackedWidget

from planner.insight.extent import narrowed
from planner.insight.scope import EVERYTHING
from planner.model.scenarios import TODAY
from planner.model.types import Ints, ints
from ui.panels.account_panel import AccountPanel
from ui.panels.ask_panel import AskPanel
from ui.panels.clash_panel import ClashPanel
from ui.panels.coach_note import CoachNote
from ui.panels.consequence_panel import ConsequencePanel
from ui.panels.moves import with_moves
from ui.panels.overview_panel import OverviewPanel
from ui.panels.proposal_panel import ProposalPanel
from ui.panels.selection_panel import SelectionPanel
from ui.panels.several_panel import SeveralPanel
from ui.panels.solving_panel import SolvingPanel
from ui.panels.split_panel import SplitPanel
from ui.panels.territory_panel import TerritoryPanel
from ui.steps.account_words import account_facts
from ui.steps.ask_words import ask_facts
from ui.steps.coach_words import COACH, coach_notes
from ui.steps.consequence_words import consequence_facts
from ui.steps.layer_words import (
    overview_facts,
    selection_facts,
    several_facts,
    territory_facts,
)
from ui.steps.named_accounts import accounts_here, named_accounts
from ui.steps.picture import Picture
from ui.steps.proposal_words import against, proposal_facts
from ui.steps.proposing import Phase, Proposing, is_narrow
from ui.steps.rep_words import RepFits, people_words
from ui.steps.scope_words import scope_words
from ui.steps.territory_display import TerritoryDisplay
from ui.workbench import Workbench


class Panel(IntEnum):
    """Panels in the order of the stack."""

    OVERVIEW = 0
    TERRITORY = 1
    SELECTION = 2
    ASK = 3
    SOLVING = 4
    PROPOSAL = 5
    CLASH = 6
    CONSEQUENCES = 7
    SPLIT = 8
    ACCOUNT = 9
    SEVERAL = 10


class TerritoryInspector(QStackedWidget):
    """One panel at a time: what is under way, the ask, the selection, or the overview."""

    def __init__(self, bench: Workbench, display: TerritoryDisplay, proposing: Proposing) -> None:
        super().__init__()
        self._bench = bench
        self._display = display
        self._proposing = proposing
        self.asking = False
        self.left_over = False
        self.clashing = False
        self.splits = False
        self.overview = OverviewPanel()
        self.territory = TerritoryPanel()
        self.selection = SelectionPanel()
        self.ask = AskPanel()
        self.solving = SolvingPanel()
        self.proposal = ProposalPanel()
        self.clash = ClashPanel()
        self.consequences = ConsequencePanel()
        self.split = SplitPanel()
        self.account = AccountPanel()
        self.several = SeveralPanel()
        self.coach = CoachNote(coach_notes(bench), bench.settings.number(COACH, 0))
        self.coach.reached.connect(partial(bench.settings.keep, COACH))
        self.overview.body.insertWidget(0, self.coach)
        self._whole: Picture | None = None
        self._account: int | None = None
        self._fit = RepFits()
        self.proposal.log_wanted.connect(self.solving.copy_log)
        for panel in (
            self.overview,
            self.territory,
            self.selection,
            self.ask,
            self.solving,
            self.proposal,
            self.clash,
            self.consequences,
            self.split,
            self.account,
            self.several,
        ):
            self.addWidget(panel)

    @property
    def panel(self) -> Panel:
        """Which panel should be shown now."""
        selection, proposing = self._bench.selection, self._proposing
        if self._display.draft is not None and len(self._display.draft.moved):
            return Panel.CONSEQUENCES
        if proposing.phase is Phase.SOLVING and proposing.is_here:
            return Panel.SOLVING
        if proposing.phase is Phase.PROPOSED and proposing.is_here:
            return Panel.CLASH if self.clashing else Panel.PROPOSAL
        if self.asking:
            return Panel.ASK
        if self.splits:
            return Panel.SPLIT
        if self.left_over:
            return Panel.SOLVING
        if selection.account is not None and selection.account < len(
            self._display.now.plan.accounts
        ):
            return Panel.ACCOUNT
        if len(selection.regions):
            return Panel.SELECTION
        k = len(self._display.now.layer.territories)
        if len([t for t in selection.territories if t < k]) > 1:
            return Panel.SEVERAL
        if selection.territory is not None and selection.territory < k:
            return Panel.TERRITORY
        return Panel.OVERVIEW

    def refresh(self) -> None:
        """Show the right panel with what holds now."""
        panel = self.panel
        fill = {
            Panel.OVERVIEW: self._fill_overview,
            Panel.TERRITORY: self._fill_territory,
            Panel.SELECTION: self._fill_selection,
            Panel.ASK: self._fill_ask,
            Panel.CONSEQUENCES: self._fill_consequences,
            Panel.ACCOUNT: self._fill_account,
            Panel.SEVERAL: self._fill_several,
        }.get(panel)
        if fill is not None:
            fill()
        self.setCurrentIndex(panel)

    def show_proposal(self, whole: Picture, *, stale: bool, anew: bool) -> None:
        """Show a proposal; `whole` is the picture of all of it, `stale` when the plan changed.

        What was ticked stays where it is not shown `anew`.
        """
        proposal, asked = self._proposing.proposal, self._proposing.asked
        if proposal is None or asked is None:
            return
        self._whole = whole
        self.proposal.show_stale(stale)
        into = asked.target if asked.source != asked.target else ""
        narrow, measure = is_narrow(asked), self._display.measure
        facts = proposal_facts(proposal, whole, measure, into, narrow=narrow, scope=asked.ask.scope)
        self.proposal.show_facts(facts, anew=anew)

    def chosen_picture(self) -> Picture | None:
        """Return the picture of what is ticked, and compare it with now."""
        whole = self._whole
        if whole is None or whole.before is None:
            return whole
        owner = with_moves(whole.before.layer.owner, self.proposal.chosen)
        same = np.array_equal(owner, whole.layer.owner)
        chosen = whole if same else whole.before.with_owner(owner)
        asked = self._proposing.asked
        scope = EVERYTHING if asked is None else asked.ask.scope
        self.proposal.show_against(against(chosen, scope))
        summary = narrowed(chosen.plan, chosen.summary, chosen.extent(scope))
        one_piece = chosen.plan.goals.layer(chosen.layer.key).contiguous
        within = summary.keeping_rules if one_piece else summary.within_tolerance
        self.proposal.show_partial(within, len(summary.ids))
        return chosen

    def _fill_overview(self) -> None:
        now = self._display.now
        extent = now.extent(self._bench.document.scope)
        scope = "" if extent.is_all else scope_words(now.plan, extent.scope)
        self.overview.show_facts(overview_facts(now.plan, now.summary, now.layer, extent, scope))

    def _fill_territory(self) -> None:
        now, territory = self._display.now, self._bench.selection.territory
        if territory is None:
            return
        fills = self._display.fills(now)
        self.territory.show_facts(
            replace(
                territory_facts(now.plan, now.layer, now.summary, territory),
                fit=self._fit.of(now, territory),
                named=named_accounts(now, territory),
                rep_id=str(now.layer.territories[territory].rep_id or ""),
                people=people_words(now.plan, now.layer),
            ),
            fills[territory],
            editable=now.scenario != TODAY,
        )

    def _fill_selection(self) -> None:
        now, regions = self._display.now, self._bench.selection.regions
        if self._account is not None:
            here = now.plan.accounts.region[self._account : self._account + 1]
            self._account = self._account if np.isin(here, regions).any() else None
        facts = selection_facts(
            now.plan, now.scenario, now.layer, now.summary, regions, self._display.measure
        )
        fills = self._display.fills(now)
        self.selection.show_facts(facts, fills, editable=now.scenario != TODAY)
        self.selection.accounts.show_accounts(
            accounts_here(now.plan, now.plan.scenario(now.scenario), regions, self._account)
        )

    def show_account(self, row: int) -> None:
        """Open the list of accounts of the selection at one of them."""
        self._account = row
        self.refresh()
        self.selection.accounts.choose(str(self._display.now.plan.accounts.ids[row]))

    def _fill_consequences(self) -> None:
        shown, draft = self._display.shown, self._display.draft
        if draft is not None:
            facts = consequence_facts(shown.plan, shown.layer.owner, draft)
            fills = self._display.fills(shown)
            self.consequences.show_facts(facts, fills)

    def _fill_ask(self) -> None:
        now = self._display.now
        selection = self._bench.selection
        extent = now.extent(self._bench.document.scope)
        facts = ask_facts(now.plan, extent, now.layer, selection.regions, selection.territory)
        self.ask.show_facts(facts)

    def _fill_account(self) -> None:
        now, row = self._display.now, self._bench.selection.account
        if row is not None:
            self.account.show_facts(account_facts(now.plan, now.plan.scenario(now.scenario), row))

    def _fill_several(self) -> None:
        now, chosen = self._display.now, self._bench.selection.territories
        fills = self._display.fills(now)
        facts = several_facts(now.plan, now.summary, chosen, self._display.measure)
        self.several.show_facts(facts, fills)

    @property
    def selected_regions(self) -> Ints:
        """The selected regions, or those of the selected territory."""
        selection, layer = self._bench.selection, self._display.now.layer
        if len(selection.regions) or not selection.territories:
            return selection.regions
        return ints(np.flatnonzero(np.isin(layer.owner, selection.territories)))
