"""Publish a scenario: every export file, and the picture of the map drawn in a child process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from planner.insight.extent import Extent
from planner.language import tr
from planner.model.plan import Plan
from ui.use_cases.picture_child import draw_picture
from ui.use_cases.picture_request import picture_request

Report = Callable[[str, float], None]
Stop = Callable[[], bool]


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
    extent: Extent | None = None,
) -> Published:
    """Write the exports of a scenario into a directory; a picture that fails loses no other file.

    With an extent they are of that part alone.

    Raises OSError when the directory cannot be written.
    """
    from planner.io.exports import write_exports  # late: it imports the frames

    if report is not None:
        report(tr("Writing the files"), 0.2)
    exported = write_exports(plan, scenario_name, directory, extent)
    if stop is not None and stop():
        return Published(
            exported.paths, (*exported.left_out, tr("map.png: {failure}", failure=tr("stopped")))
        )
    if report is not None:
        report(tr("Drawing the map"), 0.7)
    picture = directory / "map.png"
    failure = draw_map(plan, scenario_name, picture, extent)
    if failure:
        return Published(
            exported.paths, (*exported.left_out, tr("map.png: {failure}", failure=failure))
        )
    return Published((*exported.paths, picture), exported.left_out)


def draw_map(plan: Plan, scenario_name: str, target: Path, extent: Extent | None = None) -> str:
    """Draw the map of a scenario; return "" or why it failed."""
    return draw_picture(picture_request(plan, scenario_name, extent), target)
