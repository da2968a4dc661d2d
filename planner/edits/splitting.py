"""Making two territories of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, count
from string import ascii_lowercase

import numpy as np

from planner.edits.replacing import editable, with_layer
from planner.edits.resizing import resized
from planner.judge.from_plan import pinned_regions
from planner.language import tr
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.territories import Territory
from planner.model.types import UNASSIGNED, Floats, Ints, TerritoryId, floats, ints

NUMBERED = re.compile(r"(.*?)(\d+)", re.DOTALL)
"""A code that ends in a number: T05."""


def split_territory(
    plan: Plan,
    scenario_name: str,
    layer_key: str,
    territory: int,
    leaving: Ints,
    name: str = "",
    seat: int | None = None,
) -> Plan:
    """Return the plan in which regions of a territory become a new one, the last of the list.

    The new territory is open, lies in the same part and has the next free code (T13 after T12); the
    home base stays with the side it lies in, and `seat`, a region that leaves, becomes that of the
    new one. All targets follow, the proof goes, and the number of territories is the layer's own from
    then on. Locked regions stay. The same plan comes back when the territory is locked, and when none
    or all of its regions would leave.

    Raises ValueError for Today, for a territory the layer has not got, and for a seat that stays.
    """
    scenario = editable(plan, scenario_name)
    layer = scenario.layer(layer_key)
    if not 0 <= territory < len(layer.territories):
        raise ValueError(f"no territory {territory} in layer {layer_key}")
    free = (layer.owner == territory) & (pinned_regions(layer) == UNASSIGNED)
    goes = np.zeros(len(layer.owner), np.bool_)
    goes[leaving] = True
    goes &= free
    if not goes.any() or not ((layer.owner == territory) & ~goes).any():
        return plan
    if seat is not None and not goes[seat]:
        raise ValueError(f"region {seat} does not leave territory {territory}")
    before, k = layer.territories[territory], len(layer.territories)
    along = before.seat is not None and bool(goes[before.seat])
    made = _new_territory(layer, before, name)
    if seat is None and along:
        seat = before.seat
    territories = list(layer.territories)
    territories[territory] = replace(before, seat=None) if along else before
    changed = replace(
        layer,
        territories=(*territories, replace(made, seat=seat)),
        owner=ints(np.where(goes, k, layer.owner)),
        targets=_shared_out(plan, layer, territory, ints(np.flatnonzero(goes))),
        proof=None,
        own_count=True,
    )
    goals = plan.goals.layer(layer_key)
    return with_layer(plan, scenario_name, resized(plan, scenario, goals, changed))


def next_code(codes: Sequence[str], like: str) -> str:
    """Return the next free code in the style of `like`: T13 after T12, "North b" beside North."""
    numbered = NUMBERED.fullmatch(like)
    if numbered is None:
        ends = chain(ascii_lowercase[1:], map(str, count(27)))
        return next(code for code in (f"{like} {end}" for end in ends) if code not in codes)
    begin = numbered[1]
    found = [one for one in map(NUMBERED.fullmatch, codes) if one is not None and one[1] == begin]
    width = max(len(one[2]) for one in found)
    return f"{begin}{max(int(one[2]) for one in found) + 1:0{width}d}"


def _new_territory(layer: Layer, before: Territory, name: str) -> Territory:
    codes = [str(one.id) for one in layer.territories]
    code = next_code(codes, str(before.id))
    number = NUMBERED.fullmatch(code)
    called = tr("Territory {number}", number=int(number[2])) if number else code
    given = name.strip() or called
    return Territory(TerritoryId(code), given, part=before.part)


def _shared_out(plan: Plan, layer: Layer, territory: int, leaving: Ints) -> Floats:
    """Return targets with a row more: the two sides share what the territory should hold by load."""
    held = plan.loads[layer.owner == territory]
    whole, gone = held.sum(axis=0), plan.loads[leaving].sum(axis=0)
    by_count = len(leaving) / len(held)
    share = np.where(whole > 0, gone / np.where(whole > 0, whole, 1.0), by_count)
    row = layer.targets[territory]
    targets = np.concatenate([layer.targets, [share * row]])
    targets[territory] = (1 - share) * row
    return floats(targets)
