"""Hold the exports of a run against what they promise, reading nothing but the files.

    python -m benchmarks.check_exports OUT [REGIONS.zip ID_COLUMN ...]

Prints a line a promise and exits 1 when one is broken.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

Row = dict[str, str]
Promise = tuple[str, bool]


def promises(out: Path, sources: list[tuple[Path, str]]) -> Iterator[Promise]:
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    yield from _summary(summary)
    yield from _regions(_rows(out / "regions.csv"), sources)
    yield from _territories(_rows(out / "territories.csv"))
    if (out / "quotas.csv").exists():
        yield from _quotas(_rows(out / "quotas.csv"))
    if (out / "reps_plan.csv").exists():
        people = _rows(out / "reps_plan.csv")
        over = [
            row["rep"] for row in people
            if float(row["planned_hours_week"] or 0) > float(row["capacity_hours_week"]) + 1e-6
        ]  # fmt: skip
        yield f"nobody of {len(people)} is planned beyond capacity {over or ''}", not over
    if (out / "teams.csv").exists():
        yield from _teams(_rows(out / "teams.csv"), summary["shortages"])


def _summary(summary: dict[str, object]) -> Iterator[Promise]:
    yield f"status {summary['status']}", summary["status"] in ("optimal", "feasible")
    yield "components_beyond_one 0", summary["components_beyond_one"] == 0
    yield f"worst deviations {summary['worst_deviation']}", True
    bound, gap = summary["bound"], summary["gap"]
    finite = isinstance(bound, float) and isinstance(gap, float) and math.isfinite(bound)
    yield f"bound {bound}, gap {gap}", finite and 0 <= float(str(gap)) < 1


def _regions(rows: list[Row], sources: list[tuple[Path, str]]) -> Iterator[Promise]:
    times = Counter(row["region_id"] for row in rows)
    yield f"{len(rows)} regions, each once", set(times.values()) == {1}
    yield "every region has a territory", all(row["territory_id"] for row in rows)
    if sources:
        import pyogrio

        known = sum(len(pyogrio.read_dataframe(path, read_geometry=False)) for path, _ in sources)
        yield f"{known} regions in the source", known == len(rows)


def _territories(rows: list[Row]) -> Iterator[Promise]:
    yield "every territory in one piece", all(row["contiguous"] == "yes" for row in rows)
    columns = [key.removesuffix("_deviation") for key in rows[0] if key.endswith("_deviation")]
    for key in columns:
        total = sum(float(row[key]) for row in rows)
        target = sum(float(row[f"{key}_target"]) for row in rows)
        yield (
            f"{key}: {total:,.0f} held, {target:,.0f} wanted",
            math.isclose(total, target, rel_tol=1e-6),
        )


def _quotas(rows: list[Row]) -> Iterator[Promise]:
    below: dict[str, int] = defaultdict(int)
    for row in rows:
        below[row["parent"]] += int(row["quota"])
    open_nodes = [
        row["node"] for row in rows
        if row["node"] in below
        and below[row["node"]] != int(row["quota"]) + int(row["over_assignment_amount"])
    ]  # fmt: skip
    yield f"{len(rows)} quota nodes close exactly {open_nodes or ''}", not open_nodes
    roots = [row for row in rows if not row["parent"]]
    yield f"one root, {roots[0]['quota']}", len(roots) == 1


def _teams(rows: list[Row], shortages: list[dict[str, object]]) -> Iterator[Promise]:
    people: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        people[row["market"]].add(row["rep_id"])
    named = {short["market"] for short in shortages}
    alone = [market for market, heads in people.items() if len(heads) < 2 and market not in named]
    told = ", ".join(
        f"{one['market']} {one['role']} {one['hours_week']:.1f} h" for one in shortages
    )
    yield f"{len(people)} markets have two people or a named shortage {alone or ''}", not alone
    yield f"shortages named: {told or 'none'}", True


def _rows(path: Path) -> list[Row]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def main(arguments: list[str]) -> int:
    out, *rest = arguments
    sources = [(Path(path), column) for path, column in zip(rest[::2], rest[1::2], strict=True)]
    broken = 0
    for promise, kept in promises(Path(out), sources):
        print(f"{'kept  ' if kept else 'BROKEN'} {promise}")
        broken += not kept
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
