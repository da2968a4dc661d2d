"""The market page on a large plan: a rule while it is typed, sums, an area while it is dragged, colours.

    QT_QPA_PLATFORM=offscreen python -m benchmarks.market [ACCOUNTS SIDE]

The sample of the Netherlands with its accounts over and over, and a grid of SIDE x SIDE regions for the
colours. Prints one JSON line of milliseconds: the first time, and the middle of the times after it.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median

import numpy as np

from benchmarks.named_accounts import large_plan
from planner.edits.areas import add_area, circle
from planner.edits.segments import add_segment
from planner.insight.segment_sums import area_sums, rule_sum, segment_sums
from planner.model.geometry import Geometry
from planner.model.plan import Plan
from planner.model.types import Floats, floats, ints
from planner.sales.key_accounts import values_of_accounts

TURNS = 9
MIDDLE = (190_000.0, 460_000.0)
RULES = {
    "rule_text": "industry = 'food'",
    "rule_of_four": "industry = 'food' and potential > 5000 and status in ('prospect') or employees < 9",
    "rule_several": "products has 'Core' and not products has 'Flow'",
    "rule_region": "region.population > 20000 and not region.province = 'Utrecht'",
    "rule_area": "area:round and industry = 'food'",
}


def timed(ask: Callable[[int], object]) -> tuple[float, float]:
    """Return how many milliseconds a question took first, and mostly afterwards."""
    took = []
    for turn in range(TURNS):
        start = time.perf_counter()
        ask(turn)
        took.append((time.perf_counter() - start) * 1000)
    return round(took[0], 1), round(median(took[1:]), 1)


def counted(plan: Plan, money: Floats, rule: str, _turn: int) -> object:
    """Count what a rule holds for."""
    return rule_sum(plan, money, rule)


def of_accounts(plan: Plan) -> dict[str, tuple[float, float]]:
    """Time what the page asks of the planner."""
    plan = add_area(plan, "Round", circle(MIDDLE, 20_000.0))
    for at in range(10):
        plan = add_segment(plan, f"Part {at}", f"industry = 'food' and potential > {at * 1000}")
    money = floats(values_of_accounts(plan)[:, -1])

    def drag(turn: int) -> object:
        middle = (MIDDLE[0] + 100.0 * turn, MIDDLE[1])
        return area_sums(add_area(plan, "Dragged", circle(middle, 20_000.0)), 0)

    found = {name: timed(partial(counted, plan, money, rule)) for name, rule in RULES.items()}
    found["sums_of_ten_segments"] = timed(lambda _turn: segment_sums(plan, money))
    found["drag_a_corner"] = timed(drag)
    return found


def grid_geometry(side: int) -> tuple[Geometry, Floats]:
    """Return squares of 1 km, side x side of them, and their middles."""
    n = side * side
    corner = np.stack([np.arange(n) % side, np.arange(n) // side], axis=1) * 1000.0
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]) * 1000.0
    every = ints(np.arange(n + 1))
    outlines = Geometry(
        floats((corner[:, None] + square).reshape(-1, 2)), ints(every * 5), every, every
    )
    return outlines, floats(corner + 500.0)


def of_colours(side: int) -> dict[str, tuple[float, float]]:
    """Time other classes on the map, until they are painted."""
    from ui.app import make_app
    from ui.map.cache import prepared_map
    from ui.map.canvas import MapCanvas
    from ui.map.classes import RegionClasses, equal_classes, natural_classes, quantile_classes
    from ui.map.content import MapContent

    app = make_app()
    canvas = MapCanvas()
    canvas.resize(1030, 650)
    canvas.set_map(prepared_map(*grid_geometry(side), lambda: False))
    canvas.show()
    app.processEvents()
    draw, nobody = np.random.default_rng(1), ints(np.full(side * side, -1))
    values: list[Floats] = [floats(draw.lognormal(0, 1, side * side)) for _ in range(TURNS)]

    def recolour(classes: Callable[[Floats, int], RegionClasses], turn: int) -> None:
        canvas.show_content(MapContent(nobody, (), classes=classes(values[turn], 7)))
        canvas.repaint()

    cuts = {"quantile": quantile_classes, "equal": equal_classes, "natural": natural_classes}
    return {f"colours_{name}": timed(partial(recolour, cut)) for name, cut in cuts.items()}


if __name__ == "__main__":
    accounts, side = (int(sys.argv[1]), int(sys.argv[2])) if len(sys.argv) > 2 else (250_000, 187)
    said = of_accounts(large_plan(accounts)) | of_colours(side)
    print(json.dumps({"accounts": accounts, "regions": side * side, **said}))
