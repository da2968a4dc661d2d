"""Hypothesis strategies: small connected graphs as problems, grids, owners and plans."""

from __future__ import annotations

import numpy as np
from builders import grid_plan, grid_problem
from hypothesis import strategies as st

from planner.judge.problem import Kind, Objective, Problem
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, Floats, Ints, floats, ints


@st.composite
def connected_edges(draw: st.DrawFn, n: int) -> Ints:
    """Edges i < j of a connected graph over n regions: a random tree and a few more."""
    tree = {(draw(st.integers(0, j - 1)), j) for j in range(1, n)}
    pairs = [(i, j) for j in range(n) for i in range(j) if (i, j) not in tree]
    more = set(draw(st.lists(st.sampled_from(pairs), max_size=n))) if pairs else set()
    return ints(np.array(sorted(tree | more), np.int32).reshape(-1, 2))


@st.composite
def shares(draw: st.DrawFn, k: int, m: int) -> Floats:
    """Target shares by capacity, shape (k, m): the same for each measure, columns sum to 1."""
    capacity = np.array(draw(st.lists(st.integers(1, 4), min_size=k, max_size=k)), np.float64)
    return floats(np.tile((capacity / capacity.sum())[:, None], (1, m)))


@st.composite
def owners(draw: st.DrawFn, n: int, k: int, *, unassigned: bool = False) -> Ints:
    """Any owner array; with `unassigned` some regions may have none."""
    least = UNASSIGNED if unassigned else 0
    return ints(draw(st.lists(st.integers(least, k - 1), min_size=n, max_size=n)))


@st.composite
def problems(
    draw: st.DrawFn,
    *,
    max_regions: int = 9,
    max_territories: int = 3,
    max_measures: int = 2,
    rules: bool = True,
    later_rules: bool = False,
) -> Problem:
    """Problems over connected graphs, small enough for brute force (3 ** 9 owners).

    With `rules` they may also have seats, locks, a current plan with switch costs, distances
    rounded to whole km, and no rule of contiguity; with `later_rules` those of problem format 2.
    """
    n = draw(st.integers(1, max_regions))
    k = draw(st.integers(1, min(max_territories, n)))
    m = draw(st.integers(1, max_measures))
    numbers = st.lists(st.integers(1, 9), min_size=n * m, max_size=n * m)
    points = st.lists(st.integers(0, 20), min_size=2 * n, max_size=2 * n)
    problem = {
        "name": "drawn",
        "measures": tuple(f"measure {a}" for a in range(m)),
        "weights": np.reshape(draw(numbers), (n, m)).astype(np.float64),
        "targets": draw(shares(k, m)),
        "tolerance": floats([draw(st.sampled_from([0.05, 0.2, 0.5, 1.0])) for _ in range(m)]),
        "edges": draw(connected_edges(n)),
        "xy_km": np.reshape(draw(points), (n, 2)).astype(np.float64),
    }
    problem |= draw(_rules(n, k)) if rules else {}
    return Problem(**(problem | (draw(_later_rules(problem, n, k, m)) if later_rules else {})))


@st.composite
def _rules(draw: st.DrawFn, n: int, k: int) -> dict[str, object]:
    some = st.booleans()
    seats = ints(draw(st.permutations(range(n)))[:k]) if draw(some) else None
    locks = np.full(n, UNASSIGNED)
    if draw(some):
        region = draw(st.integers(0, n - 1))
        locks[region] = draw(st.integers(0, k - 1))
    current = draw(owners(n, k, unassigned=True)) if draw(some) else None
    cost = (
        None
        if current is None
        else floats(draw(st.lists(st.integers(0, 30), min_size=n, max_size=n)))
    )
    return {
        "seats": seats,
        "locks": ints(locks),
        "current": current,
        "switch_cost": cost,
        "contiguous": draw(some),
        "objective": Objective(
            kind=draw(st.sampled_from([Kind.INERTIA, Kind.DISTANCE])), round_km=draw(some)
        ),
    }


@st.composite
def _later_rules(
    draw: st.DrawFn, problem: dict[str, object], n: int, k: int, m: int
) -> dict[str, object]:
    """One to three kinds of rules of problem format 2, loose enough to be met now and then."""
    kinds = ["limits", "ideal", "kept from", "reach", "together", "besides"]
    if problem.get("current") is not None:
        kinds += ["handover", "moved"]
    asked = draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=3, unique=True))
    found: dict[str, object] = {}

    def figures(least: int, most: int, *, unlimited: bool = False) -> Floats:
        numbers = st.integers(least, most).map(float)
        entry = st.one_of(st.just(np.inf), numbers) if unlimited else numbers
        return floats(np.reshape(draw(st.lists(entry, min_size=k * m, max_size=k * m)), (k, m)))

    if "limits" in asked:
        found |= {"minimum": figures(0, 6), "maximum": figures(8, 60, unlimited=True)}
    if "ideal" in asked:
        found["ideal"] = floats([draw(st.sampled_from([0.0, 0.02, 0.1])) for _ in range(m)])
        found["ideal_price"] = floats([draw(st.integers(0, 500)) for _ in range(m)])
    if "kept from" in asked:
        pairs = st.tuples(st.integers(0, n - 1), st.integers(0, k - 1))
        drawn = draw(st.lists(pairs, min_size=1, max_size=n, unique=True))
        found["kept_from"] = ints(sorted(drawn))
    if "reach" in asked:
        reach = st.one_of(st.just(np.inf), st.integers(4, 25).map(float))
        found["reach_km"] = floats(draw(st.lists(reach, min_size=k, max_size=k)))
    if "together" in asked:
        found["together"] = ints(draw(st.lists(st.integers(-1, 2), min_size=n, max_size=n)))
    if "besides" in asked:
        found["besides"] = figures(0, 5)
    if "handover" in asked:
        found["most_handed_over"] = figures(0, 20, unlimited=True)
        found["most_taken_over"] = figures(0, 20, unlimited=True)
    if "moved" in asked:
        found["most_moved"] = float(draw(st.integers(0, 60)))
    return found


@st.composite
def grid_problems(draw: st.DrawFn, *, max_side: int = 5, max_territories: int = 4) -> Problem:
    """Problems over grids with whole weights of 1 to 5 and equal targets."""
    rows, cols = draw(st.integers(2, max_side)), draw(st.integers(2, max_side))
    n = rows * cols
    weights = draw(st.lists(st.integers(1, 5), min_size=n, max_size=n))
    k = draw(st.integers(1, min(max_territories, n)))
    return grid_problem(rows, cols, k, weights=weights, tolerance=draw(st.sampled_from([0.1, 0.3])))


@st.composite
def grid_plans(draw: st.DrawFn, *, max_side: int = 4, max_territories: int = 3) -> Plan:
    """Plans over grids, with any owner (unassigned regions too) in Today and in Plan A."""
    rows, cols = draw(st.integers(1, max_side)), draw(st.integers(1, max_side))
    n, k = rows * cols, draw(st.integers(1, max_territories))
    return grid_plan(
        rows,
        cols,
        k,
        today=draw(owners(n, k, unassigned=True)),
        plan_a=draw(owners(n, k, unassigned=True)),
    )
