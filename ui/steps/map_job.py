"""Prepares the outlines of a plan for the map, in the background, from the cache where they are there."""

from __future__ import annotations

from collections.abc import Callable

from ui.jobs import Report, Stop
from ui.map.prepared import PreparedMap
from ui.messages import tr
from ui.workbench import Workbench

LINE = "map"


def start_map(bench: Workbench, take: Callable[[PreparedMap], object], *, line: str = LINE) -> None:
    """Start preparing; `take` gets the prepared map in the window's thread.

    What is prepared on the same `line` before, and not ready yet, is given up.
    """
    regions = bench.document.plan.regions

    def work(_report: Report, stop: Stop) -> PreparedMap:
        # What the first picture needs is imported here: it takes the window's thread 0.2 s.
        import scipy.ndimage
        import scipy.sparse.csgraph  # noqa: F401

        return bench.maps.prepared(regions, stop)

    job = bench.runner.start(tr("Drawing the map"), work, line=line)
    job.done.connect(take)
    bench.document.destroyed.connect(job.abandon)
    job.failed.connect(
        lambda error: bench.messages.fail(tr("The map could not be drawn"), details=repr(error))
    )
