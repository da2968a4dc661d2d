"""What is measured, the line each figure is held against, and the figure of the map's first design."""

from __future__ import annotations

import os
from dataclasses import dataclass

NOTE = (
    "Cells: processor time of the window's thread / wall clock, medians in ms; memory in MB. "
    "Last column: the design's prototype at 3,142 / 32,994 / 84,986 regions, wall clock on a quiet machine."
)
BUSY = 0.5
"""Other work a core from which the wall clock says nothing."""


@dataclass(frozen=True)
class Line:
    """One row of the table: its name, the most it may be (ms, MB or pixels), the prototype's figures."""

    name: str
    most: float | None = None
    beside: str = ""
    unit: str = "ms"

    @property
    def told(self) -> str:
        return "" if self.most is None else f"{self.most:g} {self.unit}"


LINES = (
    Line("pan frame x1", 16, "0.7 / 0.9 / 1.0"),
    Line("pan frame x4", 16, "1.4 / 2.4 / 3.0"),
    Line("pan frame x16", 16, "1.0 / 1.4 / 1.9"),
    Line("zoom frame x1", 16, "1.3 / 1.2 / 1.5"),
    Line("zoom frame x4", 16),
    Line("zoom frame x16", 16),
    Line("sharp and labels at rest x1", None, "10 / 19 / 29, no labels"),
    Line("sharp and labels at rest x4", None, "5 / 15 / 22"),
    Line("sharp and labels at rest x16", None, "2 / 4 / 6"),
    Line("longest wait meanwhile x1", 50),
    Line("longest wait meanwhile x4", 50),
    Line("longest wait meanwhile x16", 50),
    Line("labels of 24 territories placed", 50),
    Line("labels of 300 territories placed", 50),
    Line("1 region re-assigned", 16, "0.3 / 0.2 / 0.2"),
    Line("500 neighbouring regions", 33, "1.2 / 0.3 / 0.3"),
    Line("500 scattered regions", None, "9 / 9 / 11"),
    Line("brush of 30 px, one move x1", 16),
    Line("brush of 30 px, one move x4", 16),
    Line("brush of 30 px, one move x16", 16),
    Line("hover with outline x1", 1, "1.0 / 0.6 / 0.5"),
    Line("hover with outline x4", 1),
    Line("hover with outline x16", 1),
    Line("lasso: hit test", 20, "0.1 / 0.9 / 1.9"),
    Line("lasso: let go, selected, painted", None, "8 / 10 / 15"),
    Line("cache loaded"),
    Line("cache loaded, first frame", 100, "16 / 20 / 32, without loading"),
    Line("prepared", None, "- / 1.7 s / 4 s"),
    Line("preparation stops within", 200),
    Line("MB of the cache file", None, "", "MB"),
    Line("peak memory, prepared", 1200, "202 / 465 / 876", "MB"),
    Line("memory, prepared", 1200, "", "MB"),
    Line("peak memory, from the cache", 1200, "", "MB"),
    Line("memory, from the cache", 1200, "", "MB"),
    Line("MB more after 10,000 pans", 8, "", "MB"),
    Line("pixels that differ from a fresh drawing", 0, "0", "pixels"),
)

Value = dict[str, float] | float | None


def judged_by_cpu(load: float) -> bool:
    """Whether so much other work goes on that processor time counts."""
    return load > BUSY * (os.cpu_count() or 1)


def head(columns: list[str]) -> list[str]:
    """Return the first two lines of the table."""
    names = ["what", *columns, "line", "prototype"]
    return [f"| {' | '.join(names)} |", "|---" * len(names) + "|"]


def cell(value: Value, line: Line, by_cpu: bool) -> str:
    """Return a figure as it stands in the table, in bold where it is over its line."""
    if value is None:
        return ""
    if isinstance(value, dict):
        text = f"{_figure(value['cpu'] * 1000)} / {_figure(value['wall'] * 1000)}"
    else:
        text = _figure(value)
    return f"**{text}**" if is_over(value, line, by_cpu) else text


def is_over(value: Value, line: Line, by_cpu: bool) -> bool:
    """Whether a figure misses its line."""
    if value is None or line.most is None:
        return False
    if isinstance(value, dict):
        value = value["cpu" if by_cpu else "wall"] * 1000
    return value > line.most


def _figure(value: float) -> str:
    return (
        f"{value:,.0f}"
        if abs(value) >= 20
        else f"{value:.1f}"
        if abs(value) >= 1
        else f"{value:.2f}"
    )
