"""Names of regions: inside their regions, clear of everything, fading in as regions grow."""

from __future__ import annotations

import numpy as np
import pytest
from builders import grid_regions
from hypothesis import given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from planner.model.types import bools, floats, ints
from ui.map.account_points import AccountPoints
from ui.map.accounts_drawing import AccountsDrawing
from ui.map.canvas import MapCanvas
from ui.map.content import MapContent, TerritoryMark
from ui.map.label_layout import Rect, overlap
from ui.map.levels import prepare_map
from ui.map.region_names import FAINT, RegionNames, placed_names
from ui.map.scene import MapScene

GRID = grid_regions(6, 6)
PREPARED = prepare_map(GRID.geometry, GRID.points)
boxes = st.tuples(st.floats(0, 580), st.floats(0, 580), st.floats(5, 200), st.floats(5, 120))


def scene_of(side: int = 600, ratio: float = 1.0) -> MapScene:
    pixels = round(side * ratio)
    return MapScene(PREPARED, GRID.graph.edges, pixels, pixels, ratio)


@settings(max_examples=30)
@given(st.lists(boxes, max_size=6), st.floats(8, 90), st.sampled_from([0.6, 1.0, 2.3]))
def test_names_lie_in_their_regions_and_touch_nothing(
    qapp: object, taken: list[Rect], width: float, zoom: float
) -> None:
    scene = scene_of()
    scene.zoom(zoom, 200, 350)
    scene.sharpen()
    placed = placed_names(scene, lambda region: width + region % 5, taken)
    for number, name in enumerate(placed):
        x, y, wide, high = name.rect
        assert wide == width + name.region % 5
        for right in (x, x + wide / 2, x + wide - 1):
            assert scene.region_at(right, y + high / 2) == name.region
        assert not any(overlap(name.rect, rect) for rect in taken)
        assert not any(overlap(name.rect, other.rect) for other in placed[:number])
        assert FAINT <= name.strength <= 1.0


def test_names_fade_in_as_their_regions_grow(qtbot: QtBot) -> None:
    seen = []
    for side in (200, 420, 500, 560, 900):
        names = placed_names(scene_of(side), lambda _region: 60.0, [])
        seen.append((len(names), names[0].strength if names else 0.0))
    counts, strengths = zip(*seen, strict=True)
    assert counts == (0, 0, 36, 36, 36)
    assert list(strengths) == sorted(strengths)
    assert FAINT < strengths[2] < strengths[3] < strengths[4] == 1.0


def test_names_stand_alike_on_a_fine_screen(qtbot: QtBot) -> None:
    plain = placed_names(scene_of(), lambda _region: 40.0, [])
    fine = placed_names(scene_of(ratio=2.0), lambda _region: 40.0, [])
    at = {name.region: name.rect for name in plain}
    assert len(fine) == len(plain) == 36
    for name in fine:
        assert name.rect == pytest.approx(at[name.region], abs=1.0)


def test_labels_bunches_and_names_never_overlap_together(qtbot: QtBot) -> None:
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(760, 760)
    accounts, names = AccountsDrawing(), RegionNames()
    canvas.add_drawing(accounts)
    canvas.add_drawing(names)
    canvas.set_map(PREPARED, GRID.graph.edges)
    owner = ints(np.arange(36) % 6)
    canvas.show_content(MapContent(owner, tuple(TerritoryMark(f"T{i}", "+1 %") for i in range(6))))
    accounts.show(some_accounts(120))
    names.shown = True
    names.show(tuple(f"Pl {i}" for i in range(36)))
    for zoom in (0.7, 1.0, 1.5, 2.5, 4.0):
        canvas.fit_all()
        canvas.zoom_by(zoom)
        canvas.settle()
        canvas.grab()
        assert canvas._overlay is not None
        assert accounts.layout is not None
        rects = [label.rect for label in canvas._overlay.layout.labels]
        rects += [bunch.box for bunch in accounts.layout.bunches]
        rects += [name.rect for name in names.placed]
        assert len(rects) > 6
        for number, rect in enumerate(rects):
            for other in rects[:number]:
                assert not overlap(rect, other) or apart(rect, other)


def test_without_names_or_switched_off_nothing_is_placed(qtbot: QtBot) -> None:
    names = RegionNames()
    names.show(GRID.names)
    assert names.place(scene_of(), []) == ()
    names.shown = True
    assert len(names.place(scene_of(), [])) == 36
    names.show(("one", "two"))  # of another map, which is yet to come
    assert names.place(scene_of(), []) == ()


def apart(one: Rect, other: Rect) -> bool:
    """Whether two bunches, which are round, do not touch though the squares around them do."""
    if one[2] != one[3] or other[2] != other[3]:
        return False
    between = np.hypot(
        one[0] + one[2] / 2 - other[0] - other[2] / 2, one[1] + one[3] / 2 - other[1] - other[3] / 2
    )
    return bool(between >= one[2] / 2 + other[2] / 2)


def some_accounts(count: int) -> AccountPoints:
    rng = np.random.default_rng(3)
    at = (rng.random((count, 2)) - 0.5) * 6_000
    at[: count // 2] = at[:8].repeat(count // 16 + 1, axis=0)[: count // 2]
    nothing = bools(np.zeros(count))
    return AccountPoints(
        ints(np.arange(count)), floats(at), floats(np.ones(count)), floats(np.ones(count) / 2),
        nothing, nothing, nothing,
    )  # fmt: skip
