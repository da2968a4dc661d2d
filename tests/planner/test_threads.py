"""Linear algebra by itself uses one thread; the solver shares its work out, and nothing else needs more."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TASKS = Path("/proc/self/task")
COUNT = "import planner, scipy.linalg, os; print(len(os.listdir('/proc/self/task')))"


@pytest.mark.skipif(not TASKS.is_dir(), reason="threads are counted where the system lists them")
def test_linear_algebra_starts_no_thread_of_its_own() -> None:
    given = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run(
        [sys.executable, "-c", COUNT], env=given, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "1", done.stderr
