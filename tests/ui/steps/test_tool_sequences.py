"""Random sequences of gestures, undo and redo on the page: they end where they began."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from builders import grid_plan
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from page_bench import Bench, move, open_bench, place_of, territories_page
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot
from shared_sets import REGION_SETS

from planner.edits.layers import accept_owner, lay_out
from planner.edits.scenarios import duplicate_scenario
from planner.io.plan_reader import read_plan
from planner.model.plan import Plan
from planner.model.types import UNASSIGNED, ints
from ui.actions import Act
from ui.map.canvas import MapCanvas
from ui.steps.map_switches import ACCOUNTS
from ui.steps.territories import TerritoriesStep

LEFT = Qt.MouseButton.LeftButton
NONE, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ROWS = COLS = 6
PLAN = Path(__file__).parents[3] / "benchmarks" / "plans" / "nl_municipalities.toml"
MUNICIPALITIES = REGION_SETS / "nl_municipalities"
REGIONS = ROWS * COLS


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    yield from open_bench(qtbot, grid_plan(ROWS, COLS, 3))


@pytest.fixture
def step(bench: Bench, qtbot: QtBot) -> TerritoriesStep:
    return territories_page(qtbot, bench)


@dataclass(frozen=True)
class Hand:
    """What a person can do with mouse and keys on the page."""

    qtbot: QtBot
    bench: Bench
    step: TerritoriesStep

    def take(self, act: Act) -> None:
        self.bench.actions[act].trigger()

    def click(self, region: int, keys: Qt.KeyboardModifier = NONE) -> None:
        self.qtbot.mouseClick(self.canvas, LEFT, keys, self.place(region))

    def drag(self, regions: list[int], keys: Qt.KeyboardModifier = NONE) -> None:
        self.drag_over([self.place(region) for region in regions], keys)

    def drag_over(self, places: list[QPoint], keys: Qt.KeyboardModifier = NONE) -> None:
        self.qtbot.mousePress(self.canvas, LEFT, keys, places[0])
        for place in places[1:]:
            move(self.canvas, place)
        self.qtbot.mouseRelease(self.canvas, LEFT, keys, places[-1])

    def key(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.canvas, key)

    def select(self, region: int) -> None:
        self.bench.bench.selection.select([region, (region + 1) % REGIONS])

    def settle(self) -> None:
        """Answer a question that came up, with the first answer."""
        if not self.step.page.question.isHidden():
            self.step.page.question.answers[0].click()

    def place(self, region: int) -> QPoint:
        return place_of(self.canvas, region)

    def around(self, region: int) -> list[QPoint]:
        """Four corners around a region's point."""
        x, y = self.place(region).toTuple()
        return [
            QPoint(x - 9, y - 9),
            QPoint(x + 9, y - 9),
            QPoint(x + 9, y + 9),
            QPoint(x - 9, y + 9),
        ]

    @property
    def canvas(self) -> MapCanvas:
        return self.step.page.canvas


Gesture = Callable[[Hand, int, int], None]


def brush(hand: Hand, a: int, b: int) -> None:
    hand.take(Act.BRUSH)
    hand.drag([a, b])


def carry(hand: Hand, a: int, b: int) -> None:
    hand.take(Act.SELECT)
    hand.select(a)
    hand.drag([a, b])


def control_click(hand: Hand, a: int, b: int) -> None:
    hand.take(Act.SELECT)
    hand.select(a)
    hand.click(b, CONTROL)
    hand.settle()


def number(hand: Hand, a: int, b: int) -> None:
    hand.select(a)
    hand.key(Qt.Key.Key_1)
    hand.settle()


def outline(act: Act) -> Gesture:
    """Select by an outline and give what was found to the first neighbour."""

    def gesture(hand: Hand, a: int, b: int) -> None:
        hand.take(act)
        corners = hand.around(a)
        if act is Act.POLYGON:
            for corner in corners:
                hand.qtbot.mouseClick(hand.canvas, LEFT, pos=corner)
            hand.key(Qt.Key.Key_Return)
        else:
            hand.drag_over(corners[::2] if act is Act.RECTANGLE else corners)
        hand.key(Qt.Key.Key_1)
        hand.settle()

    return gesture


def flood(hand: Hand, a: int, b: int) -> None:
    hand.take(Act.FLOOD)
    hand.click(a)
    hand.key(Qt.Key.Key_1)
    hand.settle()


def split(hand: Hand, a: int, b: int) -> None:
    hand.take(Act.SPLIT)
    hand.drag([a, b])
    hand.take(Act.PRIMARY) if hand.step.editing.splitting.is_open else None


def split_around(hand: Hand, a: int, b: int) -> None:
    """Part a territory between its home base and a second one."""
    hand.take(Act.SPLIT)
    hand.click(a)
    hand.click(b)
    hand.take(Act.PRIMARY) if hand.step.editing.splitting.is_open else None


def merge(hand: Hand, a: int, b: int) -> None:
    if len(hand.bench.document.layer.territories) < 2:
        return
    hand.take(Act.MERGE)
    hand.click(a)
    hand.click(b)
    hand.settle()
    hand.step.escape()


def barrier(hand: Hand, a: int, b: int) -> None:
    hand.take(Act.BARRIER)
    hand.drag([a, b], ALT if a % 3 == 0 else NONE)


def bend(hand: Hand, a: int, b: int) -> None:
    """Draw a barrier and pull it into the second region, where it lies between the two."""
    barrier(hand, a, b)
    drawn, start, end = hand.bench.document.plan, hand.place(a), hand.place(b)
    hand.drag_over([(start + end) / 2, end])
    assert (a, b) != CERTAIN["bend"] or hand.bench.document.plan is not drawn


