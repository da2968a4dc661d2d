"""Drawn areas from plan.toml and from map files, and what rules over them count."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pyproj import Transformer
from region_files import squares, write_regions

from planner.io.area_file import read_area_rows
from planner.io.plan_reader import read_plan
from planner.model.goals import TeamGoals
from planner.model.inside import regions_inside, shape_of
from planner.model.plan import Plan
from planner.sales.markets import divide
from planner.store.saved_plan import load_saved, save_to

CRS = "EPSG:28992"
PLAN = """rayon = 1
[plan]
start = 2027-01-01
[[regions]]
file = "regions.gpkg"
id = "code"
[accounts]
file = "accounts.csv"
id = "account_id"
[[measures]]
key = "people"
from = "regions.people"
[[measures]]
key = "near"
from = "accounts.count"
where = "area:drawn"
[[segments]]
key = "food"
where = "area:drawn and industry = 'food'"
[[products]]
key = "pumps"
where = "products has 'pumps'"
[territories]
count = 2
[teams]
markets = "product"
{areas}
"""
ACCOUNTS = """account_id,account,region,industry,products
1,One,a,food,pumps;valves
2,Two,b,food,valves
3,Three,e,metal,pumps
4,Four,f,food,
"""


def folder(tmp_path: Path, areas: str) -> Path:
    code = {"code": ("a", "b", "c", "d", "e", "f"), "people": (10, 20, 30, 40, 50, 60)}
    write_regions(tmp_path / "regions.gpkg", squares(2, 3), code)
    (tmp_path / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    path = tmp_path / "job.toml"
    path.write_text(PLAN.format(areas=areas), encoding="utf-8")
    return path


def drawn_file(tmp_path: Path) -> Path:
    """Two rows named drawn, over the squares a and d, and one named far."""
    shapes = squares(2, 3)
    parts = [shapes[0], shapes[3], shapes[5]]
    write_regions(tmp_path / "areas.gpkg", parts, {"key": ("drawn", "drawn", "far")})
    return tmp_path / "areas.gpkg"


def read(path: Path) -> Plan:
    plan, issues = read_plan(path)
    assert plan is not None, [issue.line() for issue in issues]
    return plan


FROM_FILE = '[[areas]]\nkey = "drawn"\nlabel = "Left"\nfile = "areas.gpkg"\nid = "key"\n'


def test_an_area_of_a_file_selects_accounts_for_segments_and_measures(tmp_path: Path) -> None:
    drawn_file(tmp_path)
    plan = read(folder(tmp_path, FROM_FILE))
    assert [(area.key, area.label, area.counts) for area in plan.areas] == [
        ("drawn", "Left", "centre")
    ]
    assert np.flatnonzero(regions_inside(plan.areas[0], plan.regions)).tolist() == [0, 3]
    assert plan.loads[:, 1].tolist() == [1, 0, 0, 0, 0, 0]


def test_an_area_without_a_column_is_all_that_its_file_holds(tmp_path: Path) -> None:
    drawn_file(tmp_path)
    plan = read(folder(tmp_path, FROM_FILE.replace('id = "key"\n', 'counts = "inside"\n')))
    assert np.flatnonzero(regions_inside(plan.areas[0], plan.regions)).tolist() == [0, 3, 5]


def test_an_area_may_stand_in_the_plan_itself_in_degrees(tmp_path: Path) -> None:
    degrees = Transformer.from_crs(CRS, "EPSG:4326", always_xy=True)
    corners = [
        degrees.transform(*corner) for corner in ((1e5, 4e5), (101.9e3, 4e5), (1e5, 401.9e3))
    ]
    outline = [list(corner) for corner in corners]
    plan = read(folder(tmp_path, f'[[areas]]\nkey = "drawn"\noutline = {outline}\n'))
    assert np.flatnonzero(regions_inside(plan.areas[0], plan.regions)).tolist() == [0]
    assert shape_of(plan.areas[0].outline).area == pytest.approx(1.9**2 / 2 * 1e6, abs=1)


ALL = '[[areas]]\nkey = "drawn"\nfile = "areas.gpkg"\n'
WRONG = {
    "there is no area drawn": "",
    "an area has a file or an outline, one of the two": '[[areas]]\nkey = "drawn"\n',
    "there is no such file": ALL.replace("areas.gpkg", "gone.shp"),
    "there is no column name": ALL + 'id = "name"\n',
    "no row has draw in key": FROM_FILE.replace('key = "drawn"', 'key = "draw"') + ALL,
    "the outline of area drawn is no area": ALL.split("file")[0]
    + "outline = [[5, 52], [5.1, 52]]\n",
    "the key drawn stands twice": FROM_FILE + FROM_FILE,
}


@pytest.mark.parametrize(("found", "areas"), WRONG.items())
def test_what_is_wrong_with_an_area_is_told(tmp_path: Path, found: str, areas: str) -> None:
    drawn_file(tmp_path)
    plan, issues = read_plan(folder(tmp_path, areas))
    assert plan is None
    assert found in [issue.found for issue in issues]


@pytest.mark.parametrize("name", ["plan.rayon", "plan"])
def test_areas_and_product_lines_come_back_exactly(tmp_path: Path, name: str) -> None:
    drawn_file(tmp_path)
    plan = read(folder(tmp_path, FROM_FILE))
    save_to(plan, tmp_path / name)
    again, issues = load_saved(tmp_path / name)
    assert again is not None, issues
    assert again.products == plan.products
    area, saved = plan.areas[0], again.areas[0]
    assert (saved.key, saved.label, saved.counts) == (area.key, area.label, area.counts)
    assert saved.outline.xy.tobytes() == area.outline.xy.tobytes()


def test_a_folder_whose_areas_do_not_fit_says_which_file(tmp_path: Path) -> None:
    drawn_file(tmp_path)
    save_to(read(folder(tmp_path, FROM_FILE)), tmp_path / "plan")
    (tmp_path / "plan" / "areas.gpkg").unlink()
    plan, issues = load_saved(tmp_path / "plan")
    assert (plan, issues[0].file) == (None, "plan/areas.gpkg")


def test_markets_are_product_lines_in_order_and_everybody_else(tmp_path: Path) -> None:
    drawn_file(tmp_path)
    plan = read(folder(tmp_path, FROM_FILE))
    assert plan.goals.teams == TeamGoals("product")
    division = divide(plan, plan.today)
    assert division.keys == ("pumps", "other")
    assert division.of_account.tolist() == [0, 1, 0, 1]
    with_more = replace(plan, products=(*plan.products, replace(plan.products[0], key="p2")))
    assert divide(with_more, plan.today).of_account.tolist() == [0, 2, 0, 2]


def test_rows_of_one_name_are_one_area(tmp_path: Path) -> None:
    rows, issues = read_area_rows(drawn_file(tmp_path), CRS)
    assert issues == ()
    assert rows is not None
    named = rows.named("key", "Area")
    assert [name for name, _ in named] == ["drawn", "far"]
    assert len(named[0][1].polygon_start) in (2, 3)
    assert [name for name, _ in rows.named("", "Area")] == ["Area 1", "Area 2", "Area 3"]
