"""The figures of a layer as values: one row a territory, and what follows from the rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.model.types import UNASSIGNED, Bools, Floats, Ints

EPSILON = 1e-9
"""Slack on a tolerance band for rounding, the same as in `planner.judge.verify`."""


@dataclass(frozen=True, slots=True)
class Furthest:
    """The figure that is furthest from its target, in its own tolerances."""

    territory: int
    measure: int
    deviation: float


@dataclass(frozen=True, slots=True)
class TerritoryRow:
    """One territory in plain Python numbers, for tables and files.

    Attributes
    ----------
    index : int
    id, name, rep_id, rep : str
        rep_id and rep are "" while the territory is open.
    part : str
    locked : bool
    regions, accounts, pieces : int
    loads, targets : tuple of float
        Per measure, in its unit.
    deviations : tuple of float
        load / target - 1; infinite for a load without target.
    within : bool
        Whether every measure is inside its tolerance.
    seat : int or None
        Region it is served from.
    travel_km : float or None
        None for an empty territory.
    moved_in, moved_out : int
        Regions against Today.
    loads_in, loads_out : tuple of float
        What they hold of each measure.
    """

    index: int
    id: str
    name: str
    rep_id: str
    rep: str
    part: str
    locked: bool
    regions: int
    accounts: int
    pieces: int
    loads: tuple[float, ...]
    targets: tuple[float, ...]
    deviations: tuple[float, ...]
    within: bool
    seat: int | None
    travel_km: float | None
    moved_in: int
    moved_out: int
    loads_in: tuple[float, ...]
    loads_out: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class LayerSummary:
    """All figures of a layer: k territories, m measures.

    Attributes
    ----------
    scenario, layer : str
    ids, names, rep_ids, rep_names, parts : tuple of str, k each
        rep_ids and rep_names are "" for an open territory.
    locked : Bools, shape (k,)
    regions, accounts, pieces : Ints, shape (k,)
        Accounts by the region they lie in; pieces are connected, links to islands counted.
    loads, targets, deviations : Floats, shape (k, m)
        In the measure's unit; deviation = load / target - 1 (0 where both are 0, infinite for a
        load without target).
    within : Bools, shape (k,)
        Whether every measure is inside its tolerance; an empty territory is not.
    seats : Ints, shape (k,)
        Region served from: the home base, else the region nearest to the weighted centre, which is
        the best one for inertia (`planner.model.travel.centre_seats`); UNASSIGNED when empty.
    travel_km : Floats, shape (k,)
        Mean straight-line km to the seat, weighted by the first measure; NaN when empty.
    moved_in, moved_out : Ints, shape (k,)
        Regions its holder (the rep; an open territory itself) has and had not in Today, and the
        other way round. A region nobody had counts as moved in. All 0 when Today has no owners.
    loads_in, loads_out : Floats, shape (k, m)
        What those regions hold, without the named accounts in them: these stay with their owners.
    unassigned : int
        Regions without territory.
    unassigned_loads : Floats, shape (m,)
    moved : int
        Regions that somebody has in Today and another holder, or nobody, has here.
    moved_loads : Floats, shape (m,)
    objective : str
        inertia (free seats) or distance (homes), of the first measure that is not 0 everywhere.
    score : float
        That objective: sum of weight times squared km, or km; disruption is not part of it.
    mean_travel_km : float
        Over all regions that have a territory; NaN when none has.
    tolerance : Floats, shape (m,)
    apart_loads : Floats, shape (m,)
        Named accounts that count in no territory: left out of the balance, or of somebody without
        one. With the loads and `unassigned_loads` they add up to what all regions hold.
    """

    scenario: str
    layer: str
    ids: tuple[str, ...]
    names: tuple[str, ...]
    rep_ids: tuple[str, ...]
    rep_names: tuple[str, ...]
    parts: tuple[str, ...]
    locked: Bools
    regions: Ints
    accounts: Ints
    pieces: Ints
    loads: Floats
    targets: Floats
    deviations: Floats
    within: Bools
    seats: Ints
    travel_km: Floats
    moved_in: Ints
    moved_out: Ints
    loads_in: Floats
    loads_out: Floats
    unassigned: int
    unassigned_loads: Floats
    moved: int
    moved_loads: Floats
    objective: str
    score: float
    mean_travel_km: float
    tolerance: Floats
    apart_loads: Floats

    @property
    def within_tolerance(self) -> int:
        """Number of territories with every measure inside its tolerance."""
        return int(self.within.sum())

    @property
    def keeping_rules(self) -> int:
        """Number of territories inside every tolerance and in one piece."""
        return int((self.within & (self.pieces <= 1)).sum())

    @property
    def pieces_beyond_one(self) -> int:
        """Connected pieces beyond one per territory."""
        return int(np.maximum(self.pieces - 1, 0).sum())

    @property
    def worst_deviation(self) -> tuple[float, ...]:
        """Largest absolute deviation of each measure, a fraction; 0 without territories."""
        columns = np.abs(self.deviations).T
        return tuple(float(column.max(initial=0.0)) for column in columns)

    @property
    def furthest(self) -> Furthest | None:
        """The figure furthest from its target, measured in tolerances; None without territories."""
        if not self.deviations.size:
            return None
        strain = np.abs(self.deviations) / np.maximum(self.tolerance, EPSILON)
        t, a = np.unravel_index(int(np.argmax(strain)), strain.shape)
        return Furthest(int(t), int(a), float(self.deviations[t, a]))

    @property
    def rows(self) -> tuple[TerritoryRow, ...]:
        """One row a territory, in plain Python numbers."""
        return tuple(self.row(t) for t in range(len(self.ids)))

    def row(self, t: int) -> TerritoryRow:
        """Return one territory's row."""
        km, seat = float(self.travel_km[t]), int(self.seats[t])
        return TerritoryRow(
            index=t,
            id=self.ids[t],
            name=self.names[t],
            rep_id=self.rep_ids[t],
            rep=self.rep_names[t],
            part=self.parts[t],
            locked=bool(self.locked[t]),
            regions=int(self.regions[t]),
            accounts=int(self.accounts[t]),
            pieces=int(self.pieces[t]),
            loads=tuple(self.loads[t].tolist()),
            targets=tuple(self.targets[t].tolist()),
            deviations=tuple(self.deviations[t].tolist()),
            within=bool(self.within[t]),
            seat=None if seat == UNASSIGNED else seat,
            travel_km=None if np.isnan(km) else km,
            moved_in=int(self.moved_in[t]),
            moved_out=int(self.moved_out[t]),
            loads_in=tuple(self.loads_in[t].tolist()),
            loads_out=tuple(self.loads_out[t].tolist()),
        )
