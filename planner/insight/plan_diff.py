"""What differs between two plans, in the words of planning: who moved where, and what went along."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from planner.language import Phrase, joined, tr
from planner.model.accounts import Accounts
from planner.model.areas import Area
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.regions import RegionSet
from planner.model.scenarios import Scenario
from planner.model.types import identical
from planner.notation import number, plain, signed

Columns = dict[str, tuple[Sequence[object], Sequence[object]]]
"""Cells before and after by the name of the column."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs.

    Attributes
    ----------
    where : str
        Part of the plan: "Plan", "Regions", "Scenario B, Territories".
    text : str
        "Zwolle: North to Lake, +1,240 hours".
    """

    where: str
    text: str


def differences(before: Plan, after: Plan) -> tuple[Difference, ...]:
    """Return everything that differs, in the order of a plan; empty for plans that say the same."""
    found: list[Difference] = []

    def add(where: str, texts: Iterator[str]) -> None:
        found.extend(Difference(where, text) for text in texts)

    plan_fields = ("name", "currency", "seed", "start")
    add(tr("Plan"), _fields(before, after, plan_fields))
    add(tr("Regions"), _regions(before.regions, after.regions))
    add(tr("Accounts"), _accounts(before, after))
    add(tr("Areas"), _areas(before, after))
    for where, name, key in ((tr("Measures"), "measures", "key"), (tr("Segments"), "segments", "key"),
                             (tr("Product lines"), "products", "key"),
                             (tr("People"), "reps", "id")):  # fmt: skip
        add(where, _listed(getattr(before, name), getattr(after, name), key))
    add(tr("Figures"), _loads(before, after))
    add(tr("Goals"), _nested(before.goals, after.goals, ""))
    old = {scenario.name: scenario for scenario in before.scenarios}
    new = {scenario.name: scenario for scenario in after.scenarios}
    add(tr("Scenarios"), _appeared([*old], [*new]))
    for name in [name for name in new if name in old]:
        for where, text in _scenario(before, after, old[name], new[name]):
            found.append(Difference(f"{name}, {where}" if where else name, text))
    if not found and not identical(before, after):
        found.append(Difference(tr("Plan"), tr("other details differ")))
    return tuple(found)


def _regions(old: RegionSet, new: RegionSet) -> Iterator[str]:
    yield from _came_and_went(old, new)
    yield from _fields(old, new, ("crs",))
    if old.noun != new.noun:
        yield tr("called {new}, not {old}", new=joined(new.noun), old=joined(old.noun))
    both = _both(old, new)
    columns: Columns = {"name": (old.names, new.names)}
    columns |= {key: (old.parents.get(key, ()), cells) for key, cells in new.parents.items()}
    columns |= {key: (_plain(old.columns.get(key)), _plain(v)) for key, v in new.columns.items()}
    yield from _cells(both, new.names, columns, ["name", *old.parents, *old.columns])
    if not identical(old.geometry, new.geometry):
        area = float(new.area_km2.sum() - old.area_km2.sum())
        yield tr("outlines differ, {area} km2 in all", area=signed(area, 1))
    edges = len(new.graph.edges) - len(old.graph.edges)
    if not identical(old.graph, new.graph):
        yield tr("neighbours differ, {edges} borders and links", edges=signed(edges))


def _accounts(before: Plan, after: Plan) -> Iterator[str]:
    old, new = before.accounts, after.accounts
    yield from _came_and_went(old, new)
    both = _both(old, new)
    columns: Columns = {"name": (old.names, new.names)}
    columns |= {key: (old.text.get(key, ()), cells) for key, cells in new.text.items()}
    columns |= {key: (_plain(old.numbers.get(key)), _plain(v)) for key, v in new.numbers.items()}
    columns["region"] = (_regions_of(before), _regions_of(after))
    for axis, key in enumerate(("longitude", "latitude")):
        columns[key] = (_plain(old.lon_lat[:, axis]), _plain(new.lon_lat[:, axis]))
    fixed = ("name", "region", "longitude", "latitude")
    yield from _cells(both, new.names, columns, [*fixed, *old.text, *old.numbers])


def _both(old: RegionSet | Accounts, new: RegionSet | Accounts) -> list[tuple[int, int]]:
    """Return the rows, before and after, of what is in both."""
    at = {str(id_): row for row, id_ in enumerate(old.ids)}
    return [(at[id_], row) for row, id_ in enumerate(map(str, new.ids)) if id_ in at]


def _regions_of(plan: Plan) -> list[str]:
    ids = [*map(str, plan.regions.ids), ""]  # UNASSIGNED is -1: the last
    return [ids[region] for region in plan.accounts.region.tolist()]


def _cells(
    both: Sequence[tuple[int, int]],
    names: Sequence[str],
    columns: Columns,
    had: Sequence[str],
) -> Iterator[str]:
    """Say which cells of rows in both tables differ, which columns came and which are gone."""
    for key, (before, after) in columns.items():
        if key not in had or (both and not len(before)):
            yield tr("column {key} is new", key=key)
            continue
        for was, now in both:
            if before[was] != after[now]:
                yield tr(
                    "{name}: {key} {was} to {now}",
                    name=names[now],
                    key=key,
                    was=_word(before[was]),
                    now=_word(after[now]),
                )
    for key in had:
        if key not in columns:
            yield tr("column {key} is gone", key=key)


def _loads(before: Plan, after: Plan) -> Iterator[str]:
    """Say which measures have another sum, then which regions hold something else, the most first."""
    known = {measure.key: at for at, measure in enumerate(before.measures)}
    shared = [
        (one, known[one.key], at) for at, one in enumerate(after.measures) if one.key in known
    ]
    for measure, was, now in shared:
        old, new = float(before.loads[:, was].sum()), float(after.loads[:, now].sum())
        if old != new:
            yield tr(
                "{measure}: {old} to {new} {unit}",
                measure=measure.label,
                old=plain(old, 6),
                new=plain(new, 6),
                unit=measure.unit,
            ).rstrip()
    rows = np.array(_both(before.regions, after.regions), np.int64).reshape(-1, 2)
    for measure, was, now in shared:
        held, holds = before.loads[rows[:, 0], was], after.loads[rows[:, 1], now]
        differ = np.flatnonzero(held != holds)
        for at in differ[np.argsort(-np.abs(holds - held)[differ], kind="stable")].tolist():
            name = after.regions.names[rows[at, 1]]
            text = tr(
                "{name}: {measure} {was} to {now}",
                name=name,
                measure=measure.label,
                was=_word(float(held[at])),
                now=_word(float(holds[at])),
            )
            yield f"{text} {measure.unit}".rstrip()


def _scenario(before: Plan, after: Plan, old: Scenario, new: Scenario) -> Iterator[tuple[str, str]]:
    if old is new and before.regions is after.regions:
        return
    layers = {layer.key: layer for layer in old.layers}
    gone = set(layers) - {layer.key for layer in new.layers}
    for text in _appeared(list(layers), [layer.key for layer in new.layers]) if gone else ():
        yield tr("layers"), text
    for layer in new.layers:
        if layer.key in layers:
            for text in _layer(before, after, layers[layer.key], layer):
                yield layer.label, text
        elif not gone:
            yield tr("layers"), tr("{key} is new", key=layer.key)
    names = dict(zip(after.accounts.ids, after.accounts.names, strict=True))
    kept = {one.account_id: one for one in old.exceptions}
    for one in new.exceptions:
        named = names.get(one.account_id, one.account_id)
        if one.account_id not in kept:
            yield tr("exceptions"), tr("{named} to {rep}", named=named, rep=_rep(after, one.rep_id))
        elif one != kept[one.account_id]:
            for text in _fields(kept[one.account_id], one, None):
                yield tr("exceptions"), f"{named}: {text}"
    now = {one.account_id for one in new.exceptions}
    for account in [one for one in kept if one not in now]:
        yield (
            tr("exceptions"),
            tr("{account} is no exception any more", account=names.get(account, account)),
        )
    for text in _listed(old.teams, new.teams, "key"):
        yield tr("teams"), text
    for text in _listed(old.quotas, new.quotas, "node"):
        yield tr("quotas"), text


def _layer(before: Plan, after: Plan, old: Layer, new: Layer) -> Iterator[str]:
    """Say what differs in a layer: its territories, then who has which region, the largest first."""
    yield from _fields(old, new, ("label",))
    yield from _listed(old.territories, new.territories, "id")
    yield from _targets(before, after, old, new)
    names = {str(one.id): one.name for one in (*old.territories, *new.territories)}
    had, has = _holders(before, old), _holders(after, new)
    moved = [
        row for row, id_ in enumerate(after.regions.ids) if had.get(id_, "") != has.get(id_, "")
    ]
    if moved:
        noun = after.regions.called[len(moved) != 1]
        yield tr(
            "{count} {noun} of another territory, {held}",
            count=number(len(moved)),
            noun=noun,
            held=_held(after, moved),
        )
    for row in sorted(moved, key=lambda row: -after.loads[row, -1:].sum()):
        id_ = after.regions.ids[row]
        was, now = (names.get(held.get(id_, ""), tr("nobody")) for held in (had, has))
        yield tr(
            "{region}: {was} to {now}, {held}",
            region=after.regions.names[row], was=was, now=now, held=_held(after, [row]),
        )  # fmt: skip
    locked = {before.regions.ids[row] for row in np.flatnonzero(old.locked)}
    for row, id_ in enumerate(after.regions.ids):
        if bool(new.locked[row]) != (id_ in locked):
            region = after.regions.names[row]
            yield (
                tr("{region}: locked", region=region)
                if new.locked[row]
                else tr("{region}: no longer locked", region=region)
            )


def _targets(before: Plan, after: Plan, old: Layer, new: Layer) -> Iterator[str]:
    """Say which share of a measure a territory should hold now, and should before."""
    place = {one.id: row for row, one in enumerate(old.territories)}
    column = {measure.key: at for at, measure in enumerate(before.measures)}
    for row, territory in enumerate(new.territories):
        for at, measure in enumerate(after.measures):
            if territory.id in place and measure.key in column:
                was = float(old.targets[place[territory.id], column[measure.key]])
                now = float(new.targets[row, at])
                if was != now:
                    yield tr(
                        "{territory}: to hold of {measure} {was} % to {now} %",
                        territory=territory.name, measure=measure.label,
                        was=_word(was * 100), now=_word(now * 100),
                    )  # fmt: skip


def _holders(plan: Plan, layer: Layer) -> dict[str, str]:
    """Return the territory of each region that has one, by ids."""
    ids = [*(str(one.id) for one in layer.territories), ""]  # UNASSIGNED is -1: the last
    return {
        id_: ids[owner] for id_, owner in zip(plan.regions.ids, layer.owner.tolist(), strict=True)
    }


def _held(plan: Plan, rows: Sequence[int]) -> str:
    """Say what regions hold of every measure, leaving out what they hold nothing of."""
    sums = plan.loads[list(rows)].sum(axis=0).tolist()
    parts = [
        f"+{plain(value)} {measure.unit or measure.label}"
        for value, measure in zip(sums, plan.measures, strict=True)
        if value
    ]
    return ", ".join(parts) or tr("nothing in it")


def _rep(plan: Plan, rep_id: str) -> str:
    return next((rep.name for rep in plan.reps if rep.id == rep_id), rep_id)


def _listed(old: Sequence[Any], new: Sequence[Any], key: str) -> Iterator[str]:
    """Compare lists of values that have a key."""
    before, after = ({str(getattr(one, key)): one for one in ones} for ones in (old, new))
    yield from _appeared([*before], [*after])
    for name, one in after.items():
        if name in before and not identical(one, before[name]):
            yield from (f"{name}: {text}" for text in _fields(before[name], one, None))


def _areas(before: Plan, after: Plan) -> Iterator[str]:
    """Say which areas came and went, what they are called, and how much land and how many regions."""
    old, new = ({area.key: area for area in plan.areas} for plan in (before, after))
    yield from _appeared([*old], [*new])
    for key, area in new.items():
        was = old.get(key)
        if was is None:
            continue
        yield from (f"{key}: {text}" for text in _fields(was, area, ("label", "counts")))
        if not identical(was.outline, area.outline):
            lands = {"was": _land(before, was), "now": _land(after, area)}
            yield tr("{area}: outline differs, {was} to {now}", area=key, **lands)


def _land(plan: Plan, area: Area) -> str:
    """Return "120.5 km2 with 14 regions"."""
    from planner.model.inside import regions_inside, shape_of  # late: few plans have areas

    held = int(regions_inside(area, plan.regions).sum())
    land = number(shape_of(area.outline).area / 1e6, 1)
    noun = plan.regions.called[held != 1]
    return tr("{area} km2 with {count} {noun}", area=land, count=number(held), noun=noun)


def _fields(old: Any, new: Any, names: Sequence[str] | None) -> Iterator[str]:
    for name in names or [field.name for field in dataclasses.fields(new)]:
        was, now = getattr(old, name), getattr(new, name)
        if not identical(was, now):
            yield tr("{name} {was} to {now}", name=name, was=_word(was), now=_word(now))


def _nested(old: Any, new: Any, path: str) -> Iterator[str]:
    """Say which leaves of nested values differ, by their path."""
    if identical(old, new):
        return
    if dataclasses.is_dataclass(new) and type(old) is type(new):
        for field in dataclasses.fields(new):
            at = f"{path}.{field.name}" if path else field.name
            yield from _nested(getattr(old, field.name), getattr(new, field.name), at)
    elif isinstance(new, tuple) and isinstance(old, tuple) and len(old) == len(new):
        for place, (was, now) in enumerate(zip(old, new, strict=True)):
            key = getattr(now, "key", place)
            yield from _nested(was, now, f"{path} {key}")
    else:
        yield tr("{path}: {was} to {now}", path=path, was=_word(old), now=_word(new))


def _appeared(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    before, after = set(old), set(new)
    yield from (tr("{name} is new", name=name) for name in new if name not in before)
    yield from (tr("{name} is gone", name=name) for name in old if name not in after)


def _came_and_went(old: RegionSet | Accounts, new: RegionSet | Accounts) -> Iterator[str]:
    before, after = set(old.ids), set(new.ids)
    new_or_gone = (Phrase("{name} is new"), Phrase("{name} is gone"))
    for mine, others, say in ((new, before, new_or_gone[0]), (old, after, new_or_gone[1])):
        for id_, name in zip(mine.ids, mine.names, strict=True):
            if id_ not in others:
                yield say(name=f"{id_} ({name})" if name != id_ else id_)


def _plain(figures: Any) -> Sequence[object]:
    if figures is None:
        return ()
    return [None if value != value else value for value in figures.tolist()]


def _word(value: object) -> str:
    if value is None or value == "":
        return tr("nothing")
    if isinstance(value, float):
        return plain(value, 10)
    if isinstance(value, tuple):
        return tr("{count} of them", count=number(len(value))) if value else tr("nothing")
    return str(dict(value)) if isinstance(value, Mapping) else str(value)
