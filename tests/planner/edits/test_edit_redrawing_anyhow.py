"""Random changes of regions one after the other: what must hold after each of them."""

from dataclasses import dataclass, replace
from math import fsum

import numpy as np
import shapely
from builders import CRS, grid_plan
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer
from redrawn_maps import assert_whole

from planner.edits.border_points import move_point, remove_point
from planner.edits.redrawing import Redrawn
from planner.edits.region_drawing import Over, draw_region
from planner.edits.region_merges import merge_regions
from planner.edits.region_splits import split_by_area, split_by_ratio, split_region
from planner.edits.snapping import all_snapped
from planner.io.repair import shapes_of
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


@settings(max_examples=60, deadline=None)
@given(plans(), st.lists(CHANGES, min_size=1, max_size=5))
def test_after_any_changes_maps_are_whole_and_sums_are_those_before(plan, steps):
    for change in steps:
        made = change.of(plan)
        if not isinstance(made, Redrawn) or made.plan is plan:
            continue
        assert_whole(made.plan.regions)
        assert_sums_are_kept(plan, made.plan)
        assert_accounts_lie_where_they_are(plan, made.plan)
        assert_territories_have_their_land(plan, made)
        plan = made.plan


def assert_sums_are_kept(before, after):
    for key, values in before.regions.columns.items():
        now = after.regions.columns[key]
        if (values[np.isfinite(values)] % 1 == 0).all():
            assert (now[np.isfinite(now)] % 1 == 0).all()
            assert np.nansum(now) == np.nansum(values)
        else:
            # Parts add up exactly; what is put together is rounded once a region.
            assert np.isclose(
                fsum(now[np.isfinite(now)]), fsum(values[np.isfinite(values)]), rtol=1e-14, atol=0
            )


def assert_accounts_lie_where_they_are(before, after):
    accounts, was = after.accounts, before.accounts
    assert accounts.ids == was.ids
    assert not ((was.region != UNASSIGNED) & (accounts.region == UNASSIGNED)).any()
    known = np.isfinite(accounts.lon_lat).all(axis=1) & (was.region != accounts.region)
    same = np.array(
        [
            was.region[row] != UNASSIGNED
            and before.regions.ids[was.region[row]] == after.regions.ids[accounts.region[row]]
            for row in range(len(accounts))
        ]
    )
    rows = np.flatnonzero(known & ~same)
    shapes = shapes_of(after.regions.geometry)
    old = shapes_of(before.regions.geometry)
    from planner.model.projection import project

    points = shapely.points(project(accounts.lon_lat, after.regions.crs))
    for row in rows.tolist():
        own = was.region[row]
        # Moved because its point lies there, or because its region is gone and its point is in none of it.
        assert shapely.dwithin(
            shapes[accounts.region[row]], points[row], 1e-6
        ) or not shapely.dwithin(old[own], points[row], 1e-6)


def assert_territories_have_their_land(before, made):
    """Land stays in its territory but for what the change is told to have moved."""
    for one, other in zip(before.scenarios, made.plan.scenarios, strict=True):
        assert len(other.base.owner) == len(made.plan.regions)
        kept = {
            id_: int(owner) for id_, owner in zip(before.regions.ids, one.base.owner, strict=True)
        }
        for id_, owner in zip(made.plan.regions.ids, other.base.owner, strict=True):
            if id_ in kept and id_ not in made.told.before:
                assert owner == kept[id_]
