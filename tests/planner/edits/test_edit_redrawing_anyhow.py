"""Random changes of regions one after the other: what must hold after each of them."""

from math import fsum

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from redrawing_strategies import CHANGES, plans
from redrawn_maps import assert_whole

from planner.edits.redrawing import Redrawn
from planner.io.repair import shapes_of
from planner.model.projection import project
from planner.model.types import UNASSIGNED


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
