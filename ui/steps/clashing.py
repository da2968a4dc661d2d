"""The clash of a proposal on the page: rules on the map, a repair applied and solved again."""

from __future__ import annotations

from planner.edits.repairs import apply_repair
from planner.insight.clash_words import repair_title
from planner.judge.clash import Asked, Clash
from planner.model.types import ints
from ui.messages import tr
from ui.steps.clash_facts import barriers_of, clash_facts, clash_of, regions_of_rule
from ui.steps.proposing import Phase, Proposing, no_pairs
from ui.steps.territory_centre import TerritoryCentre
from ui.steps.territory_inspector import Panel, TerritoryInspector
from ui.workbench import Workbench


class Clashing:
    """Wires the clash panel: nothing changes until a repair is applied, which one undo takes back."""

    def __init__(
        self, bench: Workbench, proposing: Proposing, inspector: TerritoryInspector,
        centre: TerritoryCentre,
    ) -> None:  # fmt: skip
        self._bench, self._proposing = bench, proposing
        self._inspector, self._centre = inspector, centre
        self.panel = inspector.clash
        self.panel.rule_shown.connect(self.show_rule)
        self.panel.repair_wanted.connect(self.repair)
        self.panel.plan_wanted.connect(self._show_plan)
        self.panel.closed.connect(proposing.reject)
        proposing.phase_changed.connect(self._note)

    @property
    def clash(self) -> Clash | None:
        """The clash of the proposal at hand."""
        proposal = self._proposing.proposal
        return None if proposal is None else clash_of(proposal)

    @property
    def is_shown(self) -> bool:
        """Whether the panel is in front."""
        return self._inspector.panel is Panel.CLASH

    @property
    def hint(self) -> str:
        """The keys that help while the panel is in front."""
        return tr(
            "↑ ↓ steps through the clashing rules  ·  Enter applies the repair  ·  Esc closes"
        )

    def show_rule(self, at: int) -> None:
        """Select the regions of a rule and bring them into sight."""
        proposal, clash = self._proposing.proposal, self.clash
        if proposal is None or clash is None:
            return
        rule = clash.demands[at]
        regions = regions_of_rule(proposal, clash, rule)
        barrier = rule.asked is Asked.BARRIER
        self._centre.canvas.mark_barriers(barriers_of(proposal, (rule,)))
        self._centre.canvas.set_selection(ints([]) if barrier else regions)
        if len(regions):
            self._centre.canvas.fit_regions(regions)
        else:
            self._centre.canvas.fit_all()

    def repair(self, at: int) -> None:
        """Apply a repair as one undo step and solve again."""
        proposal, asked, clash = self._proposing.proposal, self._proposing.asked, self.clash
        if proposal is None or asked is None or clash is None:
            return
        repair, document = clash.repairs[at], self._bench.document
        title = repair_title(proposal.names, repair)
        key, measures = asked.layer_key, proposal.problem.measures
        after = apply_repair(document.plan, asked.source, key, measures, repair)
        if after is document.plan:
            self._bench.messages.tell(tr("This repair is yours to make by hand."))
            return
        ask = asked.ask
        self._proposing.reject()
        document.edit(title, after)
        self._bench.messages.tell(tr("Done: {repair}.", repair=title), undo=True)
        self._proposing.begin(ask)

    def _note(self) -> None:
        """Open the panel for a proposal that comes with a clash."""
        self._centre.canvas.mark_barriers(no_pairs())
        if self._proposing.phase is not Phase.PROPOSED:
            self._inspector.clashing = False
            return
        proposal, clash = self._proposing.proposal, self.clash
        if proposal is None or clash is None:
            return
        self._inspector.clashing = True
        self.panel.show_facts(clash_facts(proposal, clash))
        if self._proposing.is_here:
            self._centre.canvas.mark_barriers(barriers_of(proposal, clash.demands))
            self.panel.setFocus()

    def _show_plan(self) -> None:
        self._inspector.clashing = False
        self._centre.canvas.mark_barriers(no_pairs())
        self._inspector.refresh()
