"""What the territories page does about each request of its map."""

from __future__ import annotations

from collections.abc import Callable

from ui.map.accounts_drawing import AccountMark
from ui.map.requests import (
    AssignRegions,
    BendBarrier,
    DrawBarrier,
    Leave,
    LockMark,
    LockRegions,
    LockTerritory,
    MergeTerritories,
    MoveSelection,
    OpenRegion,
    PickTarget,
    PlaceSeat,
    Request,
    SelectionMode,
    SelectRegions,
    SelectTerritory,
    SplitAt,
    SplitTerritory,
)
from ui.selection import Selection
from ui.steps.by_hand import ByHand
from ui.steps.moving import Moving
from ui.steps.shaping import Shaping
from ui.steps.splitting import Splitting
from ui.steps.tool_options import ToolOptions


class MapAnswers:
    """Selects, or hands on to what edits the plan; `number` and `leave` are the page's own."""

    def __init__(
        self,
        selection: Selection,
        by_hand: ByHand,
        moving: Moving,
        splitting: Splitting,
        shaping: Shaping,
        options: ToolOptions,
        *,
        measure: Callable[[], int],
        number: Callable[[int], object],
        leave: Callable[[], object],
    ) -> None:
        self._selection = selection
        self._by_hand = by_hand
        self._moving = moving
        self._splitting = splitting
        self._shaping = shaping
        self._measure = measure
        self._options = options
        self._number = number
        self._leave = leave

    def answer(self, request: Request) -> None:
        """Do what was asked for."""
        by_hand = self._by_hand
        match request:
            case SelectRegions():
                self._select(request)
            case SelectTerritory(territory, mode):
                if mode is SelectionMode.REPLACE:
                    self._selection.select_territory(territory)
                else:
                    self._selection.toggle_territory(territory)
            case OpenRegion(region):
                self._selection.select([region])
            case AssignRegions(regions, territory, shown):
                (by_hand.assign if shown else self._moving.move)(regions, territory)
            case MoveSelection(neighbour):
                self._number(neighbour)
            case PickTarget(territory):
                self._options.show_target(territory)
            case LockRegions(regions, locked):
                by_hand.lock(regions, locked=locked)
            case LockTerritory(territory, locked):
                by_hand.lock_territory(territory, locked=locked)
            case LockMark(AccountMark(row)):
                by_hand.toggle_account(row)
            case PlaceSeat(territory, region):
                by_hand.place_seat(territory, region)
            case SplitTerritory(territory, line):
                self._splitting.along(territory, line)
            case SplitAt(territory, region):
                self._splitting.at_region(territory, region)
            case MergeTerritories(first, second):
                self._shaping.merge(first, second, self._measure())
            case DrawBarrier(line, opens, goes_on):
                self._shaping.draw_barrier(line, opens=opens, goes_on=goes_on)
            case BendBarrier(pair, regions):
                self._shaping.bend_barrier(pair, regions)
            case Leave():
                self._leave()

    def _select(self, request: SelectRegions) -> None:
        choose = {
            SelectionMode.REPLACE: self._selection.select,
            SelectionMode.ADD: self._selection.add,
            SelectionMode.REMOVE: self._selection.remove,
        }[request.mode]
        choose(request.regions)
