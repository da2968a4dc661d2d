"""Random plans over a grid and random changes of their regions."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from builders import CRS, grid_plan
from hypothesis import strategies as st
from pyproj import Transformer

from planner.edits.border_points import move_point, remove_point
from planner.edits.region_drawing import Over, draw_region
from planner.edits.region_merges import merge_regions
from planner.edits.region_splits import split_by_area, split_by_ratio, split_region
from planner.edits.snapping import all_snapped
from planner.model.redrawing import By, Division
from planner.model.types import UNASSIGNED, floats, frozen_map, ints

SIDE = 3
TO_DEGREES = Transformer.from_crs(CRS, "EPSG:4326", always_xy=True)
PLACES = st.tuples(st.integers(-200, SIDE * 1000 + 200), st.integers(-200, SIDE * 1000 + 200))
DIVISIONS = st.sampled_from([Division(), Division(By.ACCOUNTS), Division(By.COLUMN, "potential")])


@st.composite
def plans(draw):
    plan = grid_plan(SIDE, SIDE, territories=3, accounts=30)
    xy = np.array(draw(st.lists(PLACES, min_size=30, max_size=30)), np.float64)
    has_point = np.array(draw(st.lists(st.booleans(), min_size=30, max_size=30)))
    lon_lat = np.stack(TO_DEGREES.transform(xy[:, 0], xy[:, 1]), axis=1)
    inside = ((xy >= 0) & (xy < SIDE * 1000)).all(axis=1)
    cell = (xy // 1000).astype(int)
    region = np.where(inside, cell[:, 1] * SIDE + cell[:, 0], UNASSIGNED)
    region = np.where(has_point, region, plan.accounts.region)
    accounts = replace(
        plan.accounts,
        region=ints(region),
        lon_lat=floats(np.where(has_point[:, None], lon_lat, np.nan)),
    )
    whole = np.array(draw(st.lists(st.integers(0, 999), min_size=SIDE**2, max_size=SIDE**2)))
    broken = floats(whole / 7.0)
    columns = frozen_map({"people": floats(whole), "value": broken})
    return replace(plan, accounts=accounts, regions=replace(plan.regions, columns=columns))


@dataclass(frozen=True)
class Change:
    """A change of any plan."""

    kind: str
    division: Division
    line: tuple[tuple[int, int], ...]
    at: int
    snap: bool

    def of(self, plan):
        at, division, region = self.at, self.division, self.at % len(plan.regions)
        xy = floats(np.array(self.line, np.float64))
        drawn = all_snapped(plan.regions.geometry, xy, 60.0) if self.snap else xy
        if self.kind == "split":
            return split_region(plan, region, drawn, division)
        if self.kind == "ratio":
            return split_by_ratio(plan, region, 0.01 + 0.98 * (at % 97) / 97, division)
        if self.kind == "area":
            return split_by_area(plan, region, drawn, division)
        if self.kind == "draw":
            return draw_region(plan, drawn, "", division, over=Over.TAKE, parents_of=region)
        if self.kind == "merge":
            beside = plan.regions.graph.borders[at % len(plan.regions.graph.borders)]
            return merge_regions(plan, ints(beside), division, parents_of=int(beside[0]))
        x, y = plan.regions.geometry.xy[at % len(plan.regions.geometry.xy)].tolist()
        if self.kind == "remove":
            return remove_point(plan, (x, y), division)
        dx, dy = (place % 300 - 150 for place in self.line[0])
        return move_point(plan, (x, y), (x + dx, y + dy), division)


CHANGES = st.builds(
    Change,
    st.sampled_from(["split", "ratio", "area", "merge", "draw", "move", "remove"]),
    DIVISIONS,
    st.lists(PLACES, min_size=2, max_size=4).map(tuple),
    st.integers(0, 10**6),
    st.booleans(),
)
