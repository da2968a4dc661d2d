"""Drawn areas, segments made of them and product lines through the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from main_job_files import write_main_job

from planner.io.plan_reader import read_plan
from planner.model.inside import regions_inside
from ui.command_line.main import main

MARKET = """
[[areas]]
key = "corner"
file = "corner.geojson"

[[products]]
key = "prospects"
where = "area:corner and status = 'prospect'"

[[products]]
key = "all"
where = "not area:corner"
"""


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_plan_with_areas_runs_and_its_markets_are_product_lines(tmp_path: Path) -> None:
    path = write_main_job(tmp_path)
    plan, _ = read_plan(path)
    assert plan is not None
    x0, y0 = plan.regions.geometry.xy.min(axis=0).tolist()
    ring = [[x0, y0], [x0 + 2000, y0], [x0 + 2000, y0 + 2000], [x0, y0 + 2000], [x0, y0]]
    drawn = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": plan.regions.crs}},
        "features": [
            {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        ],
    }  # fmt: skip
    (tmp_path / "corner.geojson").write_text(json.dumps(drawn), "utf-8")
    text = path.read_text("utf-8").replace('markets = "territory"', 'markets = "product"')
    assert 'markets = "product"' in text
    path.write_text(text + MARKET, "utf-8")
    again, _ = read_plan(path)
    assert again is not None
    inside = regions_inside(again.areas[0], again.regions)
    assert int(inside.sum()) == 4
    assert main(["run", str(path), "--out", str(tmp_path / "out")]) == 0
    markets = {
        row["account_id"]: row["market"] for row in rows(tmp_path / "out" / "accounts_plan.csv")
    }
    for at, account in enumerate(again.accounts.ids):
        within = inside[again.accounts.region[at]]
        prospect = again.accounts.column("status")[at] == "prospect"
        expected = ("prospects" if prospect else "other") if within else "all"
        assert markets[account] == expected
    assert {row["market"] for row in rows(tmp_path / "out" / "teams.csv")} <= {
        "prospects",
        "all",
        "other",
    }
