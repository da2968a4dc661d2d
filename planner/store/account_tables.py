"""Accounts of a plan file: points on the map with every column they came with."""

from __future__ import annotations

import apsw
import numpy as np

from planner.model.accounts import Accounts
from planner.model.regions import RegionSet
from planner.model.types import UNASSIGNED, AccountId, Ints, floats, frozen_map, ints
from planner.store.geopackage import DEGREES, add_layer, point_blobs
from planner.store.wide_table import (
    Column,
    listed,
    number_cells,
    read_table,
    text_cells,
    write_table,
)

ACCOUNTS = "accounts"
TEXT, NUMBER = "text", "number"
"""Roles of columns of the accounts."""


def write_accounts(db: apsw.Connection, accounts: Accounts, regions: RegionSet) -> None:
    """Write the accounts; those placed by a code alone have no point."""
    ids = [*map(str, regions.ids), None]  # UNASSIGNED is -1: the last
    columns = [
        Column("geom", "POINT", point_blobs(accounts.lon_lat, DEGREES)),
        Column("account_id", "TEXT", accounts.ids),
        Column("account", "TEXT", accounts.names),
        Column("region_id", "TEXT", [ids[region] for region in accounts.region.tolist()]),
        Column("lon", "DOUBLE", accounts.lon_lat[:, 0].tolist()),
        Column("lat", "DOUBLE", accounts.lon_lat[:, 1].tolist()),
    ]
    columns += [Column(key, "TEXT", cells, TEXT, key) for key, cells in accounts.text.items()]
    columns += [
        Column(key, "DOUBLE", figures.tolist(), NUMBER, key)
        for key, figures in accounts.numbers.items()
    ]
    write_table(db, ACCOUNTS, columns)
    known = accounts.lon_lat[np.isfinite(accounts.lon_lat).all(axis=1)]
    box = [*known.min(axis=0).tolist(), *known.max(axis=0).tolist()] if len(known) else [None] * 4
    add_layer(db, ACCOUNTS, "POINT", DEGREES, box)


def read_accounts(db: apsw.Connection, regions: RegionSet) -> Accounts:
    """Return the accounts that were written; raises ValueError."""
    own = listed(db, ACCOUNTS)
    fixed = ("account_id", "account", "region_id", "lon", "lat")
    ids, names, region, lon, lat, *rest = read_table(
        db, ACCOUNTS, [*fixed, *(name for name, _, _ in own)]
    )
    found = [(role, key, cells) for (_, role, key), cells in zip(own, rest, strict=True)]
    return Accounts(
        ids=tuple(map(AccountId, text_cells(ids, "account_id"))),
        names=text_cells(names, "account"),
        region=_regions_of(region, regions),
        lon_lat=floats(np.column_stack([number_cells(lon, "lon"), number_cells(lat, "lat")])),
        text=frozen_map(
            {key: text_cells(cells, key) for role, key, cells in found if role == TEXT}
        ),
        numbers=frozen_map(
            {key: number_cells(cells, key) for role, key, cells in found if role == NUMBER}
        ),
    )


def _regions_of(cells: tuple[object, ...], regions: RegionSet) -> Ints:
    known: dict[object, int] = {str(id_): at for at, id_ in enumerate(regions.ids)}
    known[None] = UNASSIGNED
    try:
        return ints([known[cell] for cell in cells])
    except KeyError as error:
        raise ValueError(
            f"an account lies in region {error.args[0]!r}, which is not there"
        ) from error
