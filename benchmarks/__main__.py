"""Measure speed and print one table: `python -m benchmarks [GROUP ...]`."""

from __future__ import annotations

import importlib
import os
import platform
import sys

from benchmarks.budgets import HEADER

GROUPS = (
    "startup", "reading", "outlines", "tables", "placing", "importing", "saving", "map", "dragging",
    "points", "search", "region_table", "appearance", "solving", "teams",
)  # fmt: skip


def main(groups: list[str]) -> int:
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}\n")
    print(HEADER)
    over = 0
    for group in groups or GROUPS:
        module = importlib.import_module(f"benchmarks.{group}")
        if hasattr(module, "report"):  # it prints a table of its own
            over += module.report()
            continue
        for figure in module.figures():
            print(figure.line(), flush=True)
            over += figure.budget is not None and figure.seconds > figure.budget
    print(f"\n{over} over budget")
    return 0


sys.exit(main(sys.argv[1:]))
