"""How soon the command answers and the window stands: whole processes, from a cold start."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.budgets import Figure, measure

SAMPLE = "sample_regions/netherlands/plan.toml"


def figures() -> Iterator[Figure]:
    yield measure("`rayon --help`", _help, runs=7, budget=0.4)
    yield measure("window with the sample plan", _window, runs=5, budget=1.5)


def _help() -> None:
    subprocess.run(
        [sys.executable, "-m", "ui.command_line", "--help"], check=True, capture_output=True
    )


def _window() -> None:
    """Start the app, let it end itself once the plan's page is painted."""
    done = subprocess.run(
        [sys.executable, "-m", "ui.render", "start", SAMPLE],
        check=True, capture_output=True, text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert re.search(r"painted", done.stdout), done.stdout
