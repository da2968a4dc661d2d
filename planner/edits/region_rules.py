"""Rules that name regions, when other regions come in the place of these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from planner.model.goals import Goals, TerritoryGoals
from planner.model.graph import RegionGraph
from planner.model.regions import RegionSet
from planner.model.rules import Pairs, Placing, TerritoryRules


def renamed_goals(
    goals: Goals, before: RegionSet, after: RegionSet, heirs: Mapping[int, tuple[int, ...]]
) -> tuple[Goals, int]:
    """Return the goals with the regions that come in the place of others, and how many pairs are gone.

    A rep must, or may not, have all regions that continue one. A ferry goes between the nearest two;
    a barrier stands wherever two of them are neighbours. Pairs that became one region are dropped.
    The same goals come back when no rule names a region that changed.

    Parameters
    ----------
    heirs : mapping of int to tuple of int
        Regions after, by the region before that they continue, for those that changed.
    """
    known = {str(before.ids[old]): new for old, new in heirs.items()}
    if not any(id_ in known for layer in goals.layers for id_ in layer.rules.regions()):
        return goals, 0
    renaming = _Renaming(before, after, known)
    layers = tuple(renaming.layer(layer) for layer in goals.layers)
    return replace(goals, layers=layers), renaming.dropped


class _Renaming:
    def __init__(
        self, before: RegionSet, after: RegionSet, heirs: Mapping[str, tuple[int, ...]]
    ) -> None:
        self._before, self._after, self._heirs = before, after, heirs
        self._number = {str(id_): at for at, id_ in enumerate(after.ids)}
        self._was = {str(id_): at for at, id_ in enumerate(before.ids)}
        self._edges = {tuple(pair) for pair in after.graph.edges.tolist()}
        self._edges_before = _pairs(before.graph)
        self.dropped = 0

    def layer(self, goals: TerritoryGoals) -> TerritoryGoals:
        if not any(id_ in self._heirs for id_ in goals.rules.regions()):
            return goals
        return replace(goals, rules=self._rules(goals.rules))

    def _rules(self, rules: TerritoryRules) -> TerritoryRules:
        return replace(
            rules,
            ferries=self._ferries(rules.ferries),
            barriers=tuple(
                replace(barrier, pairs=self._barrier(barrier.pairs)) for barrier in rules.barriers
            ),
            held_by=tuple(self._placing(one) for one in rules.held_by),
            kept_from=tuple(self._placing(one) for one in rules.kept_from),
        )

    def _placing(self, placing: Placing) -> Placing:
        names = (id_ for old in placing.regions for id_ in self._names(old))
        return replace(placing, regions=tuple(dict.fromkeys(names)))

    def _names(self, region: str) -> tuple[str, ...]:
        return tuple(str(self._after.ids[at]) for at in self._numbers(region)) or (region,)

    def _numbers(self, region: str) -> tuple[int, ...]:
        """Return the regions after of an id; none for one that no region has."""
        if region in self._heirs:
            return self._heirs[region]
        return (self._number[region],) if region in self._number else ()

    def _is_kept(self, pair: tuple[str, str]) -> bool:
        return not any(region in self._heirs for region in pair)

    def _ferries(self, pairs: Pairs) -> Pairs:
        found: dict[tuple[str, str], None] = {}
        for pair in pairs:
            if self._is_kept(pair):
                found[pair] = None
                continue
            points = self._after.points
            options = [(a, b) for a in self._numbers(pair[0]) for b in self._numbers(pair[1])]
            options = [(a, b) for a, b in options if a != b]
            if not options:
                self.dropped += 1
                continue
            metres = [float(np.hypot(*(points[a] - points[b]))) for a, b in options]
            found[self._ids(options[int(np.argmin(metres))])] = None
        return tuple(found)

    def _barrier(self, pairs: Pairs) -> Pairs:
        found: dict[tuple[str, str], None] = {}
        for pair in pairs:
            if self._is_kept(pair):
                found[pair] = None
                continue
            were = tuple(sorted(self._was.get(region, -1) for region in pair)) in self._edges_before
            options = [(a, b) for a in self._numbers(pair[0]) for b in self._numbers(pair[1])]
            options = [(a, b) for a, b in options if a != b]
            beside = [(a, b) for a, b in options if (min(a, b), max(a, b)) in self._edges]
            chosen = beside if were else options
            self.dropped += not chosen
            found |= dict.fromkeys(self._ids(each) for each in chosen)
        return tuple(found)

    def _ids(self, pair: tuple[int, int]) -> tuple[str, str]:
        return str(self._after.ids[pair[0]]), str(self._after.ids[pair[1]])


def _pairs(graph: RegionGraph) -> set[tuple[int, ...]]:
    return {tuple(pair) for pair in graph.edges.tolist()}
