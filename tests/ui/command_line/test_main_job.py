"""The whole job through the command line: from a shapefile and two CSV files to every export."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import geopandas
import pytest
from builders import grid_regions
from shapely.geometry import box

from ui.command_line.main import main

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


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    """A real shapefile of 36 squares, 108 accounts in a semicolon file, 9 people."""
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
    frame.to_file(tmp_path / "grid.shp")
    with (tmp_path / "accounts.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, delimiter=";")
        table.writerow(["account_id", "account", "square", "status", "potential", "owner"])
        for number in range(3 * ROWS * COLS):
            status = "customer" if number % 3 == 0 else "prospect"
            code = regions.ids[number // 3]
            owner = f"R{1 + number % 3}"
            row = [f"A{number:03d}", f"Account {number}", code, status, "1.000,50", owner]
            table.writerow(row)
        table.writerow(["A900", "Nowhere Ltd", "9999", "prospect", "500,00", "R1"])
    with (tmp_path / "reps.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(
            ["rep_id", "rep", "role", "level", "fte", "contract_hours_week", "manager_id"]
        )
        table.writerows(
            [rep, name, role, level, "1.0", "40", boss] for rep, name, role, level, boss in PEOPLE
        )
    path = tmp_path / "plan.toml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_shapefile_becomes_territories_teams_and_quotas_on_disk(plan_file: Path) -> None:
    out = plan_file.parent / "out"

    assert main(["run", str(plan_file), "--out", str(out)]) == 0

    owned = rows(out / "regions.csv")
    assert sorted(row["region_id"] for row in owned) == sorted(grid_regions(ROWS, COLS).ids)
    assert {row["territory_id"] for row in owned} == {"T01", "T02", "T03"}
    summary = json.loads((out / "summary.json").read_text())
    assert summary["components_beyond_one"] == 0
    assert all(abs(worst) <= 0.10 + 1e-9 for worst in summary["worst_deviation"].values())
    assert summary["bound"] <= summary["score"]
    assert (out / "map.png").read_bytes().startswith(b"\x89PNG")
    assert {path.name for path in out.iterdir()} >= {"territories.csv", "territories.gpkg"}


def test_every_node_of_the_quota_tree_closes_and_the_root_is_the_total(plan_file: Path) -> None:
    out = plan_file.parent / "out"
    main(["run", str(plan_file), "--out", str(out)])

    nodes = rows(out / "quotas.csv")
    children: dict[str, int] = defaultdict(int)
    for node in nodes:
        children[node["parent"]] += int(node["quota"])
    assert children[""] == 1_000_500
    for node in nodes:
        if node["node"] in children:
            carried = int(node["quota"]) + int(node["over_assignment_amount"])
            assert children[node["node"]] == carried, node["name"]


def test_nobody_is_planned_beyond_capacity_and_no_seller_stands_alone(plan_file: Path) -> None:
    out = plan_file.parent / "out"
    main(["run", str(plan_file), "--out", str(out)])

    for person in rows(out / "reps_plan.csv"):
        planned = float(person["planned_hours_week"] or 0)
        assert planned <= float(person["capacity_hours_week"]) + 1e-9, person["rep"]
    people: dict[str, set[str]] = defaultdict(set)
    for post in rows(out / "teams.csv"):
        people[post["market"]].add(post["rep_id"])
    assert people
    assert all(len(heads) >= 2 for heads in people.values())


def test_an_account_in_an_unknown_region_is_listed_with_its_row(
    plan_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(plan_file)]) == 0

    said = capsys.readouterr()
    line = next(line for line in said.err.splitlines() if "9999" in line)
    assert "accounts.csv, row 110" in line


def test_two_runs_with_one_seed_write_the_same_bytes(plan_file: Path) -> None:
    first, second = plan_file.parent / "first", plan_file.parent / "second"
    main(["run", str(plan_file), "--out", str(first)])
    main(["run", str(plan_file), "--out", str(second)])

    names = sorted(path.name for path in first.glob("*.csv"))
    assert len(names) == 6
    for name in names:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


@pytest.mark.parametrize(
    ("broken", "found"),
    [
        ('one_per = "closer"\n', "count = 900\n"),
        ("total = 1000500", "total = -5"),
        ('file = "grid.shp"', 'file = "gone.shp"'),
        ("rayon = 1", "rayon = 1\nsurprise = 2"),
    ],
)
def test_a_plan_that_cannot_be_planned_ends_with_exit_code_2_and_no_traceback(
    plan_file: Path, broken: str, found: str, capsys: pytest.CaptureFixture[str]
) -> None:
    plan_file.write_text(PLAN.replace(broken, found), encoding="utf-8")

    assert main(["run", str(plan_file), "--out", str(plan_file.parent / "out")]) == 2

    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert "error:" in said


def test_help_imports_no_heavy_library() -> None:
    script = (
        "import sys; from ui.command_line.main import main; main(['--help']);"
        "heavy = {'numpy', 'pandas', 'PySide6', 'ortools', 'numba', 'shapely'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
