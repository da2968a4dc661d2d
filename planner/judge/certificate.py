"""Certificates: the multipliers that prove a bound, so that anybody can work it out anew.

A bound without its certificate has to be believed; with it `check_bound` recomputes the bound by a
few lines of numpy, without a solver (docs/solver.md). A certificate belongs to one problem, which
it names by a digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum

import numpy as np

from planner.judge.problem import Problem
from planner.model.types import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """A territory that holds `region` and cannot lie in `within` alone holds a neighbour of `within`.

    ``x[region, territory] <= sum of x[j, territory] over the regions j beside within``, where
    `within` holds `region`, and is too light for the territory or lacks a region locked to it.

    Attributes
    ----------
    territory, region : int
    within : Ints, shape (c,)
    price : float
        Multiplier, at least 0, in the unit of the score.
    """

    territory: int
    region: int
    within: Ints
    price: float


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """Proof by prices on the bands, each region then choosing by itself (given seats, disruption).

    Attributes
    ----------
    price : Floats, shape (k, m)
        What territory k is granted per unit of each measure; positive where it lacks load.
    travels : bool
        Whether travel to given seats counts; else what leaving the present territory costs alone.
    cuts : tuple of Cut
    """

    price: Floats
    travels: bool
    cuts: tuple[Cut, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Branching:
    """Proof by cases: a region is in a territory or it is not, each case proven by its own prices.

    The bound is the least of the cases at the ends.

    Attributes
    ----------
    travels : bool
        As for `Assignment`.
    cuts : tuple of Cut
        Hold in every case; their own prices do not count.
    branch : Ints, shape (b, 4)
        Region, territory, the case that it is in it, the case that it is not. A case is a later row
        of `branch`, or -1 - e for the end e. The first row is everything.
    price : Floats, shape (e, k, m)
        Prices at each end, as for `Assignment`.
    cut_price : Floats, shape (e, c)
        Multiplier of each cut at each end, at least 0.
    """

    travels: bool
    cuts: tuple[Cut, ...]
    branch: Ints
    price: Floats
    cut_price: Floats


@dataclass(frozen=True, slots=True, eq=False)
class FreeSeats:
    """Proof by worths of regions, each seat then gathering by itself the least territory around it.

    Attributes
    ----------
    size : Ints, shape (k,)
        Which of g sizes each territory is of; those of one size share the widest band.
    worth : Floats, shape (n,)
        Per unit of the measure that travels.
    free : Floats, shape (q,)
        Price of each other measure where regions do not travel; q is 0 or m - 1.
    tilt : Floats, shape (n, q)
        Price of each other measure in a territory with its seat at region j.
    slope : Floats, shape (n, g)
        Price of the measure that travels in such a territory of each size.
    """

    size: Ints
    worth: Floats
    free: Floats
    tilt: Floats
    slope: Floats


@dataclass(frozen=True, slots=True)
class Single:
    """A single territory has a single plan, whose score is its bound."""


Proof = Assignment | Branching | FreeSeats | Single


@dataclass(frozen=True, slots=True, eq=False)
class PartProof:
    """The bound of one of `parts(problem)`: its terms (travel, disruption) add up; none prove 0."""

    bound: float
    terms: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Certificate:
    """Proof of the least score of any plan that meets the rules of one problem.

    Attributes
    ----------
    problem : str
        `digest` of the problem.
    bound : float
        What it claims; at most the sum of the parts.
    parts : tuple of PartProof
        In the order of `parts(problem)`.
    searched : float or None
        A higher bound that an exhaustive search found from this one on. It is told, never checked:
        only the search itself proves it.
    """

    problem: str
    bound: float
    parts: tuple[PartProof, ...]
    searched: float | None = None


def digest(problem: Problem) -> str:
    """Return a fingerprint of what a problem asks, whatever its name, file format and spacing.

    A field that says no more than its default is passed over, so that a new kind of rule leaves
    the fingerprints of older problems as they are.
    """
    plain = Problem(
        name="", measures=problem.measures, weights=problem.weights, targets=problem.targets,
        tolerance=problem.tolerance, edges=problem.edges, xy_km=problem.xy_km,
    )  # fmt: skip
    found = hashlib.sha256()
    for name in sorted(field.name for field in fields(problem)):
        told = b"".join(_bytes(getattr(problem, name)))
        needed = name in ("measures", "weights", "targets", "tolerance", "edges", "xy_km")
        if name != "name" and (needed or told != b"".join(_bytes(getattr(plain, name)))):
            found.update(f"{name}:{len(told)}:".encode() + told)
    return f"sha256:{found.hexdigest()}"


def _bytes(value: object) -> Iterator[bytes]:
    """Yield what a value says, the same on every machine."""
    if isinstance(value, np.ndarray):
        kind = "<f8" if value.dtype.kind == "f" else "<i8"
        yield f"{kind}{value.shape}".encode()
        yield (value.astype(kind) + 0).tobytes()  # + 0: a zero has no sign
    elif isinstance(value, Enum):
        yield str(value.value).encode()
    elif is_dataclass(value):
        for field in fields(value):
            yield from _bytes(getattr(value, field.name))
    elif isinstance(value, tuple):
        yield f"({len(value)}".encode()
        for entry in value:
            yield from _bytes(entry)
    else:
        yield f"{value!r};".encode()
