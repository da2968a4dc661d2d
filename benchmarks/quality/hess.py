"""Districting instances with published optima: US states by county or census tract, 2010 census.

Validi, Buchanan, Lykhovyd, Oper. Res. 70(2):867-892 (2022). Free seats, inertia with distances rounded to
whole km, one measure (people) between two whole numbers, contiguous. A published objective is the score
in millions, rounded to the cent.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.quality.instances import FOLDER
from planner.judge.problem import Kind, Objective, Problem
from planner.model.types import floats, ints

LEVELS = ("county", "tract")

UNIT = 1e6
"""Person km^2 in a unit of the published objectives."""

CENT = 0.01
"""Published objectives are rounded to this."""


@dataclass(frozen=True, slots=True)
class Published:
    """What the paper says of an instance, in the unit of the published objectives.

    Attributes
    ----------
    name : str
        Level and state: "county_ID".
    k : int
    least, most : int
        People a territory may hold.
    optimum : float or None
        Objective of the best contiguous plan found.
    bound : float or None
    infeasible : bool
        Whether the paper proves that no contiguous plan exists.
    """

    name: str
    k: int
    least: int
    most: int
    optimum: float | None
    bound: float | None
    infeasible: bool


def available() -> tuple[str, ...]:
    """Return the names of the instances found; empty where the folders are absent."""
    return tuple(published())


def published() -> dict[str, Published]:
    """Return what the paper says of each instance found, by name."""
    found = {}
    for level in LEVELS:
        path = _folder(level) / "published.csv"
        for row in _rows(path) if path.exists() else ():
            name = f"{level}_{row['state']}"
            found[name] = Published(
                name=name, k=int(row["k"]), least=int(row["L"]), most=int(row["U"]),
                optimum=_figure(row["cut_obj"]), bound=_figure(row["cut_bound"]),
                infeasible=row["cut_obj"] == "infeasible",
            )  # fmt: skip
    return found


def problem(name: str) -> Problem:
    """Return an instance as the solver reads it.

    The whole numbers between `least` and `most` are those within half a percent of the mean, which is
    checked, so that the band can be given as a tolerance.
    """
    said = published()[name]
    level, state = name.split("_")
    units = _rows(_folder(level) / "units" / f"{state}.csv")
    edges = _rows(_folder(level) / "edges" / f"{state}.csv")
    people = np.array([[float(row["pop2010"])] for row in units])
    mean = float(people.sum()) / said.k
    tolerance = 0.005
    if (said.least, said.most) != (
        np.ceil((1 - tolerance) * mean),
        np.floor((1 + tolerance) * mean),
    ):
        raise ValueError(
            f"{name}: {said.least} to {said.most} people is not within {tolerance:.1%}"
        )
    return Problem(
        name=name,
        measures=("people",),
        weights=floats(people),
        targets=floats(np.full((said.k, 1), 1 / said.k)),
        tolerance=floats([tolerance]),
        edges=ints([[int(row["i"]), int(row["j"])] for row in edges]),
        xy_km=floats([[float(row["x_m"]) / 1000, float(row["y_m"]) / 1000] for row in units]),
        objective=Objective(Kind.INERTIA, 0, round_km=True),
    )


def _folder(level: str) -> Path:
    return FOLDER / f"hess_{level}"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _figure(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
