"""Regions, accounts and reps of a plan as text that diffs and reads back exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from planner.model.accounts import Accounts
from planner.model.geometry import Geometry
from planner.model.graph import RegionGraph
from planner.model.regions import RegionSet
from planner.model.reps import Rep
from planner.model.types import (
    UNASSIGNED,
    AccountId,
    Floats,
    RegionId,
    RepId,
    floats,
    frozen_map,
    ints,
)
from planner.model.words import REP_COLUMNS
from planner.store.rows import (
    day,
    from_csv,
    from_day,
    from_maybe,
    from_number,
    joined,
    maybe,
    number,
    parted,
    to_csv,
)

REGION_COLUMNS = ("region_id", "region", "x", "y", "area_km2")
NEIGHBOUR_COLUMNS = ("region_id", "neighbour_id", "border_km")
ACCOUNT_COLUMNS = ("account_id", "account", "region_id", "lon", "lat")
"""Columns that come first, before those of the plan."""

Names = Mapping[str, Sequence[str]]
"""Which columns of a table are of which kind: {"parents": [...], "columns": [...]}."""


def regions_text(regions: RegionSet) -> str:
    """Return regions.csv: everything of a region but its outline and its neighbours."""
    header = (*REGION_COLUMNS, *regions.parents, *regions.columns)
    numbers = [*regions.points.T, regions.area_km2]
    columns = [
        regions.ids,
        regions.names,
        *(map(number, values.tolist()) for values in numbers),
        *regions.parents.values(),
        *(map(number, values.tolist()) for values in regions.columns.values()),
    ]
    return to_csv(header, zip(*columns, strict=True))


def neighbours_text(regions: RegionSet) -> str:
    """Return neighbours.csv: borders with their length, then links, by region id."""
    ids, graph = regions.ids, regions.graph
    borders = [
        (ids[i], ids[j], number(km))
        for (i, j), km in zip(graph.borders.tolist(), graph.border_km.tolist(), strict=True)
    ]
    links = [(ids[i], ids[j], "link") for i, j in graph.links.tolist()]
    return to_csv(NEIGHBOUR_COLUMNS, [*borders, *links])


def read_regions_text(
    text: str, neighbours: str, geometry: Geometry, crs: str, noun: tuple[str, str], names: Names
) -> RegionSet:
    """Return the region set that the two texts describe; raises ValueError or KeyError."""
    header = (*REGION_COLUMNS, *names["parents"], *names["columns"])
    columns = _columns(text, header)
    parents = columns[len(REGION_COLUMNS) :][: len(names["parents"])]
    figures = columns[len(REGION_COLUMNS) + len(names["parents"]) :]
    ids = tuple(map(RegionId, columns[0]))
    return RegionSet(
        ids=ids,
        names=tuple(columns[1]),
        geometry=geometry,
        points=floats(np.column_stack([_numbers(columns[2]), _numbers(columns[3])])),
        area_km2=_numbers(columns[4]),
        graph=_graph(neighbours, ids),
        crs=crs,
        columns=frozen_map(zip(names["columns"], map(_numbers, figures), strict=True)),
        parents=frozen_map(zip(names["parents"], map(tuple, parents), strict=True)),
        noun=noun,
    )


def _graph(text: str, ids: tuple[RegionId, ...]) -> RegionGraph:
    place = {str(id_): at for at, id_ in enumerate(ids)}
    rows = [(place[row[0]], place[row[1]], row[2]) for row in from_csv(text, NEIGHBOUR_COLUMNS)]
    borders = [(i, j) for i, j, km in rows if km != "link"]
    links = [(i, j) for i, j, km in rows if km == "link"]
    return RegionGraph(
        regions=len(ids),
        borders=ints(np.array(borders, np.int32).reshape(-1, 2)),
        border_km=floats([from_number(km) for _, _, km in rows if km != "link"]),
        links=ints(np.array(links, np.int32).reshape(-1, 2)),
    )


def loads_text(ids: Sequence[str], keys: Sequence[str], loads: Floats) -> str:
    """Return loads.csv: every measure in every region."""
    rows = zip(ids, *(map(number, column.tolist()) for column in loads.T), strict=True)
    return to_csv(("region_id", *keys), rows)


def read_loads_text(text: str, ids: Sequence[str], keys: Sequence[str]) -> Floats:
    """Return the loads, shape (n, m); raises ValueError when they are of other regions."""
    columns = _columns(text, ("region_id", *keys))
    if list(columns[0]) != list(ids):
        raise ValueError("loads.csv is of other regions than regions.csv")
    return floats(np.column_stack([np.empty((len(ids), 0)), *map(_numbers, columns[1:])]))


def accounts_text(accounts: Accounts, region_ids: Sequence[str]) -> str:
    """Return accounts.csv."""
    header = (*ACCOUNT_COLUMNS, *accounts.text, *accounts.numbers)
    columns = [
        accounts.ids,
        accounts.names,
        [region_ids[at] if at != UNASSIGNED else "" for at in accounts.region.tolist()],
        *(map(number, degrees.tolist()) for degrees in accounts.lon_lat.T),
        *accounts.text.values(),
        *(map(number, values.tolist()) for values in accounts.numbers.values()),
    ]
    return to_csv(header, zip(*columns, strict=True))


def read_accounts_text(text: str, region_ids: Sequence[str], names: Names) -> Accounts:
    """Return the accounts; raises ValueError or KeyError."""
    columns = _columns(text, (*ACCOUNT_COLUMNS, *names["text"], *names["numbers"]))
    place = {"": UNASSIGNED} | {id_: at for at, id_ in enumerate(region_ids)}
    words = columns[len(ACCOUNT_COLUMNS) :][: len(names["text"])]
    figures = columns[len(ACCOUNT_COLUMNS) + len(names["text"]) :]
    return Accounts(
        ids=tuple(map(AccountId, columns[0])),
        names=tuple(columns[1]),
        region=ints([place[cell] for cell in columns[2]]),
        lon_lat=floats(np.column_stack([_numbers(columns[3]), _numbers(columns[4])])),
        text=frozen_map(zip(names["text"], map(tuple, words), strict=True)),
        numbers=frozen_map(zip(names["numbers"], map(_numbers, figures), strict=True)),
    )


def reps_text(reps: Sequence[Rep]) -> str:
    """Return reps.csv, with the columns that a user's own file may have."""
    return to_csv(REP_COLUMNS, (_rep_row(rep) for rep in reps))


