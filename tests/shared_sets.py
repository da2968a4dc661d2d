"""Where the real region sets and published instances lie: beside some checkouts, read only."""

from __future__ import annotations

from pathlib import Path

_SHARED = Path(__file__).parents[2] / "shared"
REGION_SETS = _SHARED / "regions"
BENCHMARKS = _SHARED / "benchmarks"
