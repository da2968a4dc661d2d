"""Reading region sets with their neighbours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.budgets import Figure, measure
from planner.io.plan_reader import read_plan

SAMPLES = Path("sample_regions")
SHARED = Path("../shared/regions")


def figures() -> Iterator[Figure]:
    counties = SAMPLES / "us_counties" / "counties.zip"
    yield measure(
        "us_counties read with neighbours", lambda: _regions(counties), runs=5, budget=2.0
    )
    yield measure("netherlands plan read", lambda: read_plan(SAMPLES / "netherlands" / "plan.toml"))
    yield measure(
        "nl_be_de plan read", lambda: read_plan(SAMPLES / "nl_be_de" / "plan.toml"), runs=3
    )
    communes = SHARED / "bench_fr_communes" / "bench_fr_communes_shp.zip"
    if communes.exists():
        yield measure(
            "34,835 French communes read", lambda: _regions(communes), runs=1, warm=0, budget=8.0
        )
    else:
        print("French communes are not here; left out")


def _regions(path: Path) -> None:
    plan, issues = read_plan(path)
    assert plan is not None, [issue.line() for issue in issues]
