"""The view of a map as a picture: its size, its middle, its words; the same on paper, as shapes."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from builders import grid_regions
from pdf_text import pdf_images, pdf_words
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from planner.io.picture_colours import PictureColours
from planner.io.picture_file import PictureRequest, read_picture_request, write_picture_request
from planner.io.picture_sight import Sight
from planner.language import use_language
from planner.model.types import bools, floats, identical, ints
from ui.map.borders import LineChoice
from ui.map.canvas import MapCanvas
from ui.map.content import MapContent, TerritoryMark
from ui.map.fills import class_colours
from ui.map.legend_marks import ACCOUNTS, HOME
from ui.map.levels import prepare_map
from ui.map.picture import EDGE, FOOT, HEAD, PictureSize, draw_picture, page_of, write_pdf
from ui.map.picture_scene import picture_scene
from ui.map.scene import MapScene
from ui.map.vector_map import FINE_MM, paper_level
from ui.theme.theme import T, ramp
from ui.use_cases.picture_child import draw_picture as draw_in_child

ROWS, COLS = 6, 8
REGIONS = grid_regions(ROWS, COLS)
OWNER = ints(np.arange(48) * 3 // 48)


def sight(**fields: object) -> Sight:
    """Eight accounts, two homes and every line over the middle of the grid, 10 m a pixel."""
    at = REGIONS.points[[9, 9, 9, 20, 21, 30, 31, 46]]
    given: dict[str, object] = {
        "centre": (4_100.0, 2_900.0),
        "metres": 10.0,
        "width": 700.0,
        "height": 500.0,
        "names": REGIONS.names,
        "parent": ints(np.arange(48) % 2),
        "locked": bools(np.arange(48) == 12),
        "locked_territories": bools([True, False, False]),
        "accounts": at,
        "money": floats(np.full(8, 5.0)),
        "sizes": floats(np.linspace(0, 1, 8)),
        "customers": bools(np.arange(8) % 2),
        "named": bools(np.arange(8) == 4),
        "homes": REGIONS.points[[10, 37]],
        "marks": ((ACCOUNTS[0], "Customer"), (HOME, "Home of a person")),
    }
    return Sight(**(given | fields))  # type: ignore[arg-type]


def request_of(seen: Sight | None = None) -> PictureRequest:
    return PictureRequest(
        title="Gridland 2027",
        subtitle="Plan A",
        geometry=REGIONS.geometry,
        points=REGIONS.points,
        edges=REGIONS.graph.edges,
        owner=OWNER,
        codes=("T01", "T02", "T03"),
        figures=("+1.5 %", "−2.5 %", "0.0 %"),
        seats=ints([-1, 19, -1]),
        header=("", "Territory", "Prospects"),
        rows=(("T02", "Zwolle", "−2.5 %"),),
        listed=ints([1]),
        closing="Colours only tell neighbours apart.",
        source="Grid, drawn by Rayon",
        sight=seen or sight(),
    )


def pixels(image: QImage) -> np.ndarray:
    made = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(made.constBits(), np.uint32).reshape(made.height(), -1).copy()


def test_a_view_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    request = request_of()
    write_picture_request(request, tmp_path / "view.npz")
    assert identical(read_picture_request(tmp_path / "view.npz"), request)


def by_prospects() -> PictureColours:
    """The left half of the regions in the palest of two classes, the right half in the deepest."""
    return PictureColours(
        ramp="seq",
        of_region=ints(np.arange(48) % 8 // 4),
        title="Prospects per place",
        rows=(("0 to 1", "24"), ("1 to 7", "24")),
        note="In accounts; at the right the number of places",
    )


def test_colours_of_a_figure_come_back_from_their_file(tmp_path: Path) -> None:
    request = request_of(sight(colours=by_prospects()))
    write_picture_request(request, tmp_path / "view.npz")
    assert identical(read_picture_request(tmp_path / "view.npz"), request)


def test_colours_without_a_meaning_are_refused() -> None:
    with pytest.raises(ValueError, match="no ramp is called rust"):
        PictureColours(ramp="rust")
    with pytest.raises(ValueError, match="2 colours, class 2"):
        replace(by_prospects(), of_region=ints([0, 2]))


def test_a_picture_is_filled_by_a_figure_and_tells_it(qtbot: QtBot, tmp_path: Path) -> None:
    bare = sight(colours=by_prospects(), names=(), labels=False, parent=ints(()))
    scene = picture_scene(request_of(bare), QSizeF(700, 500), 1.0).scene
    west, east = (QColor.fromRgb(colour) for colour in class_colours(2))
    fills = [scene.frame.image.pixelColor(*middle(scene, region)) for region in (17, 27, 20, 29)]
    assert fills == [west, west, east, east]
    path = tmp_path / "view.pdf"
    write_pdf(request_of(sight(colours=by_prospects())), path)
    words = pdf_words(path)
    for text in ("Prospects per place", "0 to 1", "1 to 7", "24", "at the right the number"):
        assert text in words, text


def test_territories_in_a_picture_take_the_colours_of_their_distance(qtbot: QtBot) -> None:
    words = ("far below", "below", "just below", "right", "just above", "above", "far above")
    seen = sight(
        colours=PictureColours(ramp="div", title="Off", rows=tuple((word, "1") for word in words)),
        locked_territories=bools([False] * 3), names=(), labels=False, parent=ints(()),
    )  # fmt: skip
    request = replace(request_of(seen), colours=ints([0, 3, 6]))
    scene = picture_scene(request, QSizeF(700, 500), 1.0).scene
    fills = [scene.frame.image.pixelColor(*middle(scene, region)) for region in (10, 27, 37)]
    assert fills == [ramp("div")[at] for at in (0, 3, 6)]


def middle(scene: MapScene, region: int) -> tuple[int, int]:
    """The pixel a little beside the middle of a region, where no lock stands."""
    (x, y), *_ = scene.pixels_of(scene.prepared.points[[region]]).tolist()
    return round(x) + 20, round(y) + 20


def test_a_view_whose_parts_do_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="8 accounts, but"):
        sight(money=floats([1.0]))
    with pytest.raises(ValueError, match=r"0\.0 m"):
        sight(metres=0.0)
    with pytest.raises(ValueError, match="3 territories, but"):
        replace(request_of(), listed=ints([0, 1]))


@pytest.mark.parametrize("scale", [1.0, 2.0, 3.0])
def test_a_picture_is_as_large_as_the_view_and_what_stands_around_it(
    qtbot: QtBot, scale: float
) -> None:
    request = request_of()
    page = page_of(request, PictureSize(scale=scale))
    image = draw_picture(request, PictureSize(scale=scale))
    assert (page.area.width(), page.area.height()) == (700.0, 500.0)
    assert page.high == 500 + HEAD + FOOT
    assert image.width() == page.wide * scale
    assert image.height() == (500 + HEAD + FOOT) * scale
    assert image.pixelColor(round(EDGE * scale / 2), 5) == T("surface")


@pytest.mark.parametrize("scale", [1.0, 2.0, 3.0])
def test_the_picture_shows_the_regions_that_the_window_shows(qtbot: QtBot, scale: float) -> None:
    canvas = MapCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(700, 500)
    canvas.set_map(prepare_map(REGIONS.geometry, REGIONS.points), REGIONS.graph.edges)
    marks = tuple(TerritoryMark(code) for code in ("T01", "T02", "T03"))
    canvas.show_content(MapContent(OWNER, marks))
    canvas.zoom_by(1.7)
    canvas.pan(-33, 21)
    canvas.settle()
    assert canvas.scene is not None
    (x, y), *_ = canvas.metres_of(floats([[350, 250]])).tolist()
    seen = sight(centre=(x, y), metres=1 / canvas.scene.view.scale)
    scene = picture_scene(request_of(seen), QSizeF(700, 500), scale).scene
    for right in range(25, 700, 50):
        for down in range(25, 500, 50):
            assert scene.region_at(right + 0.5, down + 0.5) == canvas.region_at(right, down)


def test_a_picture_shows_what_was_switched_on(qtbot: QtBot) -> None:
    def drawn(seen: Sight) -> np.ndarray:
        return pixels(draw_picture(request_of(seen), PictureSize(scale=1.0)))

    bare = sight(
        names=(), parent=ints(()), accounts=floats(np.empty((0, 2))), money=floats(()),
        sizes=floats(()), customers=bools(()), named=bools(()), homes=floats(np.empty((0, 2))),
        labels=False, borders=False,
    )  # fmt: skip
    plain = drawn(bare)
    every = sight()
    for names in (
        ("names",), ("parent",), ("homes",), ("labels",), ("borders",),
        ("accounts", "money", "sizes", "customers", "named"),
    ):  # fmt: skip
        more = replace(bare, **{name: getattr(every, name) for name in names})
        assert (drawn(more) != plain).any(), names


def test_a_pdf_holds_its_words_as_text_and_no_picture_of_them(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "view.pdf"
    write_pdf(request_of(sight(locked_territories=bools([0, 0, 0]))), path)
    words = pdf_words(path)
    for text in (
        "Gridland 2027", "Plan A", "Grid, drawn by Rayon", "T02", "+1.5 %", "−2.5 %", "Zwolle",
        "Prospects", "Customer", "Home of a person", "Colours only tell",
        "1 km", "Place 22", "3",
    ):  # fmt: skip
        assert text in words, text
    assert pdf_images(path) == 0


def test_a_pdf_of_one_territory_has_the_outline_of_the_exact_map(qtbot: QtBot) -> None:
    scene = picture_scene(request_of(), QSizeF(700, 500), 1.0).scene
    levels = scene.prepared.levels
    for mm_a_pixel in (0.01, 0.2, 5.0, 1000.0):
        level = paper_level(scene, mm_a_pixel)
        assert level.tolerance * mm_a_pixel / 10.0 <= FINE_MM
        coarser = levels[: levels.index(level)]
        assert all(one.tolerance * mm_a_pixel / 10.0 > FINE_MM for one in coarser)
    assert paper_level(scene, 1e9) is levels[-1]


def test_the_shapes_on_paper_are_those_of_the_pixels(qtbot: QtBot) -> None:
    from PySide6.QtGui import QPainter

    from ui.map.vector_map import draw_vector_map

    made = picture_scene(request_of(), QSizeF(700, 500), 1.0)
    scene = made.scene
    scene.lines = LineChoice(regions=False)
    scene.refresh()
    image = QImage(700, 500, QImage.Format.Format_RGB32)
    told: list[float] = []
    with QPainter(image) as painter:
        draw_vector_map(painter, scene, 0.2, told.append)
    alike = pixels(image) == pixels(scene.frame.image)
    assert alike.mean() > 0.97  # lines are softened otherwise, fills are the same
    assert told == sorted(told)
    assert told[-1] == 1.0


@pytest.mark.parametrize("name", ["view.png", "view.pdf", "view.PNG"])
def test_the_child_process_draws_and_says_how_far_it_is(tmp_path: Path, name: str) -> None:
    told: list[float] = []
    target = tmp_path / name
    assert draw_in_child(request_of(), target, 2.0, told.append) == ""
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [name]
    assert told == sorted(told)
    assert told[-1] == 1.0
    if name.endswith(".png"):
        plain = tmp_path / "plain.png"
        assert draw_in_child(request_of(), plain, 1.0) == ""
        assert QImage(str(target)).size() == QImage(str(plain)).size() * 2


def test_a_stopped_child_leaves_nothing_behind(tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    (tmp_path / "view.pdf").write_text("older")
    assert draw_in_child(request_of(), tmp_path / "view.pdf", 1.0, None, stop.is_set) == "stopped"
    assert (tmp_path / "view.pdf").read_text() == "older"
    assert len([path for path in tmp_path.iterdir() if path.is_file()]) == 1


def test_a_picture_of_another_kind_is_refused(tmp_path: Path) -> None:
    assert "neither in .png nor in .pdf" in draw_in_child(request_of(), tmp_path / "view.bmp")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "cannot be written" in draw_in_child(request_of(), tmp_path / "no" / "view.pdf")


def test_the_child_process_speaks_the_language_of_the_window(tmp_path: Path) -> None:
    use_language("nl")
    told = draw_in_child(request_of(), tmp_path / "no" / "view.pdf")
    assert told.endswith("kan niet worden geschreven")
