"""Have a region file read in a process of its own, which may crash, hang or run out of memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from planner.language import tr

SCRIPT = Path(__file__).with_name("gdal_child.py")

SECONDS = 60.0
SECONDS_PER_MB = 1.0
MEMORY = 1_900_000_000
MEMORY_PER_BYTE = 25
"""Limits of a reading: a fixed part and one that grows with the file; a country takes 1 s and 0.5 GB."""

MOST_MEMORY = 24_000_000_000
WAIT_SECONDS = 0.05

FOREIGN = ("GDAL_", "OGR_", "CPL_", "PROJ_", "VSI_", "AWS_", "GS_", "AZURE_", "PYTHON")
"""Beginnings of what another program's set-up says in the environment, kept from the child."""

_skipped: list[str] = []
"""Drivers that the installed GDAL has beyond those known here, told by the first child."""

Waiting = Callable[[], None]
"""Called every moment while waiting; what it raises ends the child."""


class ReadApartError(Exception):
    """The file cannot be read; the text says why."""


def ask(request: dict[str, Any], folder: Path, size: int, waiting: Waiting) -> dict[str, Any]:
    """Return the answer of a child to a request.

    Parameters
    ----------
    request : dict
        `op` ("read" or "offers"), `location`, `layer`, `encoding`, and `layered` to read: whether a
        layer is meant although there is one alone.
    folder : Path
        Scratch folder; the answer's arrays come to stand in it.
    size : int
        Bytes of the file, by which time and memory are given.
    waiting : callable

    Raises ReadApartError where the child says why not, or ended by itself.
    """
    for _ in range(2):
        answer = _asked({**request, "size": size, "skip": _skipped}, folder, size, waiting)
        if "strangers" not in answer:
            break
        _skipped.extend(map(str, answer["strangers"]))
    if "error" in answer or "strangers" in answer:
        raise ReadApartError(str(answer.get("error", "GDAL has drivers that cannot be left out")))
    return answer


def _asked(request: dict[str, Any], folder: Path, size: int, waiting: Waiting) -> dict[str, Any]:
    seconds = SECONDS + SECONDS_PER_MB * size / 1e6
    memory = min(MEMORY + MEMORY_PER_BYTE * size, MOST_MEMORY)
    path, answer = folder / "request.json", folder / "answer.json"
    answer.unlink(missing_ok=True)
    limits = {"memory": memory, "seconds": int(seconds)}
    path.write_text(json.dumps({**request, **limits}), encoding="utf-8")
    code = _run(path, seconds, waiting)
    try:
        found = json.loads(answer.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ReadApartError(_ending(code)) from error
    if not isinstance(found, dict):
        raise ReadApartError(_ending(code))
    return found


def _run(request: Path, seconds: float, waiting: Waiting) -> int:
    """Run the child to its end; whatever ends the waiting ends the child."""
    child = subprocess.Popen(
        [sys.executable, "-I", str(SCRIPT), str(request)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,  # closes when the child ends, which wakes us at once
        stderr=subprocess.DEVNULL,
        cwd=request.parent,
        env={name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    until = time.monotonic() + seconds
    try:
        while True:
            with suppress(subprocess.TimeoutExpired):
                child.communicate(timeout=WAIT_SECONDS)
                return child.returncode
            waiting()
            if time.monotonic() > until:
                raise ReadApartError(
                    tr(
                        "reading it took longer than {seconds}\u00a0s and was ended",
                        seconds=int(seconds),
                    )
                )
    finally:
        if child.poll() is None:
            child.kill()
            child.communicate()


def _ending(code: int) -> str:
    if code == -24:  # SIGXCPU
        return tr("reading it took too long and was ended")
    return tr("the reader broke down over it, as it does over damaged files")
