"""The maps that are measured, and a plan in work on each: territories, locks, a selection."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from planner.model.regions import RegionSet
from planner.model.types import Floats, Ints, bools, ints
from ui.map.colours import borders_between, territory_colours
from ui.map.content import MapContent, TerritoryMark

SETS = {
    "3,108": Path("sample_regions/us_counties/counties.zip"),
    "34,835": Path("../shared/regions/bench_fr_communes/bench_fr_communes_shp.zip"),
    "64,877": Path("../shared/regions/bench_us_tracts_2000/bench_us_tracts_2000_shp.zip"),
}
TERRITORIES = 24
LOCKED, SELECTED = 0.02, 300


@dataclass(frozen=True, eq=False)
class Work:
    """What is shown while it is measured.

    Attributes
    ----------
    regions : RegionSet
    content : MapContent
    selected : Ints
        Regions near one another, hatched and outlined.
    """

    regions: RegionSet
    content: MapContent
    selected: Ints

    def near(self, place: Floats, count: int) -> Ints:
        """Return the regions nearest to a place in metres."""
        away = ((self.regions.points - place) ** 2).sum(axis=1)
        return ints(np.argsort(away, kind="stable")[:count])

    def with_owner(self, owner: Ints) -> MapContent:
        """Return the content with other owners."""
        return MapContent(ints(owner), self.content.marks, self.content.locked)


def plan_in_work(regions: RegionSet, territories: int = TERRITORIES) -> Work:
    """Return a map with territories around regions drawn by chance, some locked, some selected."""
    chance = np.random.default_rng(1)
    points, edges = regions.points, regions.graph.edges
    seeds = chance.choice(len(regions), territories, replace=False)
    owner = ints(_nearest(points, points[seeds]))
    colours = territory_colours(territories, borders_between(edges, [owner]))
    marks = tuple(
        TerritoryMark(f"T{k + 1:02d}", "+1.2 %", seat=int(seeds[k]), colour=int(colours[k]))
        for k in range(territories)
    )
    content = MapContent(owner, marks, bools(chance.random(len(regions)) < LOCKED))
    work = Work(regions, content, ints(()))
    return Work(regions, content, work.near(points[seeds[0]], SELECTED))


def _nearest(points: Floats, seeds: Floats) -> Ints:
    best, owner = np.full(len(points), np.inf), np.zeros(len(points), np.int32)
    for number, seed in enumerate(seeds):
        away = ((points - seed) ** 2).sum(axis=1)
        owner[away < best] = number
        best = np.minimum(best, away)
    return ints(owner)


def busiest_place(points: Floats, across: float) -> Floats:
    """Return the middle of the square of this width in which most points lie."""
    cell = np.floor((points - points.min(axis=0)) / across).astype(np.int64)
    columns = int(cell[:, 0].max()) + 1
    busiest = int(np.bincount(cell[:, 1] * columns + cell[:, 0]).argmax())
    low = np.array([busiest % columns, busiest // columns], np.float64)
    return np.asarray(points.min(axis=0) + (low + 0.5) * across)
