"""Publish a scenario: every export file, and the picture of the map drawn in a child process."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from planner.language import environment_of_children, tr
from planner.model.plan import Plan
from ui.use_cases.picture_request import write_picture_order

Report = Callable[[str, float], None]
Stop = Callable[[], bool]
PICTURE_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Published:
    """Files written, and what was left out and why."""

    paths: tuple[Path, ...]
    left_out: tuple[str, ...]


def publish(
    plan: Plan,
    scenario_name: str,
    directory: Path,
    report: Report | None = None,
    stop: Stop | None = None,
) -> Published:
    """Write the exports of a scenario into a directory; a picture that fails loses no other file.

    Raises OSError when the directory cannot be written.
    """
    from planner.io.exports import write_exports  # late: it imports the frames

    if report is not None:
        report(tr("Writing the files"), 0.2)
    exported = write_exports(plan, scenario_name, directory)
    if stop is not None and stop():
        return Published(exported.paths, (*exported.left_out, "map.png: stopped"))
    if report is not None:
        report(tr("Drawing the map"), 0.7)
    picture = directory / "map.png"
    failure = draw_picture(plan, scenario_name, picture)
    if failure:
        return Published(
            exported.paths, (*exported.left_out, tr("map.png: {failure}", failure=failure))
        )
    return Published((*exported.paths, picture), exported.left_out)


def draw_picture(plan: Plan, scenario_name: str, target: Path) -> str:
    """Draw the map in a child process, since Qt is not imported here; return "" or why it failed."""
    with tempfile.TemporaryDirectory(prefix="rayon-") as scratch:
        request = Path(scratch) / "picture.npz"
        write_picture_order(plan, scenario_name, request)
        command = [sys.executable, "-m", "ui.render", "map", str(request), "--out", str(target)]
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                text=True,
                timeout=PICTURE_SECONDS,
                check=False,
                env=environment_of_children(),
            )
        except subprocess.TimeoutExpired:
            return tr("drawing took more than {seconds} s", seconds=PICTURE_SECONDS)
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines()
        return (
            lines[-1]
            if lines
            else tr("the drawing process ended with code {code}", code=done.returncode)
        )
    return ""
