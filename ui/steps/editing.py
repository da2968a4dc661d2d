"""All that changes territories by hand on their page, made and answered as one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from planner.model.types import UNASSIGNED
from ui.actions import Act
from ui.steps.by_hand import ByHand
from ui.steps.map_answers import MapAnswers
from ui.steps.map_tools import EDITING, TOOLS, MapTools
from ui.steps.mending import Mending
from ui.steps.moving import Moving
from ui.steps.shaping import Shaping
from ui.steps.splitting import Splitting
from ui.steps.territory_centre import TerritoryCentre
from ui.steps.territory_display import TerritoryDisplay
from ui.steps.territory_inspector import TerritoryInspector
from ui.steps.trouble_walk import TroubleWalk
from ui.workbench import Workbench

CHANGING = (
    Act.LOCK, Act.LOCK_ALL, Act.UNLOCK_ALL, Act.FREE_ACCOUNTS, Act.GROW, Act.SHRINK, Act.SWAP,
    *(act for act in TOOLS if TOOLS[act] in EDITING),
)  # fmt: skip
"""Actions that rest while the plan may not be edited."""


class Editing:
    """Moves, splits, shapes and mends; `number` answers keys 1..9, `leave` Esc on the map."""

    def __init__(
        self,
        bench: Workbench,
        page: TerritoryCentre,
        display: TerritoryDisplay,
        panels: TerritoryInspector,
        tools: MapTools,
        *,
        number: Callable[[int], object],
        leave: Callable[[], object],
    ) -> None:
        self._bench = bench
        self._page = page
        self._panels = panels
        self._tools = tools
        self.by_hand = ByHand(bench)
        self.moving = Moving(bench, self.by_hand, page.canvas, page.question)
        self.splitting = Splitting(
            bench,
            self.by_hand,
            panels.split,
            measure=lambda: display.measure,
            changed=self._show_splitting,
        )
        self.troubles = TroubleWalk(bench, display, page, panels.overview.troubles)
        self.mending = Mending(bench, page, panels.overview.troubles, self.by_hand)
        self.shaping = Shaping(bench, self.by_hand, page.question)
        self.answers = MapAnswers(
            bench.selection,
            self.by_hand,
            self.moving,
            self.splitting,
            self.shaping,
            page.options,
            measure=lambda: display.measure,
            number=number,
            leave=leave,
        )
        page.canvas.requested.connect(self.answers.answer)

    def deeds(self) -> dict[Act, Callable[[], object]]:
        """Return what each action does."""
        return {
            **{act: partial(self._tools.use, tool) for act, tool in TOOLS.items()},
            Act.LOCK: self._lock,
            Act.SPLIT: self._split,
            Act.GROW: self.shaping.grow,
            Act.SHRINK: self.shaping.shrink,
            Act.SWAP: self.shaping.swap,
            Act.LOCK_ALL: partial(self.by_hand.lock_all, locked=True),
            Act.UNLOCK_ALL: partial(self.by_hand.lock_all, locked=False),
            Act.FREE_ACCOUNTS: self.by_hand.free_accounts,
        }

    def move_to_neighbour(self, number: int) -> None:
        """Move the selection to neighbour 0..8 of the list in the inspector."""
        territory = self.by_hand.neighbour(number)
        if territory is not None:
            self.moving.move(self._bench.selection.regions, territory)

    def rename(self, name: str) -> None:
        """Give the selected territory another name."""
        territory = self._bench.selection.territory
        if territory is not None:
            self.by_hand.rename(territory, name)

    def give_to(self, rep: str) -> None:
        """Give the selected territory to a rep, or with "" to nobody."""
        territory = self._bench.selection.territory
        if territory is not None:
            self.by_hand.give_to(territory, rep)

    def drop(self) -> bool:
        """Leave the gesture, question, split or form that is under way; return whether there was one."""
        return (
            self._page.canvas.tool.cancel()
            or self._page.question.drop()
            or self.splitting.drop()
            or self._panels.territory.drop()
        )

    def follow_plan(self) -> None:
        """Forget what was asked of the plan before."""
        self._page.question.drop()
        self.splitting.follow_plan()
        self.troubles.refresh()

    def follow_selection(self) -> None:
        """Forget what was asked of another selection, and say what is wrong with this one."""
        self._page.question.drop()
        self.splitting.follow_selection()
        self._show_second()
        self._panels.splits = self.splitting.is_open
        words = self.troubles.words()
        said = (words.tone, words.title, words.text) if words else ("bad", "", "")
        self._panels.selection.show_trouble(*said)

    def _lock(self) -> None:
        """Lock what is selected; with nothing selected take the lock in hand."""
        if self._bench.selection.is_empty:
            self._tools.use("lock")
        else:
            self.by_hand.toggle_lock()

    def _split(self) -> None:
        """Take the split tool in hand, and part the territory that is selected in halves."""
        self._tools.use("split")
        territory = self._bench.selection.territory
        if territory is not None:
            self.splitting.in_halves(territory)

    def _show_splitting(self) -> None:
        """Show the panel of a split that is open, or put it away."""
        self._panels.splits = self.splitting.is_open
        self._show_second()
        self._panels.refresh()

    def _show_second(self) -> None:
        """Draw the home base that a split gives what leaves."""
        second = self.splitting.second
        self._page.split.second = UNASSIGNED if second is None else second
        self._page.canvas.update()