def seat(hand: Hand, a: int, b: int) -> None:
    hand.take(Act.SEAT)
    hand.click(a)
    if b % 4 == 0:
        hand.key(Qt.Key.Key_Delete)


def lock(hand: Hand, a: int, b: int) -> None:
    hand.bench.bench.selection.clear()
    hand.take(Act.LOCK_TOOL)
    hand.click(a)


def lock_account(hand: Hand, a: int, b: int) -> None:
    """Keep the account of a region, or free it again; every fourth time free all of them."""
    hand.take(Act.LOCK_TOOL)
    accounts = hand.step.page.switches.boxes[ACCOUNTS]
    accounts.setChecked(True)
    drawing = hand.step.drawings.accounts
    hand.qtbot.waitUntil(lambda: drawing.points is not None)
    hand.canvas.settle()
    hand.canvas.grab()
    hand.click(a)
    accounts.setChecked(False)
    if b % 4 == 0:
        hand.take(Act.FREE_ACCOUNTS)


def locks(hand: Hand, a: int, b: int) -> None:
    hand.take(Act.LOCK_ALL if a % 2 else Act.UNLOCK_ALL)


def ring(act: Act) -> Gesture:
    def gesture(hand: Hand, a: int, b: int) -> None:
        territory = int(hand.bench.document.layer.owner[a])
        if territory != UNASSIGNED:
            hand.bench.bench.selection.select_territory(territory)
            hand.take(act)

    return gesture


def swap(hand: Hand, a: int, b: int) -> None:
    hand.bench.bench.selection.select(ints([a, b]))
    hand.take(Act.SWAP)


GESTURES: dict[str, Gesture] = {
    "brush": brush,
    "carry": carry,
    "control_click": control_click,
    "number": number,
    "lasso": outline(Act.LASSO),
    "polygon": outline(Act.POLYGON),
    "rectangle": outline(Act.RECTANGLE),
    "flood": flood,
    "split": split,
    "split_around": split_around,
    "merge": merge,
    "barrier": barrier,
    "bend": bend,
    "seat": seat,
    "lock": lock,
    "lock_account": lock_account,
    "lock_all": locks,
    "grow": ring(Act.GROW),
    "shrink": ring(Act.SHRINK),
    "swap": swap,
}
CERTAIN = dict.fromkeys(GESTURES, (9, 15)) | {
    "split": (12, 19),
    "split_around": (12, 16),
    "number": (12, 15),
    "barrier": (1, 2),
    "bend": (1, 2),
}
"""Two regions for each gesture with which it changes the plan of three stripes for certain."""
EACH = st.tuples(
    st.sampled_from([*GESTURES, "undo", "redo"]),
    st.integers(0, REGIONS - 1),
    st.integers(0, REGIONS - 1),
)


def test_any_sequence_of_gestures_is_undone_to_the_very_same_plan_and_redone(
    qtbot: QtBot, bench: Bench, step: TerritoriesStep
) -> None:
    hand, start = Hand(qtbot, bench, step), bench.document.plan
    stack = bench.document.undo_stack
    changing: set[str] = set()

    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        print_blob=True,
    )
    @given(st.lists(EACH, min_size=1, max_size=6))
    def play(sequence: list[tuple[str, int, int]]) -> None:
        for name, a, b in sequence:
            before = bench.document.plan
            if name in ("undo", "redo"):
                (stack.undo if name == "undo" else stack.redo)()
                continue
            GESTURES[name](hand, a, b)
            if bench.document.plan is not before:
                changing.add(name)
            assert np.isin(
                bench.document.layer.owner, [-1, *range(len(step.display.now.summary.ids))]
            ).all()
        end = bench.document.plan
        steps = stack.index()
        stack.setIndex(0)
        assert bench.document.plan is start
        stack.setIndex(steps)
        assert bench.document.plan is end
        stack.setIndex(0)
        stack.clear()

    for name, (a, b) in CERTAIN.items():
        play = example([(name, a, b)])(play)
    play()
    assert changing == set(GESTURES)


@pytest.mark.shared
@pytest.mark.skipif(not MUNICIPALITIES.exists(), reason="the shared regions are not here")
def test_every_gesture_works_on_the_dutch_municipalities(qtbot: QtBot) -> None:
    plan, issues = read_plan(PLAN)
    assert plan is not None, issues
    opening = open_bench(qtbot, _nearest_seeds(plan))
    bench = next(opening)
    hand = Hand(qtbot, bench, territories_page(qtbot, bench))
    start, changing = bench.document.plan, set()
    edges = plan.regions.graph.borders.tolist()
    for name, gesture in GESTURES.items():
        if name == "lock_account":
            continue
        for a, b in edges[::7]:
            gesture(hand, a, b)
            if bench.document.plan is not start:
                changing.add(name)
                break
        bench.document.undo_stack.setIndex(0)
        assert bench.document.plan is start
    assert changing == set(GESTURES) - {"lock_account"}  # this plan has none
    next(opening, None)


def _nearest_seeds(plan: Plan) -> Plan:
    """Lay twelve territories out, each region to the nearest of twelve municipalities."""
    made = lay_out(duplicate_scenario(plan, "Today", "Plan A"), "Plan A", "base")
    points = plan.regions.points
    seeds = points[:: len(points) // 12][:12]
    owner = ((points[:, None] - seeds) ** 2).sum(axis=2).argmin(axis=1)
    return accept_owner(made, "Plan A", "base", ints(owner), None)
