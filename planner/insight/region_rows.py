"""All regions of a layer as rows: sorted and filtered in numpy, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from planner.insight.region_figures import accounts_per_region
from planner.insight.search import folded
from planner.model.layers import Layer
from planner.model.plan import Plan
from planner.model.regions import RegionSet
from planner.model.types import UNASSIGNED, Bools, Floats, Ints, bools, floats, ints

ID, NAME, TERRITORY, REP, ACCOUNTS, LOCKED = "id", "name", "territory", "rep", "accounts", "locked"
YES, NO = "yes", "no"
"""What `OneOf` asks of LOCKED."""


@dataclass(frozen=True, slots=True)
class Contains:
    """The text of a column contains this text, without case and accents."""

    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Within:
    """The figure of a column lies in least..most, both included."""

    column: str
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class OneOf:
    """A column is one of these: codes of territories, names of reps ("" for nobody), YES or NO."""

    column: str
    values: frozenset[str]


Filter = Contains | Within | OneOf


@dataclass(frozen=True, slots=True, eq=False)
class RegionRows:
    """The regions of a plan with their owners in one layer.

    Attributes
    ----------
    regions : RegionSet
    owner : Ints, shape (n,)
    codes, reps : tuple of str
        Per territory; "" and "" at the end, for no territory. A territory without rep has "".
    measures : tuple of str
        Keys of the columns of `loads`.
    loads : Floats, shape (n, m)
    accounts : Ints, shape (n,)
    locked : Bools, shape (n,)
        Locked themselves, or in a locked territory.
    """

    regions: RegionSet
    owner: Ints
    codes: tuple[str, ...]
    reps: tuple[str, ...]
    measures: tuple[str, ...]
    loads: Floats
    accounts: Ints
    locked: Bools

    def __len__(self) -> int:
        return len(self.owner)

    def figures(self, column: str) -> Floats:
        """Return what a column sorts by, shape (n,): a figure, or the place of its text in order."""
        if column in (ID, NAME):
            return _ranks(self.regions, column)
        if column in (TERRITORY, REP):
            texts = self.codes if column == TERRITORY else self.reps
            order = np.unique([folded(text) for text in texts], return_inverse=True)[1]
            return floats(order[self.owner])
        if column in (ACCOUNTS, LOCKED):
            return floats(self.accounts if column == ACCOUNTS else self.locked)
        return floats(self.loads[:, self.measures.index(column)])

    def passing(self, filters: Sequence[Filter]) -> Bools:
        """Return which regions pass every filter, shape (n,)."""
        passed = np.ones(len(self), np.bool_)
        for each in filters:
            passed &= self._passes(each)
        return bools(passed)

    def arranged(
        self, inside: Bools, column: str, *, descending: bool, filters: Sequence[Filter] = ()
    ) -> Ints:
        """Return the regions inside that pass, sorted by a column; equal ones in the plan's order."""
        shown = np.flatnonzero(inside & self.passing(filters))
        figures = self.figures(column)[shown]
        return ints(shown[np.argsort(-figures if descending else figures, kind="stable")])

    def _passes(self, asked: Filter) -> Bools:
        match asked:
            case Contains(column, text):
                wanted = folded(text.strip())
                texts = _folded(self.regions, column)
                return bools([wanted in one for one in texts])
            case Within(column, least, most):
                figures = self.figures(column)
                return bools((figures >= least) & (figures <= most))
            case OneOf("locked", values):
                return bools(np.where(self.locked, YES in values, NO in values))
            case OneOf(column, values):
                texts = self.codes if column == TERRITORY else self.reps
                return bools(np.array([text in values for text in texts])[self.owner])


def region_rows(plan: Plan, layer: Layer) -> RegionRows:
    """Return the rows of a layer of the plan."""
    names = {rep.id: rep.name for rep in plan.reps}
    held = layer.territories
    whole = np.array([*(one.locked for one in held), False])  # UNASSIGNED, -1, is the last
    return RegionRows(
        regions=plan.regions,
        owner=layer.owner,
        codes=(*(str(one.id) for one in held), ""),
        reps=(*(names.get(one.rep_id, "") if one.rep_id else "" for one in held), ""),
        measures=tuple(measure.key for measure in plan.measures),
        loads=plan.loads,
        accounts=accounts_per_region(plan.accounts, len(plan.regions)),
        locked=bools(layer.locked | whole[layer.owner] & (layer.owner != UNASSIGNED)),
    )


@lru_cache(maxsize=8)
def _folded(regions: RegionSet, column: str) -> tuple[str, ...]:
    texts = regions.ids if column == ID else regions.names
    return tuple(folded("\n".join(text.replace("\n", " ") for text in texts)).split("\n"))


@lru_cache(maxsize=8)
def _ranks(regions: RegionSet, column: str) -> Floats:
    """Return the place of each id or name in alphabetical order, shape (n,)."""
    texts = _folded(regions, column)
    order = sorted(range(len(regions)), key=texts.__getitem__)
    rank = np.empty(len(regions))
    rank[order] = np.arange(len(regions))
    return floats(rank)
