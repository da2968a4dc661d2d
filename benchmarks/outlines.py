"""Looking through outlines and mending them: a messy set as found, and 34,835 clean communes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.budgets import Figure, measure
from planner.io.defects import look_at
from planner.io.mending import mend
from planner.io.region_table import RegionSource
from planner.io.regions import read_regions
from planner.model.outline_defects import Choices
from planner.model.regions import RegionSet

SHARED = Path("../shared/regions")


def figures() -> Iterator[Figure]:
    for name, regions, look_budget in (
        ("nl_postcode4_raw_messy", "4,067 messy postcodes", 8.0),
        ("bench_fr_communes", "34,835 French communes", 8.0),
    ):
        path = SHARED / name / f"{name}_shp.zip"
        if not path.exists():
            print(f"{name} is not here; left out")
            continue
        read = _regions(path)
        yield measure(
            f"{regions} looked through",
            lambda read=read: look_at(read),  # type: ignore[misc]
            runs=3,
            warm=0,
            budget=look_budget,
        )
        look = look_at(read)
        yield measure(
            f"{regions} mended after the look",
            lambda look=look: mend(look, Choices()),  # type: ignore[misc]
            runs=1,
            warm=0,
        )


def _regions(path: Path) -> RegionSet:
    read, issues = read_regions([RegionSource(path)])
    assert read is not None, [issue.line() for issue in issues]
    return read.regions
