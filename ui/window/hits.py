"""What the command palette finds: commands, steps, scenarios, territories, people, regions, accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QKeySequence

from planner.insight.search import NameIndex, name_index
from planner.model.scenario_words import scenario_said
from planner.model.types import UNASSIGNED
from ui.actions import MOVES, Act, Actions
from ui.messages import tr
from ui.window.searching import Searching
from ui.workbench import Workbench

MOST = 6
"""Hits shown of each kind; typing more narrows them."""
OFFERED = 12
"""Commands offered before anything is typed."""
UNSEEN = frozenset({Act.PALETTE, Act.ESCAPE, Act.NEXT_AREA, Act.PREVIOUS_AREA, *MOVES})


@dataclass(frozen=True, slots=True)
class Hit:
    """A line of the palette: what it is, and what choosing it does."""

    kind: str
    icon: str
    text: str
    more: str
    choose: Callable[[], object]
    keys: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found.

    Attributes
    ----------
    hits : tuple of Hit
    near : bool
        Nothing is called so; the hits are the nearest, one typing error away.
    waiting : bool
        Regions and accounts are still being indexed.
    """

    hits: tuple[Hit, ...]
    near: bool = False
    waiting: bool = False


class Finder:
    """Finds in the open plan.

    Parameters
    ----------
    bench : Workbench
    searching : Searching
    go_to : callable
        Shows a step by its key.
    open_inspector : callable
        Shows the inspector where it is folded away.
    steps : tuple of (key, title, icon)
    """

    def __init__(
        self,
        bench: Workbench,
        searching: Searching,
        go_to: Callable[[str], object],
        open_inspector: Callable[[], object],
        steps: tuple[tuple[str, str, str], ...],
    ) -> None:
        self.searching = searching
        self._bench = bench
        self._go_to = go_to
        self._open_inspector = open_inspector
        self._steps = steps
        self._commands = tuple(_commands(bench.actions))
        self._places = tuple(self._other_places())
        self._of_commands = _index([hit.text for hit in self._commands])
        self._of_places = _index(
            [hit.text for hit in self._places], [hit.more for hit in self._places]
        )

    def find(self, words: str) -> Found:
        """Return hits for what was typed; a leading > @ # narrows to commands, people, places."""
        only, text = (words[0], words[1:]) if words[:1] in (">", "@", "#") else ("", words)
        asked = text.strip()
        waiting = self.searching.large is None and only in ("", "#") and bool(asked or only)
        for near in (False, True) if asked else (False,):
            hits = self._all(asked, only, near=near)
            if hits:
                return Found(tuple(hits), near, waiting)
        return Found((), False, waiting)

    def _all(self, asked: str, only: str, *, near: bool) -> list[Hit]:
        hits: list[Hit] = []
        if only == "" and asked:
            hits += self._territories(asked, near=near)
        if only in ("", "#") and (asked or only):
            hits += self._regions(asked, near=near)
        if only in ("", "@") and (asked or only):
            hits += self._people(asked, near=near)
        if only in ("", "#") and (asked or only):
            hits += self._accounts(asked, near=near)
        if only in ("", ">"):
            commands, most = self._commands, MOST if asked else OFFERED
            some = self._of_commands.find(asked, most, near=near) if asked else range(len(commands))
            hits += [commands[at] for at in list(some)[:most]]
            many = len(self._places)
            others = self._of_places.find(asked, many, near=near) if asked else range(many)
            hits += [self._places[at] for at in others]
        return hits

    def _other_places(self) -> Iterator[Hit]:
        for key, title, icon in self._steps:
            yield Hit(tr("Go to"), icon, title, tr("step"), partial(self._go_to, key))
        document = self._bench.document
        for scenario in document.plan.scenarios:
            look = partial(document.look_at_scenario, scenario.name)
            yield Hit(tr("Go to"), "layers", scenario_said(scenario.name), tr("scenario"), look)

    def _territories(self, asked: str, *, near: bool) -> list[Hit]:
        plan, layer = self._bench.document.plan, self._bench.document.layer
        names = {rep.id: rep.name for rep in plan.reps}
        hits = []
        for at in self.searching.territories.find(asked, MOST, near=near).tolist():
            one = layer.territories[at]
            rep = names.get(one.rep_id, tr("open")) if one.rep_id else tr("open")
            show = partial(self._show_territory, at)
            hits.append(Hit(tr("Territories"), "map", f"{one.id}  {one.name}", rep, show))
        return hits

    def _people(self, asked: str, *, near: bool) -> list[Hit]:
        document = self._bench.document
        held = document.layer.territories
        owned = {one.rep_id: at for at, one in enumerate(held) if one.rep_id}
        hits = []
        for at in self.searching.people.find(asked, MOST, near=near).tolist():
            rep = document.plan.reps[at]
            role, territory = rep.role.replace("_", " "), owned.get(rep.id)
            show: Callable[[], object] = partial(self._go_to, "team")
            more = tr("{role}, no territory here", role=role)
            if territory is not None:
                show = partial(self._show_territory, territory)
                more = tr("{role}, {code}", role=role, code=held[territory].id)
            hits.append(Hit(tr("People"), "user", rep.name, more, show))
        return hits

    def _regions(self, asked: str, *, near: bool) -> list[Hit]:
        large, layer = self.searching.large, self._bench.document.layer
        if large is None:
            return []
        regions, hits = large.regions, []
        for at in large.of_regions.find(asked, MOST, near=near).tolist():
            owner = int(layer.owner[at])
            where = layer.territories[owner].name if owner != UNASSIGNED else tr("no territory")
            parents = [regions.parents[level][at] for level in regions.parents]
            more = "  ·  ".join([regions.ids[at], *dict.fromkeys(parents), where])
            kind, show = regions.called[1].capitalize(), partial(self._show_region, at)
            hits.append(Hit(kind, "map-pin", regions.names[at], more, show))
        return hits

    def _accounts(self, asked: str, *, near: bool) -> list[Hit]:
        large = self.searching.large
        if large is None:
            return []
        accounts, names, hits = large.accounts, large.regions.names, []
        for at in large.of_accounts.find(asked, MOST, near=near).tolist():
            region = int(accounts.region[at])
            where = names[region] if region != UNASSIGNED else tr("outside the map")
            more = "  ·  ".join([accounts.ids[at], where])
            show = partial(self._show_account, at, region)
            hits.append(Hit(tr("Accounts"), "briefcase", accounts.names[at], more, show))
        return hits

    def _show_territory(self, index: int) -> None:
        self._show_map(lambda: self._bench.selection.select_territory(index))

    def _show_region(self, region: int) -> None:
        self._show_map(lambda: self._bench.selection.select([region]))

    def _show_account(self, row: int, region: int) -> None:
        self._show_map(lambda: self._bench.selection.select_account(row, region))

    def _show_map(self, select: Callable[[], object]) -> None:
        """Go to the map, select there, fly to it and open the inspector."""
        if any(key == "territories" for key, _, _ in self._steps):
            self._go_to("territories")
        select()
        self._open_inspector()
        self._bench.actions[Act.FIT_SELECTION].trigger()


def _commands(actions: Actions) -> Iterator[Hit]:
    for act, action in actions.live():
        if act not in UNSEEN:
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            yield Hit(
                tr("Commands"), actions.icon_name(act), action.text(), "", action.trigger, keys
            )


def _index(names: Sequence[str], beside: Sequence[str] = ()) -> NameIndex:
    made = name_index([""] * len(names), names, [beside] if beside else ())
    if made is None:
        raise ValueError("nobody stops an index of a few commands")
    return made
