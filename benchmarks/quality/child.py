"""Runs a task in a process of its own, with a hard end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

from benchmarks.quality.outcome import Outcome, read
from benchmarks.quality.task import Task

GRACE_S = 240.0
"""For reading, compiling and warming up before the solve, and judging after it."""


def run(task: Task) -> Outcome:
    """Return the outcome of a task; a crash or an overrun is an outcome that says so."""
    child = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.quality.trial", json.dumps(task.fields())],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        out, errors = child.communicate(timeout=task.limit_s + GRACE_S)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
        return Outcome(task.instance, failed=f"did not end {task.limit_s:g} s after its start")
    except BaseException:
        os.killpg(child.pid, signal.SIGKILL)
        raise
    if child.returncode:
        return Outcome(task.instance, failed=_reason(errors, child.returncode))
    return read(json.loads(out.splitlines()[-1]))


def _reason(errors: str, code: int) -> str:
    """Return the last line of a trace; parts that are not there yet are named as such."""
    last = errors.strip().splitlines()[-1] if errors.strip() else f"ended by signal {-code}"
    missing = ("ModuleNotFoundError", "NotImplementedError", "ImportError")
    return f"not built: {last}" if last.startswith(missing) else f"crashed: {last}"
