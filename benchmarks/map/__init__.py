"""The map in three sizes through the real canvas and real events: `python -m benchmarks map`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.map.lines import LINES, NOTE, cell, head, is_over, judged_by_cpu
from benchmarks.map.sets import SETS

Found = dict[str, dict[str, float] | float]
LARGE = "64,877"
"""The set that is also measured at two device pixels a pixel, and for memory."""


def report() -> int:
    """Measure every set in processes of their own, print one table, return how many lines are missed."""
    by_cpu = judged_by_cpu(os.getloadavg()[0])
    with tempfile.TemporaryDirectory() as folder:
        columns = {name: _measured(name, Path(folder)) for name in SETS if SETS[name].exists()}
        if LARGE in columns:
            columns[f"{LARGE} at 2800x1800"] = _child(LARGE, Path(folder), "large")
    by_cpu |= judged_by_cpu(os.getloadavg()[0])
    print("\n".join(head(list(columns))))
    missed = 0
    for line in LINES:
        cells = [cell(found.get(line.name), line, by_cpu) for found in columns.values()]
        missed += sum(is_over(found.get(line.name), line, by_cpu) for found in columns.values())
        print(f"| {line.name} | {' | '.join(cells)} | {line.told} | {line.beside} |")
    print(f"\n{NOTE} Held against the lines: {'processor time' if by_cpu else 'the wall clock'}.")
    return missed


def _measured(name: str, folder: Path) -> Found:
    """Read a set, keep it as a plan, and measure it."""
    from planner.io.plan_reader import read_plan
    from planner.store.rayon_file import save_rayon

    plan, _ = read_plan(SETS[name])
    assert plan is not None
    save_rayon(plan, folder / f"{name}.rayon")
    del plan
    found = _child(name, folder, "speed")
    for kind, when in (("prepare", "prepared"), ("cached", "from the cache")):
        memory = _child(name, folder / kind if kind == "prepare" else folder, kind, folder)
        found[f"peak memory, {when}"] = memory["peak"]
        found[f"memory, {when}"] = memory["now"]
    return found


def _child(name: str, cache: Path, kind: str, folder: Path | None = None) -> Found:
    plan = (folder or cache) / f"{name}.rayon"
    kept = cache / f"cache {name}"
    kept.mkdir(parents=True, exist_ok=True)
    scale = {"QT_SCALE_FACTOR": "2"} if kind == "large" else {}
    command = [sys.executable, "-m", "benchmarks.map.one_set", str(plan), str(kept), kind]
    print(f"measuring {name}: {kind}", file=sys.stderr)
    ended = subprocess.run(
        command, stdout=subprocess.PIPE, check=True, env={**os.environ, **scale}, timeout=3600
    )
    return dict(json.loads(ended.stdout.splitlines()[-1]))
