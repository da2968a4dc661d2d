"""Measure the quality of plans: `python -m benchmarks.quality [all | NAME ...] [--json FILE]`.

Prints one table, and one JSON line per instance into a file (or below the table).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks.quality.instances import FOLDER, QUICK, available
from benchmarks.quality.measure import Measured, measure
from solvers.options import SolveOptions

HEADER = (
    f"{'instance':22} {'status':10} {'score':>12} {'bound':>12} {'gap':>7} {'out':>4} {'floor':>5} "
    f"{'pieces':>6} {'moment':>10} {'mean km':>8} {'first s':>7} {'s':>7} judges"
)


def main() -> int:
    """Run the measurement; 1 when a verifier disagrees or a plan is torn, 0 else."""
    chosen = _parser().parse_args()
    found = available()
    if not found:
        print(f"skipped: no instances in {FOLDER.name}/territories beside the checkout")
        return 0
    names = found if chosen.names == ["all"] else tuple(chosen.names) or QUICK
    for name in sorted(set(names) - set(found)):
        print(f"skipped: no instance {name}")
    options = SolveOptions(seed=chosen.seed, work=chosen.work, time_limit_s=chosen.time_limit)
    print(HEADER)
    lines = []
    for name in [name for name in names if name in found]:
        measured = measure(name, options)
        print(row(measured), flush=True)
        lines.append(measured)
    _write(lines, chosen.json)
    return int(any(not line.agrees or line.extra_pieces for line in lines))


def row(line: Measured) -> str:
    """Return an instance as a line of the table."""
    gap = "none" if line.gap is None else f"{line.gap:.2%}"
    return (
        f"{line.name:22} {line.status:10} {_figure(line.score):>12} {_figure(line.bound):>12} "
        f"{gap:>7} {line.cells_out:4} {line.least_cells_out:5} {line.extra_pieces:6} "
        f"{line.moment:10.4g} {line.km:8.2f} {line.first_s:7.2f} {line.seconds:7.1f} "
        f"{'agree' if line.agrees else 'DIFFER'}"
    )


def _figure(value: float | None) -> str:
    return "none" if value is None else f"{value:.6g}"


def _write(lines: list[Measured], path: Path | None) -> None:
    text = "".join(json.dumps(line.fields()) + "\n" for line in lines)
    if path is None:
        print(f"\n{text}", end="")
    else:
        path.write_text(text, encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("names", nargs="*", help="instances, or all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=float, default=100.0, help="percent of normal effort")
    parser.add_argument("--time-limit", type=float)
    parser.add_argument("--json", type=Path, help="file for one JSON line per instance")
    return parser


if __name__ == "__main__":
    sys.exit(main())
