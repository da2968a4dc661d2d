"""Maps that nobody thinks of: no region, one, islands alone, no territory; with everything over them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from builders import grid_regions
from pdf_text import pdf_words
from pytestqt.qtbot import QtBot

from planner.io.picture_file import PictureRequest
from planner.io.picture_sight import Sight
from planner.model.geometry import Geometry
from planner.model.regions import RegionSet
from planner.model.types import bools, floats, ints
from ui.map.account_points import AccountPoints
from ui.map.accounts_drawing import AccountMark, AccountsDrawing, BunchMark
from ui.map.borders import LineChoice
from ui.map.canvas import MapCanvas
from ui.map.content import MapContent, TerritoryMark
from ui.map.homes import HomeMark, Homes, HomesDrawing
from ui.map.levels import prepare_map
from ui.map.picture import PictureSize, draw_picture, write_pdf
from ui.map.region_names import RegionNames
from ui.map.scale_bar import ScaleBar

EMPTY = Geometry(floats(np.empty((0, 2))), ints([0]), ints([0]), ints([0]))


def islands() -> RegionSet:
    """Three squares of 1 km with water of 1 km between them, no two of them neighbours."""
    row = grid_regions(1, 3)
    corner = np.repeat(np.arange(3) * 1_000.0, 5)
    xy = row.geometry.xy + np.stack([corner, np.zeros(15)], axis=1)
    points = row.points + np.stack([np.arange(3) * 1_000.0, np.zeros(3)], axis=1)
    return replace(row, geometry=replace(row.geometry, xy=floats(xy)), points=floats(points))


def crowd(count: int) -> AccountPoints:
    """Accounts in the middle of the map, all at one place."""
    flags = bools(np.arange(count) % 2)
    return AccountPoints(
        ints(np.arange(count)), floats(np.zeros((count, 2))), floats(np.ones(count)),
        floats(np.ones(count)), flags, flags, flags,
    )  # fmt: skip


class Shown:
    """A canvas with everything that may lie over it."""

    def __init__(self, qtbot: QtBot, regions: RegionSet | None, owner: list[int]) -> None:
        self.canvas = MapCanvas()
        qtbot.addWidget(self.canvas)
        self.canvas.resize(500, 400)
        self.bar, self.accounts = ScaleBar(), AccountsDrawing()
        self.homes, self.names = HomesDrawing(), RegionNames()
        self.bar.corner = (480.0, 380.0)
        for drawing in (self.accounts, self.homes, self.names, self.bar):
            self.canvas.add_drawing(drawing)
        self.names.shown = True
        if regions is None:
            self.canvas.set_map(prepare_map(EMPTY, floats(np.empty((0, 2)))))
        else:
            self.canvas.set_map(prepare_map(regions.geometry, regions.points), regions.graph.edges)
            self.names.show(regions.names)
        count = max([*owner, -1]) + 1
        marks = tuple(TerritoryMark(f"T{at}", "0 %", seat=0) for at in range(count))
        self.canvas.show_content(MapContent(ints(owner), marks))
        parent = ints(np.zeros(len(owner)))
        self.canvas.show_lines(LineChoice(parent=parent))
        self.paint()

    def paint(self) -> None:
        self.canvas.settle()
        self.canvas.grab()


@pytest.mark.parametrize("accounts", [0, 1, 40])
def test_a_map_without_any_region_shows_what_lies_over_it(qtbot: QtBot, accounts: int) -> None:
    shown = Shown(qtbot, None, [])
    shown.accounts.show(crowd(accounts))
    shown.homes.homes = Homes((0,), floats([[0.1, 0.1]]), ((),))
    shown.canvas.place_again()
    shown.paint()
    layout = shown.accounts.layout
    assert layout is not None
    assert len(layout.bunches) + len(layout.found.single) == min(accounts, 1)
    assert shown.names.placed == []


def test_one_region_has_its_name_its_home_and_its_accounts(qtbot: QtBot) -> None:
    shown = Shown(qtbot, grid_regions(1, 1), [0])
    shown.accounts.show(crowd(40))
    shown.homes.homes = Homes((7,), floats([[200.0, -200.0]]), ((0,),))
    shown.canvas.set_selection(ints([]), [0])
    shown.canvas.place_again()
    shown.paint()
    scene = shown.canvas.scene
    assert scene is not None
    assert [name.region for name in shown.names.placed] == [0]
    (x, y), *_ = scene.pixels_of(floats([[200.0, -200.0]])).tolist()
    assert shown.canvas.mark_at(x, y) == HomeMark(7)
    (bunch,) = shown.accounts.layout.bunches if shown.accounts.layout else ()
    mark = shown.canvas.mark_at(bunch.x, bunch.y)
    assert isinstance(mark, BunchMark)
    assert mark.count == 40
    assert shown.accounts.box_of(mark) is None
    assert sorted(shown.accounts.members(mark).tolist()) == list(range(40))


def test_islands_alone_have_names_and_no_borders(qtbot: QtBot) -> None:
    shown = Shown(qtbot, islands(), [0, 1, 2])
    shown.accounts.show(crowd(1))
    shown.canvas.place_again()
    shown.paint()
    assert len(shown.names.placed) == 3
    at = shown.canvas.pixels_of(floats([[2_500.0, 500.0]]))[0].tolist()
    assert shown.canvas.mark_at(*at) == AccountMark(0)
    shown.canvas.pan(5_000, 0)
    shown.paint()
    assert shown.canvas.mark_at(*at) is None
    assert shown.names.placed == []


@pytest.mark.parametrize("owner", [[0, 1, 1], [-1, -1, -1]])
def test_islands_and_maps_without_territories_become_pictures(
    qtbot: QtBot, tmp_path: Path, owner: list[int]
) -> None:
    regions, k = islands(), max(owner) + 1
    request = PictureRequest(
        title="Islands",
        geometry=regions.geometry,
        points=regions.points,
        edges=regions.graph.edges,
        owner=ints(owner),
        codes=tuple(f"T{at}" for at in range(k)),
        figures=("",) * k,
        seats=ints([-1] * k),
        sight=Sight((2_500.0, 500.0), 12.0, 500.0, 200.0, names=regions.names),
    )
    assert not draw_picture(request, PictureSize(scale=1.0)).isNull()
    write_pdf(request, tmp_path / "islands.pdf")
    words = pdf_words(tmp_path / "islands.pdf")
    assert "Islands" in words
    assert "Place 3" in words
    assert ("T1" in words) == (k > 0)
