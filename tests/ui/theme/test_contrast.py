"""Contrast of the tokens by WCAG 2.1: text 4.5, controls and graphics 3."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from ui.theme import contrast as theme_contrast
from ui.theme.theme import tokens

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06X}".format)

TEXT = [
    ("text", "surface"), ("text", "window"), ("text2", "surface"), ("text2", "subtle"),
    ("text3", "surface"), ("text3", "subtle"), ("text3", "window"), ("text3", "hover"),
    ("accent_text", "surface"), ("accent_text", "accent_soft"), ("on_accent", "accent"),
    ("good", "surface"), ("good", "good_soft"), ("warn", "surface"), ("warn", "warn_soft"),
    ("bad", "surface"), ("bad", "bad_soft"), ("text", "warn_soft"), ("text2", "warn_soft"),
    ("text2", "good_soft"), ("text2", "info_soft"), ("text2", "bad_soft"),
]  # fmt: skip
GRAPHICS = [
    ("line_strong", "surface"), ("focus", "surface"), ("focus", "window"),
    ("chart_bar", "surface"), ("map_select", "map_land"),
]  # fmt: skip


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@given(COLOURS, COLOURS)
def test_the_contrast_that_the_map_is_drawn_by_is_the_same(one: str, other: str) -> None:
    told = theme_contrast.contrast(QColor(one), QColor(other))
    assert told == pytest.approx(contrast(one, other), rel=1e-4)


@given(COLOURS, COLOURS, COLOURS)
def test_a_colour_is_found_that_stands_out_from_any_ground(
    ground: str, one: str, other: str
) -> None:
    wanted = [QColor(each).rgb() for each in (one, other)]
    found = QColor.fromRgb(theme_contrast.standing_out(QColor(ground).rgb(), *wanted))
    assert contrast(found.name(), ground) >= 3
    if contrast(one, ground) >= 3:
        assert found == QColor(one)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read_on_its_ground(mode: str, text: str, ground: str) -> None:
    shown = tokens()[mode]
    assert contrast(shown[text][:7], shown[ground][:7]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), GRAPHICS)
def test_graphics_stand_out_from_their_ground(mode: str, line: str, ground: str) -> None:
    shown = tokens()[mode]
    assert contrast(shown[line][:7], shown[ground][:7]) >= 3


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_labels_can_be_read_on_every_territory(mode: str) -> None:
    shown = tokens()[mode]
    assert min(contrast(shown["map_label"], fill) for fill in shown["terr"]) >= 4.5


def test_light_and_dark_have_the_same_tokens() -> None:
    assert tokens()["light"].keys() == tokens()["dark"].keys()