def _rep_row(rep: Rep) -> list[str]:
    lon, lat = rep.lon_lat or (None, None)
    cells = {
        "rep_id": rep.id,
        "rep": rep.name,
        "role": rep.role,
        "level": rep.level,
        "fte": maybe(rep.fte),
        "contract_hours_week": maybe(rep.contract_hours_week),
        "experience_months": maybe(rep.experience_months),
        "start": day(rep.start),
        "end": day(rep.end),
        "manager_id": rep.manager_id or "",
        "country": rep.country,
        "languages": joined(rep.languages),
        "skills": joined(f"{key}:{maybe(percent)}" for key, percent in rep.skills.items()),
        "lat": maybe(lat),
        "lon": maybe(lon),
        "cost": maybe(rep.cost),
        "vacancy": "yes" if rep.vacancy else "",
        "cover": rep.cover or "",
    }
    return [cells[column] for column in REP_COLUMNS]


def read_reps_text(text: str) -> tuple[Rep, ...]:
    """Return the reps; raises ValueError or KeyError."""
    rows = from_csv(text, REP_COLUMNS)
    return tuple(_rep(dict(zip(REP_COLUMNS, row, strict=True))) for row in rows)


def _rep(cells: Mapping[str, str]) -> Rep:
    skills = [part.rpartition(":") for part in parted(cells["skills"])]
    lon, lat = from_maybe(cells["lon"]), from_maybe(cells["lat"])
    return Rep(
        id=RepId(cells["rep_id"]),
        name=cells["rep"],
        role=cells["role"],
        level=cells["level"],
        fte=float(cells["fte"]),
        contract_hours_week=float(cells["contract_hours_week"]),
        experience_months=from_maybe(cells["experience_months"]),
        start=from_day(cells["start"]),
        end=from_day(cells["end"]),
        manager_id=RepId(cells["manager_id"]) if cells["manager_id"] else None,
        country=cells["country"],
        languages=parted(cells["languages"]),
        skills=frozen_map((key, float(percent)) for key, _, percent in skills),
        lon_lat=None if lon is None or lat is None else (lon, lat),
        cost=from_maybe(cells["cost"]),
        vacancy=cells["vacancy"] == "yes",
        cover=RepId(cells["cover"]) if cells["cover"] else None,
    )


def _columns(text: str, header: Sequence[str]) -> list[tuple[str, ...]]:
    """Return a table as columns; as many empty ones as the header has where there is no row."""
    rows = from_csv(text, header)
    return list(zip(*rows, strict=True)) if rows else [()] * len(header)


def _numbers(cells: Sequence[str]) -> Floats:
    return floats([from_number(cell) for cell in cells])
