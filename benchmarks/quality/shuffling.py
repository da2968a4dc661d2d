"""The same problem with its regions in another order, and its answer brought back."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.model.types import Ints, ints


def order(n: int, seed: int) -> Ints:
    """Return a random order of n regions: place p of the shuffled problem holds region order[p]."""
    return ints(np.random.default_rng([seed, n]).permutation(n))


def shuffled(found: dict[str, Any], places: Ints) -> dict[str, Any]:
    """Return a problem document with its regions in the order given."""
    place = ints(np.argsort(places))
    made = dict(found)
    for key in ("weights", "xy_km", "current", "switch_cost", "together"):
        if found.get(key) is not None:
            made[key] = [found[key][region] for region in places.tolist()]
    for key in ("edges", "island_links"):
        if found.get(key):
            made[key] = place[np.array(found[key], np.int64)].tolist()
    if found.get("seats") is not None:
        made["seats"] = place[np.array(found["seats"], np.int64)].tolist()
    if found.get("locks"):
        made["locks"] = {str(place[int(i)]): t for i, t in found["locks"].items()}
    if found.get("kept_from"):
        made["kept_from"] = [[int(place[i]), t] for i, t in found["kept_from"]]
    return made


def brought_back(owner: Ints, places: Ints) -> Ints:
    """Return an owner of the shuffled problem in the order of the file."""
    back = np.empty_like(owner)
    back[places] = owner
    return ints(back)
