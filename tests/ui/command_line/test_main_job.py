"""The whole job through the command line: from a shapefile and two CSV files to every export."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from builders import grid_regions
from main_job_files import COLS, PLAN, ROWS, write_main_job

from solvers.__main__ import main as solvers_main
from ui.command_line.main import main


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    return write_main_job(tmp_path)


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one run of the whole job leaves on disk."""
    folder = tmp_path_factory.mktemp("main_job")
    assert main(["run", str(write_main_job(folder)), "--out", str(folder / "out")]) == 0
    return folder / "out"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_shapefile_becomes_territories_teams_and_quotas_on_disk(exports: Path) -> None:
    owned = rows(exports / "regions.csv")
    assert sorted(row["region_id"] for row in owned) == sorted(grid_regions(ROWS, COLS).ids)
    assert {row["territory_id"] for row in owned} == {"T01", "T02", "T03"}
    summary = json.loads((exports / "summary.json").read_text())
    assert summary["components_beyond_one"] == 0
    assert all(abs(worst) <= 0.10 + 1e-9 for worst in summary["worst_deviation"].values())
    assert summary["bound"] <= summary["score"]
    assert (exports / "map.png").read_bytes().startswith(b"\x89PNG")
    assert {path.name for path in exports.iterdir()} >= {"territories.csv", "territories.gpkg"}
    proof = [str(exports / name) for name in ("problem.json", "certificate.json")]
    certificate = json.loads((exports / "certificate.json").read_text())
    assert summary["bound"] in (certificate["bound"], certificate["searched"])
    assert solvers_main(["check-bound", *proof]) == 0


def test_every_node_of_the_quota_tree_closes_and_the_root_is_the_total(exports: Path) -> None:
    nodes = rows(exports / "quotas.csv")
    children: dict[str, int] = defaultdict(int)
    for node in nodes:
        children[node["parent"]] += int(node["quota"])
    assert children[""] == 1_000_500
    for node in nodes:
        if node["node"] in children:
            carried = int(node["quota"]) + int(node["over_assignment_amount"])
            assert children[node["node"]] == carried, node["name"]


def test_nobody_is_planned_beyond_capacity_and_no_seller_stands_alone(exports: Path) -> None:
    for person in rows(exports / "reps_plan.csv"):
        planned = float(person["planned_hours_week"] or 0)
        assert planned <= float(person["capacity_hours_week"]) + 1e-9, person["rep"]
    people: dict[str, set[str]] = defaultdict(set)
    for post in rows(exports / "teams.csv"):
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


def test_two_runs_with_one_seed_write_the_same_bytes(plan_file: Path, exports: Path) -> None:
    again = plan_file.parent / "again"
    main(["run", str(plan_file), "--out", str(again)])

    names = sorted(path.name for path in exports.glob("*.csv"))
    assert len(names) == 6
    for name in names:
        assert (exports / name).read_bytes() == (again / name).read_bytes(), name


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
        "import sys; from ui.start import main; main(['--help']);"
        "heavy = {'numpy', 'pandas', 'PySide6', 'ortools', 'numba', 'shapely'} & set(sys.modules);"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
