"""Shows a solve and its proposal on the page: the best so far, then what accepting would give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.judge.check_bound import Verdict
from ui.messages import tr, tr_count
from ui.panels.proof_check import check_words
from ui.steps.layer_words import count_words
from ui.steps.picture import Picture, View, picture_of
from ui.steps.proof_facts import aim_of
from ui.steps.proposing import Phase, Proposing, cancelled_words, log_opening
from ui.steps.territory_centre import TerritoryCentre
from ui.steps.territory_display import TerritoryDisplay
from ui.steps.territory_inspector import TerritoryInspector

if TYPE_CHECKING:
    from ui.use_cases.territories import Progress, Proposal


class ProposalShow:
    """Keeps map, strip and inspector on what is under way; the plan itself is not touched."""

    def __init__(
        self,
        proposing: Proposing,
        display: TerritoryDisplay,
        inspector: TerritoryInspector,
        centre: TerritoryCentre,
    ) -> None:
        self._proposing = proposing
        self._display = display
        self._inspector = inspector
        self._centre = centre
        self._base: Picture | None = None
        self._opened: Proposal | None = None  # what ticks and view were chosen for
        self._view = View.DIFFERENCE

    @property
    def is_solving(self) -> bool:
        """Whether the scenario looked at is being solved."""
        return self._proposing.phase is Phase.SOLVING and self._proposing.is_here

    @property
    def is_proposed(self) -> bool:
        """Whether the scenario looked at has a proposal."""
        return self._proposing.phase is Phase.PROPOSED and self._proposing.is_here

    def refresh(self) -> None:
        """Show what belongs to the scenario looked at."""
        solving = self._inspector.solving
        if self.is_proposed:
            self._open_proposal()
        elif self.is_solving and self._proposing.base is None:
            self._begin()
            self._display.show(self._display.now, tr("Balance"))
        elif not self.is_solving:
            self._display.show(self._display.now, tr("Balance"))
        if self._proposing.phase is not Phase.SOLVING:
            solving.end()

    def tell_cancelled(self) -> None:
        """Say in the list of events that it was cancelled, and leave the list to read."""
        self._inspector.solving.end(cancelled_words())
        self._inspector.left_over = True

    def _begin(self) -> None:
        asked = self._proposing.asked
        if asked is not None:
            aim = aim_of(asked.of, asked.layer_key)
            self._inspector.solving.begin(log_opening(asked), aim)

    def take_base(self) -> None:
        """Note the layer that progress and proposal are compared with."""
        asked, base = self._proposing.asked, self._proposing.base
        if asked is not None and base is not None:
            self._base = picture_of(base, asked.target, asked.layer_key)

    def show_progress(self, progress: Progress) -> None:
        """Show the best plan so far."""
        self._inspector.solving.hear(progress)
        if self.is_solving and self._base is not None and progress.owner is not None:
            picture = self._base.with_owner(progress.owner)
            self._display.show(picture, tr("Best so far"), View.PROPOSAL, settled=False)

    def show_check(self, verdict: Verdict) -> None:
        """Say what the check of the proof found."""
        asked, proposal = self._proposing.asked, self._proposing.proposal
        if asked is None or proposal is None or proposal.solution.certificate is None:
            return
        aim = aim_of(proposal.base, asked.layer_key)
        found = check_words(proposal.solution.certificate, verdict, aim)
        self._inspector.proposal.card.show_outcome(*found)

    def follow_measure(self) -> None:
        """Sum the moves of a proposal by the measure that is looked at now."""
        if self.is_proposed:
            self._open_proposal()

    def show_view(self, view: View) -> None:
        """Show now, the proposal, or the difference."""
        self._view = view
        self.show_choice()

    def show_choice(self) -> None:
        """Show what accepting the ticked moves would give."""
        if not self.is_proposed:
            return
        chosen = self._inspector.chosen_picture()
        if chosen is None:
            return
        clashing = self._inspector.clashing
        title = tr("Nearest plan") if clashing else tr("If accepted")
        self._display.show(chosen, title, self._view)
        count = count_words(chosen.plan, chosen.changed)
        moved = chosen.changed
        words = tr_count(
            moved, "{what} would change owner", "{what} would change owner", what=count
        )
        if clashing:
            words = tr_count(
                moved,
                "Nearest plan: {what} changes owner",
                "Nearest plan: {what} change owner",
                what=count,
            )
        self._centre.views.show_view(words, self._view)
        self._centre.place_bars()

    def accept(self) -> None:
        """Accept what is ticked."""
        panel = self._inspector.proposal
        if self.is_proposed:
            self._proposing.accept(panel.chosen_regions, whole=panel.is_whole)

    def _end(self) -> None:
        from ui.use_cases.run_log import ended_of

        proposal = self._proposing.proposal
        if proposal is not None:
            self._inspector.solving.end(tr("The proposal is ready."), ended_of(proposal.solution))

    def _open_proposal(self) -> None:
        self.take_base()
        owner = self._proposing.layer_owner
        if self._base is None:
            return
        self._end()
        whole = self._base if owner is None else self._base.with_owner(owner)
        anew = self._opened is not self._proposing.proposal
        self._opened = self._proposing.proposal
        if anew:
            self._view = whole.best_view
        self._inspector.show_proposal(whole, stale=self._proposing.plan_changed, anew=anew)
        self.show_choice()
