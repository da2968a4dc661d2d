"""The map picture: its order as a file, the drawing, and the child process."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from builders import grid_regions
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from planner.io.picture_file import PictureRequest, read_picture_request, write_picture_request
from planner.model.types import identical, ints
from ui.map.legend_picture import legend_width
from ui.map.picture import PictureSize, draw_picture
from ui.theme.theme import T


def request_of(territories: int = 3) -> PictureRequest:
    regions = grid_regions(6, 8)
    owner = np.arange(48) * territories // 48
    return PictureRequest(
        title="Gridland 2027",
        subtitle="48 places",
        geometry=regions.geometry,
        points=regions.points,
        edges=regions.graph.edges,
        owner=ints(owner),
        codes=tuple(f"T{i + 1:02d}" for i in range(territories)),
        figures=tuple(f"+{i} %" for i in range(territories)),
        seats=ints([-1] + [i * 48 // territories for i in range(1, territories)]),
        header=("", "Territory", "Places", "Prospects"),
        rows=tuple((f"T{i + 1:02d}", f"Zwolle {i}", "16", "+1 %") for i in range(territories)),
        closing="Colours only tell neighbours apart.",
        source="Grid",
    )


def colours_in(image: QImage) -> set[int]:
    small = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(small.constBits(), np.uint32).reshape(small.height(), -1)
    return set(np.unique(pixels).tolist())


def test_a_request_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    request = request_of()
    write_picture_request(request, tmp_path / "map.npz")
    assert identical(read_picture_request(tmp_path / "map.npz"), request)


def test_a_file_that_is_no_request_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "map.npz"
    path.write_text("hello")
    with pytest.raises(ValueError, match=r"map\.npz is not a picture request"):
        read_picture_request(path)


def test_a_request_whose_parts_do_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="3 territories, but"):
        replace(request_of(), figures=("+1 %",))
    with pytest.raises(ValueError, match="48 regions, 2 owners"):
        replace(request_of(), owner=ints([0, 1]))


def test_the_picture_shows_every_territory_in_its_colour(qtbot: QtBot) -> None:
    request = replace(request_of(), colours=ints([1, 3, 5]))
    image = draw_picture(request, PictureSize(800, 600, 1.0))
    assert (image.width(), image.height()) == (800, 600)
    shown = colours_in(image)
    for place in (1, 3, 5):
        assert T("terr", place).rgb() in shown
    assert T("terr", 0).rgb() not in shown


def test_a_legend_too_long_for_the_picture_says_how_many_are_left(qtbot: QtBot) -> None:
    request = request_of(40)
    image = draw_picture(request, PictureSize(1200, 700, 1.0))
    assert legend_width(request) > 100
    assert not image.isNull()


def test_a_picture_without_a_legend_gives_the_map_all_the_width(qtbot: QtBot) -> None:
    request = replace(request_of(), rows=(), header=())
    assert legend_width(request) == 0.0
    image = draw_picture(request, PictureSize(800, 600, 1.0))
    assert image.pixelColor(790 - 32, 300) == T("map_bg")


def test_the_child_process_draws_a_picture_without_a_display(tmp_path: Path) -> None:
    write_picture_request(request_of(), tmp_path / "map.npz")
    ended = _render("map", str(tmp_path / "map.npz"), "--out", str(tmp_path / "map.png"))
    assert (ended.returncode, ended.stderr) == (0, "")
    image = QImage(str(tmp_path / "map.png"))
    assert (image.width(), image.height()) == (1600, 1200)
    assert T("map_bg", of="light").rgb() in colours_in(image)


def test_the_child_process_fails_in_one_line(tmp_path: Path) -> None:
    ended = _render("map", str(tmp_path / "absent.npz"), "--out", str(tmp_path / "map.png"))
    assert ended.returncode == 2
    assert "absent.npz" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert not (tmp_path / "map.png").exists()


def _render(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "DISPLAY"}
    return subprocess.run(
        [sys.executable, "-m", "ui.render", *arguments],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
    )
