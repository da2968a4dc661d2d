"""Import into an open plan: 249,600 accounts of 20 columns, each step from the file to the plan after it."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.budgets import Figure, measure
from planner.io.column_names import Kind
from planner.io.deciding import decided
from planner.io.finding import WAIT
from ui.use_cases.importing import Source, look, outcome, read
from ui.use_cases.read import open_plan

SAMPLE = Path("sample_regions") / "netherlands"
TIMES = 48


def figures() -> Iterator[Figure]:
    """Measure reading, looking, deciding and what changes."""
    plan, _ = open_plan(SAMPLE / "plan.toml")
    assert plan is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "accounts.csv"
        rows = write_many(SAMPLE / "accounts_synthetic.csv", path)
        source, what = Source(Kind.ACCOUNTS, path), f"{rows:,} accounts into a plan"
        reading = read(source, plan, {})
        yield measure(f"{what}: read, columns proposed", lambda: read(source, plan, {}), runs=3)
        found = look(reading, reading.meanings)
        yield measure(
            f"{what}: every doubt found ({len(found.findings):,})",
            lambda: look(reading, reading.meanings),
            runs=3,
        )
        choices = dict.fromkeys(range(len(found.findings)), WAIT)
        yield measure(
            f"{what}: every doubt chosen for", lambda: decided(found, choices), budget=0.2
        )
        made = decided(found)
        yield measure(f"{what}: what changes", lambda: outcome(made, plan), runs=3)


def write_many(source: Path, path: Path) -> int:
    """Write accounts many times over, each time with ids of its own; return how many rows."""
    with source.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        for turn in range(TIMES):
            writer.writerows([f"{row[0]}_{turn}", *row[1:]] for row in rows)
    return TIMES * len(rows)
