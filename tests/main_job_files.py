"""The files a manager brings to the whole job: a shapefile, accounts, people and a plan.toml."""

from __future__ import annotations

import csv
from pathlib import Path

import geopandas
from builders import grid_regions
from shapely.geometry import box

ROWS = COLS = 6
PEOPLE = (
    ("R1", "Ann", "closer", "senior", ""), ("R2", "Ben", "closer", "medior", "R9"),
    ("R3", "Cas", "closer", "medior", "R9"), ("R4", "Dee", "outbound", "junior", "R9"),
    ("R5", "Eva", "inbound", "junior", "R9"), ("R6", "Fay", "account_manager", "medior", "R9"),
    ("R7", "Gus", "support", "medior", "R9"), ("R8", "Hal", "outbound", "junior", "R9"),
    ("R9", "Ida", "leader", "senior", ""),
)  # fmt: skip

PLAN = """
rayon = 1
[plan]
name = "Grid 2027"
currency = "EUR"
seed = 7
start = 2027-01-01
[[regions]]
file = "grid.shp"
id = "code"
name = "name"
noun = ["square", "squares"]
parents = ["province"]
[accounts]
file = "accounts.csv"
id = "account_id"
name = "account"
region = "square"
owner = "owner"
[reps]
file = "reps.csv"
[[measures]]
key = "prospects"
label = "Prospects"
unit = "accounts"
from = "accounts.count"
where = "status = 'prospect'"
tolerance = 0.10
[[measures]]
key = "potential"
label = "Potential"
unit = "EUR"
from = "accounts.sum(potential)"
tolerance = 0.10
[territories]
one_per = "closer"
[teams]
markets = "territory"
[quota]
total = 1000500
over_assignment = 0.10
step = 1000
"""


def write_main_job(folder: Path) -> Path:
    """Write a shapefile of 36 squares, 109 accounts in a semicolon file, 9 people; return plan.toml."""
    regions = grid_regions(ROWS, COLS, origin=(150_000, 450_000))
    squares = [box(x - 500, y - 500, x + 500, y + 500) for x, y in regions.points]
    frame = geopandas.GeoDataFrame(
        {
            "code": list(regions.ids),
            "name": list(regions.names),
            "province": list(regions.parents["province"]),
        },
        geometry=squares,
        crs=regions.crs,
    )
    frame.to_file(folder / "grid.shp")
    with (folder / "accounts.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(["account_id", "account", "square", "status", "potential", "owner"])
        for number in range(3 * ROWS * COLS):
            status = "customer" if number % 3 == 0 else "prospect"
            code = regions.ids[number // 3]
            owner = f"R{1 + number % 3}"
            row = [f"A{number:03d}", f"Account {number}", code, status, "1.000,50", owner]
            table.writerow(row)
        table.writerow(["A900", "Nowhere Ltd", "9999", "prospect", "500,00", "R1"])
    with (folder / "reps.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(
            ["rep_id", "rep", "role", "level", "fte", "contract_hours_week", "manager_id"]
        )
        table.writerows(
            [rep, name, role, level, "1.0", "40", boss] for rep, name, role, level, boss in PEOPLE
        )
    path = folder / "plan.toml"
    path.write_text(PLAN, encoding="utf-8")
    return path
