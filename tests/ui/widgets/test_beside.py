from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QSize

from ui.widgets.beside import AWAY, place_beside

AREA = QRect(0, 0, 1000, 800)
CARD = QSize(200, 100)


def test_the_card_goes_right_below_the_pointer_where_it_fits() -> None:
    assert place_beside(QPoint(100, 100), CARD, AREA, QRect()).topLeft() == QPoint(118, 118)


def test_it_gives_way_to_the_selection_and_to_the_edges() -> None:
    below = QRect(0, 110, 1000, 600)
    assert place_beside(QPoint(500, 120), CARD, AREA, below).bottom() < 110
    assert place_beside(QPoint(990, 100), CARD, AREA, QRect()).right() < 990
    assert place_beside(QPoint(990, 790), CARD, AREA, QRect()).bottom() < 790


@given(st.integers(0, 999), st.integers(0, 799), st.integers(0, 900), st.integers(0, 700))
def test_it_is_inside_the_area_and_never_under_the_pointer(x: int, y: int, a: int, b: int) -> None:
    place = place_beside(QPoint(x, y), CARD, AREA, QRect(a, b, 300, 200))
    assert AREA.contains(place)
    assert not place.adjusted(1 - AWAY, 1 - AWAY, AWAY - 1, AWAY - 1).contains(QPoint(x, y))
