"""What the command palette finds: commands, steps, scenarios, territories, people, regions."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

from PySide6.QtGui import QKeySequence

from planner.model.scenario_words import scenario_said
from planner.model.types import UNASSIGNED
from ui.actions import MOVES, Act, Actions
from ui.messages import tr
from ui.widgets.role_words import role_word
from ui.workbench import Workbench

MOST = 6
"""Hits shown of each kind; typing more narrows them."""
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
class Finder:
    """Finds in the open plan; `go_to(step key)` shows a step."""

    bench: Workbench
    go_to: Callable[[str], object]
    steps: tuple[tuple[str, str, str], ...]

    def find(self, words: str) -> list[Hit]:
        """Return hits for what was typed; a leading > @ # narrows to commands, people, regions."""
        only, text = (words[0], words[1:]) if words[:1] in (">", "@", "#") else ("", words)
        asked = folded(text.strip())
        hits: list[Hit] = []
        if only in ("", ">"):
            hits += self._commands(asked)
        if only == "" and asked:
            hits = [*self._territories(asked), *hits]
        if only in ("", "@") and (asked or only):
            hits += self._people(asked)
        if only in ("", "#") and (asked or only):
            hits += self._regions(asked)
        return hits

    def _commands(self, asked: str) -> list[Hit]:
        steps = [
            Hit(tr("Go to"), icon, title, tr("step"), partial(self.go_to, key))
            for key, title, icon in self.steps
        ]
        scenarios = [
            Hit(tr("Go to"), "layers", scenario_said(scenario.name), tr("scenario"),
                partial(self.bench.document.look_at_scenario, scenario.name))
            for scenario in self.bench.document.plan.scenarios
        ]  # fmt: skip
        wanted = matching(_commands(self.bench.actions), asked)
        return [*(wanted if asked else islice(wanted, 12)), *matching([*steps, *scenarios], asked)]

    def _territories(self, asked: str) -> list[Hit]:
        plan, layer = self.bench.document.plan, self.bench.document.layer
        names = {rep.id: rep.name for rep in plan.reps}

        def hits() -> Iterator[Hit]:
            for index, territory in enumerate(layer.territories):
                rep = names.get(territory.rep_id, tr("open")) if territory.rep_id else tr("open")
                yield Hit(
                    tr("Territories"), "map", f"{territory.id}  {territory.name}", rep,
                    partial(self._show_territory, index),
                )  # fmt: skip

        return list(islice(matching(hits(), asked), MOST))

    def _people(self, asked: str) -> list[Hit]:
        owned = {t.rep_id: index for index, t in enumerate(self.bench.document.layer.territories)}
        hits = (
            Hit(tr("People"), "user", rep.name, role_word(rep.role),
                partial(self._show_territory, owned[rep.id]))
            for rep in self.bench.document.plan.reps
            if rep.id in owned
        )  # fmt: skip
        return list(islice(matching(hits, asked), MOST))

    def _regions(self, asked: str) -> list[Hit]:
        document = self.bench.document
        regions, layer = document.plan.regions, document.layer
        found = [at for at, name in enumerate(regions.names) if asked in folded(name)]
        found.sort(key=lambda at: (not folded(regions.names[at]).startswith(asked), at))
        hits = []
        for at in found[:MOST]:
            owner = int(layer.owner[at])
            where = layer.territories[owner].name if owner != UNASSIGNED else tr("no territory")
            kind = regions.called[1].capitalize()
            hits.append(
                Hit(kind, "map-pin", regions.names[at], where, partial(self._show_region, at))
            )
        return hits

    def _show_territory(self, index: int) -> None:
        self._show_map()
        self.bench.selection.select_territory(index)
        self.bench.actions[Act.FIT_SELECTION].trigger()

    def _show_region(self, region: int) -> None:
        self._show_map()
        self.bench.selection.select([region])
        self.bench.actions[Act.FIT_SELECTION].trigger()

    def _show_map(self) -> None:
        if any(key == "territories" for key, _, _ in self.steps):
            self.go_to("territories")


def _commands(actions: Actions) -> Iterator[Hit]:
    for act, action in actions.live():
        if act not in UNSEEN:
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            yield Hit(
                tr("Commands"), actions.icon_name(act), action.text(), "", action.trigger, keys
            )


def matching(hits: Iterable[Hit], asked: str) -> Iterator[Hit]:
    """Yield the hits in which every typed word begins a word."""
    for hit in hits:
        words = folded(f"{hit.text} {hit.more}").replace("(", " ").split()
        if all(any(word.startswith(part) for word in words) for part in asked.split()):
            yield hit


def folded(text: str) -> str:
    """Return a text without case and accents, for comparing."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
