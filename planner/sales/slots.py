"""The places for territories a layer's goals ask for: who takes each, and in which part it lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.language import tr
from planner.model.goals import TerritoryGoals
from planner.model.plan import Plan
from planner.model.regions import RegionSet
from planner.model.reps import Rep
from planner.model.types import Bools, Floats, Ints, bools, floats, ints
from planner.sales.countries import country_code
from planner.sales.homes import homes_of, nearest_region
from planner.sales.manager_parts import MANAGER, manager_label
from planner.sales.sizing import candidates, owners_of


@dataclass(frozen=True, slots=True)
class Slot:
    """One territory to be: its rep (None is open) and the part it must stay inside ("" is none)."""

    rep: Rep | None
    part: str = ""


def part_names(regions: RegionSet, goals: TerritoryGoals) -> tuple[str, ...]:
    """Return the parts that are kept apart, by name; none when the goals keep nothing apart.

    Raises ValueError when the regions have no parents of that level.
    """
    if not goals.apart:
        return ()
    if goals.apart not in regions.parents:
        raise ValueError(
            tr("territories are kept apart by {apart}, which no region has", apart=goals.apart)
        )
    return tuple(sorted(set(regions.parents[goals.apart])))


def parts_of_regions(regions: RegionSet, goals: TerritoryGoals) -> Ints:
    """Return the position in `part_names` of each region, shape (n,); all 0 without parts."""
    names = part_names(regions, goals)
    if not names:
        return ints(np.zeros(len(regions)))
    number = {name: at for at, name in enumerate(names)}
    return ints([number[name] for name in regions.parents[goals.apart]])


def part_masks(regions: RegionSet, goals: TerritoryGoals, parts: Sequence[str]) -> list[Bools]:
    """Return which regions a territory of each given part may have, masks of shape (n,); "" may have all."""
    parent = np.asarray(regions.parents.get(goals.apart, ()), dtype=object)
    by_name = {name: bools(parent == name) for name in set(parts) if name}
    by_name[""] = bools(np.ones(len(regions)))
    return [by_name[name] for name in parts]


def slots(plan: Plan, goals: TerritoryGoals) -> tuple[Slot, ...]:
    """Return the territories a layer should have: those with a rep by rep id, then the open ones.

    Without parts they are `owners_of`. With parts a rep belongs to the part of his country (by
    code or name), of his manager where managers are kept apart, else to the part he lives in; then

    * every part has at least one territory, and one for each of its reps while the count allows;
    * what is left of the count goes to the parts by their share of the first measure, largest
      remainder first; when there are more reps than territories the whole count is divided so,
      and the reps with the first ids in each part get them;
    * a rep of no known part takes the first territory that is still open, by part.

    An empty answer means that the goals ask for one territory per rep and there is no such rep.
    Raises ValueError when there are fewer territories than parts.
    """
    names = part_names(plan.regions, goals)
    if not names:
        return tuple(Slot(rep) for rep in owners_of(plan.reps, goals, plan.start))
    people = candidates(plan.reps, goals, plan.start)
    if goals.count is None and not people:
        return ()
    home = _parts_of_reps(plan, goals, names, people)
    number = _territories_per_part(plan, goals, names, home)
    return _seated(names, number, people, home)


def _parts_of_reps(
    plan: Plan, goals: TerritoryGoals, names: tuple[str, ...], people: tuple[Rep, ...]
) -> Mapping[str, str]:
    by_code = {country_code(name): name for name in names}
    points, parents = plan.regions.points, plan.regions.parents[goals.apart]
    anywhere = bools(np.ones(len(plan.regions)))
    found = {}
    if goals.apart == MANAGER and any(manager_label(rep, plan.reps) in names for rep in people):
        return {str(rep.id): manager_label(rep, plan.reps) for rep in people}
    for rep, home in zip(people, homes_of(plan.regions, people), strict=True):
        region = nearest_region(points, home, anywhere)
        lives_in = parents[region] if region >= 0 else ""
        found[str(rep.id)] = by_code.get(country_code(rep.country), lives_in)
    return found


def _territories_per_part(
    plan: Plan, goals: TerritoryGoals, names: tuple[str, ...], home: Mapping[str, str]
) -> Ints:
    """How many territories each part gets, shape (parts,)."""
    reps = np.array([sum(part == name for part in home.values()) for name in names])
    least = np.maximum(reps, 1)
    homeless = sum(part not in names for part in home.values())
    count = int(least.sum()) + homeless if goals.count is None else goals.count
    if count < len(names):
        raise ValueError(
            tr(
                "{count} territories cannot cover {parts} parts kept apart",
                count=count,
                parts=len(names),
            )
        )
    start = least if least.sum() <= count else np.ones_like(least)
    return _divide(count, part_shares(plan, goals)[:, 0], ints(start))


def _divide(count: int, share: Floats, start: Ints) -> Ints:
    """Hand out `count` seats by largest remainder, from the given start up."""
    number = start.copy()
    for _ in range(count - int(start.sum())):
        number[int(np.argmax(share * count - number))] += 1
    return ints(number)


def part_shares(plan: Plan, goals: TerritoryGoals) -> Floats:
    """Return the share of each measure that lies in each part, shape (parts, m); by count where all is 0."""
    part = parts_of_regions(plan.regions, goals)
    parts = int(part.max()) + 1
    held = np.stack([np.bincount(part, column, minlength=parts) for column in plan.loads.T], axis=1)
    total = held.sum(axis=0)
    regions = np.bincount(part, minlength=parts)[:, None] / len(part)
    return floats(np.where(total > 0, held / np.where(total > 0, total, 1.0), regions))


def _seated(
    names: tuple[str, ...], number: Ints, people: tuple[Rep, ...], home: Mapping[str, str]
) -> tuple[Slot, ...]:
    taken, opened = [], []
    for name, count in zip(names, number, strict=True):
        own = [rep for rep in people if home[str(rep.id)] == name][:count]
        taken += [Slot(rep, name) for rep in own]
        opened += [Slot(None, name)] * (int(count) - len(own))
    strangers = [rep for rep in people if home[str(rep.id)] not in names]
    taken += [Slot(rep, slot.part) for rep, slot in zip(strangers, opened, strict=False)]
    taken.sort(key=lambda slot: slot.rep.id if slot.rep else "")
    return (*taken, *opened[len(strangers) :])
