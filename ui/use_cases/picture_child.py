"""Draw a map picture in a child process: Qt is not imported here, and a crash of it loses nothing else."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import IO

from planner.io.picture_file import PictureRequest, write_picture_request
from planner.language import environment_of_children, tr

Share = Callable[[float], object]
Stop = Callable[[], bool]
SECONDS = 120
LOOK_SECONDS = 0.05
SUFFIXES = (".png", ".pdf")


def draw_picture(
    request: PictureRequest,
    target: Path,
    scale: float = 1.5,
    report: Share | None = None,
    stop: Stop | None = None,
) -> str:
    """Draw a request into a file that ends in .png or .pdf; return "" or why that failed.

    The file is there as a whole or not at all: it is drawn beside its place and then moved there.
    Raises OSError when the folder cannot be written.

    Parameters
    ----------
    request : PictureRequest
    target : Path
    scale : float
        Pixels a logical pixel, for a .png.
    report : callable, optional
        Told how far it is, 0..1.
    stop : callable, optional
        Asked often; True ends the child, and "stopped" is returned.
    """
    if target.suffix.casefold() not in SUFFIXES:
        return tr("{file} ends neither in .png nor in .pdf", file=target.name)
    with tempfile.TemporaryDirectory(prefix="rayon-") as scratch:
        order, drawn = Path(scratch) / "picture.npz", target.with_name(f".{target.name}")
        drawn = drawn.with_suffix(target.suffix.casefold())
        write_picture_request(request, order)
        command = [sys.executable, "-m", "ui.render", "map", str(order), "--out", str(drawn)]
        try:
            failure = _run([*command, "--scale", str(scale)], report, stop)
            if not failure:
                drawn.replace(target)
        finally:
            drawn.unlink(missing_ok=True)
    return failure


def _run(command: list[str], report: Share | None, stop: Stop | None) -> str:
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env=environment_of_children(),
    )  # fmt: skip
    said: list[str] = []
    listening = [
        Thread(target=_listen, args=(child.stdout, report), daemon=True),
        Thread(target=lambda: said.extend(child.stderr or ()), daemon=True),
    ]
    for thread in listening:
        thread.start()
    failure, until = "", time.monotonic() + SECONDS
    while child.poll() is None and not failure:
        if stop is not None and stop():
            failure = "stopped"
        elif time.monotonic() > until:
            failure = tr("drawing took more than {seconds}\u00a0s", seconds=SECONDS)
        else:
            with suppress(subprocess.TimeoutExpired):
                child.wait(LOOK_SECONDS)
    if failure:
        child.kill()
    code = child.wait()
    for thread in listening:
        thread.join()
    for pipe in (child.stdout, child.stderr):
        if pipe is not None:
            pipe.close()
    lines = [line.strip() for line in said if line.strip()]
    if failure or not code:
        return failure
    return lines[-1] if lines else tr("the drawing process ended with code {code}", code=code)


def _listen(lines: IO[str] | None, report: Share | None) -> None:
    """Pass on how far the child is."""
    for line in lines or ():
        if report is not None and line.strip().replace(".", "", 1).isdigit():
            report(float(line))
