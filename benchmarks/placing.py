"""Placing 250,000 accounts in 34,835 communes: by point, by code, by postcode table, by place name."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from pyproj import Transformer

from benchmarks.budgets import Figure, measure
from planner.io.gazetteer import shipped_places
from planner.io.place_names import NameSearch
from planner.io.placing import placed
from planner.io.region_table import RegionSource
from planner.io.regions import ReadRegions, read_regions
from planner.io.tables import Table

COMMUNES = Path("../shared/regions/bench_fr_communes/bench_fr_communes_shp.zip")
ACCOUNTS = 250_000
UNKNOWN = 0.01


def figures() -> Iterator[Figure]:
    if not COMMUNES.exists():
        print("French communes are not here; left out")
        return
    read, _ = read_regions([RegionSource(COMMUNES)])
    assert read is not None
    draw = np.random.default_rng(1)
    columns = {
        "point": (_points(read, draw), {"lat": "lat", "lon": "lon"}),
        "code": (_codes(read, draw), {"region": "region"}),
        "place name": (_names(draw), {"place": "place", "country": "country"}),
    }
    for what, budget in (("point", 2.0), ("code", 0.3), ("place name", 1.0)):
        yield _measured(f"250,000 accounts placed by {what}", read, *columns[what], budget=budget)
    with tempfile.TemporaryDirectory() as folder:
        own = _own_table(Path(folder) / "codes.csv", read)
        names = NameSearch(own)
        by_postcode = ({"zip": columns["code"][0]["region"]}, {"postcode": "zip"})
        yield _measured("the same by a table of 34,835 postcodes", read, *by_postcode, names=names)
    outside = _outside(columns["point"][0])
    yield _measured(
        "250,000 accounts at sea, to the nearest", read, outside, columns["point"][1], km=5000.0
    )


def _measured(
    what: str,
    read: ReadRegions,
    columns: Mapping[str, tuple[str, ...]],
    at: Mapping[str, str],
    *,
    budget: float | None = None,
    names: NameSearch | None = None,
    km: float = 0.0,
) -> Figure:
    table = Table("accounts.csv", dict(columns), tuple(range(2, ACCOUNTS + 2)), comma=False)
    ids = tuple(map(str, range(ACCOUNTS)))
    action: Callable[[], object] = partial(
        placed, table, at, ids, read.regions, read.by_code, names, km
    )
    return measure(what, partial(_cold, action), runs=3, budget=budget)


def _cold(action: Callable[[], object]) -> None:
    shipped_places.cache_clear()  # it is read once a plan, so its reading counts
    action()


def _points(read: ReadRegions, draw: np.random.Generator) -> dict[str, tuple[str, ...]]:
    regions = read.regions
    xy = regions.points[draw.integers(0, len(regions), ACCOUNTS)]
    xy = xy + draw.normal(0, 1500, (ACCOUNTS, 2))
    to_degrees = Transformer.from_crs(regions.crs, "EPSG:4326", always_xy=True)
    lon, lat = to_degrees.transform(xy[:, 0], xy[:, 1])
    return {"lat": _written(lat), "lon": _written(lon)}


def _outside(points: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Move every point 20 degrees west, into the Atlantic."""
    west = np.array([float(cell) for cell in points["lon"]]) - 20.0
    return {"lat": points["lat"], "lon": _written(west)}


def _codes(read: ReadRegions, draw: np.random.Generator) -> dict[str, tuple[str, ...]]:
    codes = list(read.by_code)
    return {"region": tuple(codes[at] for at in draw.integers(0, len(codes), ACCOUNTS).tolist())}


def _names(draw: np.random.Generator) -> dict[str, tuple[str, ...]]:
    """Names of places in capitals, as often as they have people, one in a hundred misspelt."""
    places = shipped_places(frozenset({"FR"}))
    share = (places.population + 1) / (places.population + 1).sum()
    names = [name.upper() for name in places.names]
    chosen = draw.choice(len(names), ACCOUNTS, p=share).tolist()
    wrong = draw.random(ACCOUNTS) < UNKNOWN
    cells = tuple(
        names[at][1:] if misspelt else names[at]
        for at, misspelt in zip(chosen, wrong.tolist(), strict=True)
    )
    return {"place": cells, "country": ("FR",) * ACCOUNTS}


def _own_table(path: Path, read: ReadRegions) -> Path:
    regions = read.regions
    to_degrees = Transformer.from_crs(regions.crs, "EPSG:4326", always_xy=True)
    lon, lat = to_degrees.transform(regions.points[:, 0], regions.points[:, 1])
    lines = ["postcode,lat,lon"]
    lines += map(",".join, zip(regions.ids, _written(lat), _written(lon), strict=True))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _written(values: Sequence[float] | np.ndarray) -> tuple[str, ...]:
    return tuple(f"{value:.6f}" for value in values)
