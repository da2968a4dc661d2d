"""Measure the quality of plans.

`python -m benchmarks.quality [all | NAME ...] [--json FILE]` prints one table, and one JSON line per
instance into a file (or below the table). `--section5` runs the numbers to reach, `--peers` holds
every file against the best connected peer; both solve each instance in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from benchmarks.quality import peers, section5
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
    if chosen.section5:
        return section5.table(_section5(chosen))
    shuffle = chosen.seed if chosen.shuffled else None
    if chosen.peers:
        return peers.table(
            seed=chosen.seed, workers=chosen.workers, shuffle=shuffle, names=tuple(chosen.names),
            to=chosen.history,
        )  # fmt: skip
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


def _section5(chosen: argparse.Namespace) -> section5.Chosen:
    return section5.Chosen(
        rows=chosen.rows, names=chosen.names, seed=chosen.seed, workers=chosen.workers,
        shuffle=chosen.seed if chosen.shuffled else None, stretch=chosen.stretch,
        history=chosen.history,
    )  # fmt: skip


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(word) for word in text.split(","))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality", description=__doc__)
    parser.add_argument("names", nargs="*", help="instances, or all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", type=float, default=100.0, help="percent of normal effort")
    parser.add_argument("--time-limit", type=float)
    parser.add_argument("--json", type=Path, help="file for one JSON line per instance")
    parser.add_argument("--section5", action="store_true", help="every row of numbers to reach")
    parser.add_argument("--peers", action="store_true", help="every file held against its peers")
    parser.add_argument("--rows", type=_numbers, default=(), metavar="5,6", help="with --section5")
    parser.add_argument("--shuffled", action="store_true", help="regions in an order by the seed")
    parser.add_argument("--stretch", action="store_true", help="longer runs where they are needed")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--history", type=Path, help="file to which a line per instance is added")
    return parser


if __name__ == "__main__":
    sys.exit(main())
