"""Keeps what was measured: one JSON line per instance and run, appended."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.quality.outcome import Outcome
from benchmarks.quality.task import Task

ROOT = Path(__file__).resolve().parents[2]


def append(path: Path, row: int, task: Task, outcome: Outcome, claims: Mapping[str, bool]) -> None:
    """Add a line: when, which commit, what was asked, what came of it and which claims hold."""
    line = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"), "commit": _commit(),
        "cores": os.cpu_count(), "row": row, "options": task.fields(),
        "claims": dict(claims), **outcome.fields(),
    }  # fmt: skip
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def _commit() -> str:
    """Return the commit at hand, with a plus where files differ from it."""
    said = [
        subprocess.run(
            ["git", *words], cwd=ROOT, capture_output=True, text=True, check=False
        ).stdout.strip()
        for words in (("rev-parse", "--short", "HEAD"), ("status", "--porcelain", "-uno"))
    ]
    return said[0] + ("+" if said[1] else "")
