"""Judge a plan of a US state from its own files: numpy and scipy.sparse.csgraph only, nothing of ours.

The problem of Validi, Buchanan, Lykhovyd (Operations Research 70(2):867-892, 2022): k connected
districts with L <= population <= U, and the least sum of population times squared km to the centre,
km being metres divided by 1,000 and rounded, in millions of person km^2.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from planner.model.types import Ints


def published(folder: Path, state: str) -> dict[str, str]:
    """Return the row of a state in published.csv."""
    return next(row for row in _rows(folder / "published.csv") if row["state"] == state)


def hess_judge(folder: Path, state: str, owner: Ints) -> dict[str, Any]:
    """Return the figures of a plan under the keys of the territory judge, and its objective."""
    told = published(folder, state)
    k, low, high = int(told["k"]), int(told["L"]), int(told["U"])
    units = _rows(folder / "units" / f"{state}.csv")
    population = np.array([int(row["pop2010"]) for row in units])
    xy = np.array([[float(row["x_m"]), float(row["y_m"])] for row in units])
    edges = np.array([[int(row["i"]), int(row["j"])] for row in _rows(_edges(folder, state))])
    inside = owner[edges[:, 0]] == owner[edges[:, 1]]
    i, j = edges[inside].T
    graph = coo_matrix((np.ones(len(i)), (i, j)), (len(owner), len(owner)))
    piece = connected_components(graph, directed=False)[1]
    load = np.bincount(owner, population, k)
    torn = sum(max(0, len(np.unique(piece[owner == t])) - 1) for t in range(k))
    out = int(((load < low) | (load > high)).sum())
    return {
        "bad_cells": out, "cells": k, "extra_components": torn, "floor_bad_cells": 0,
        "objective": sum(_moment(xy[owner == t], population[owner == t]) for t in range(k)) / 1e6,
        "feasible": not out and not torn and bool((np.bincount(owner, minlength=k) > 0).all()),
    }  # fmt: skip


def _moment(xy: np.ndarray[Any, Any], population: np.ndarray[Any, Any]) -> float:
    """Return the least moment of a district over all its centres, person km^2."""
    apart = np.hypot(*(xy[:, None, :] - xy[None, :, :]).transpose(2, 0, 1))
    km = np.floor(apart / 1000 + 0.5)
    return float((population @ km**2).min()) if len(xy) else 0.0


def _edges(folder: Path, state: str) -> Path:
    return folder / "edges" / f"{state}.csv"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
