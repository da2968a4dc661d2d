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
    read_table,
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
    texts = {key: name for name, role, key in own if role == TEXT}
    numbers = {key: name for name, role, key in own if role == NUMBER}
    (ids, names, *text), (lon, lat, *figures), (region,) = read_table(
        db,
        ACCOUNTS,
        texts=["account_id", "account", *texts.values()],
        numbers=["lon", "lat", *numbers.values()],
        others=["region_id"],
    )
    return Accounts(
        ids=tuple(map(AccountId, ids)),
        names=names,
        region=_regions_of(region, regions),
        lon_lat=floats(np.column_stack([lon, lat])),
        text=frozen_map(dict(zip(texts, text, strict=True))),
        numbers=frozen_map(dict(zip(numbers, figures, strict=True))),
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
