"""How long the window takes to change from light to dark and to another language, every page opened."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from benchmarks.budgets import Figure, measure

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
SAMPLE = Path("sample_regions/netherlands/plan.toml")
LOOKS, ANEW = 0.8, 1.5
"""Seconds. Dressing the whole window anew is rare, making all of it anew rarer; both are one step of Qt."""


def figures() -> Iterator[Figure]:
    from PySide6.QtCore import QSize
    from PySide6.QtWidgets import QWidget

    from benchmarks.gestures import rest
    from planner.model.words import STEPS
    from ui.main_window import MainWindow
    from ui.window_shot import shoot

    found: list[Figure] = []

    def walk(window: QWidget) -> None:
        assert isinstance(window, MainWindow)
        assert window.session is not None
        settings = window.settings

        def turn() -> None:
            settings.appearance = "dark" if settings.appearance == "light" else "light"
            rest(0)

        def speak() -> None:
            settings.language = "nl" if settings.language == "en" else "en"
            rest(0)

        for step in STEPS:  # pages are made when they are first opened
            window.session.desk.go_to(step)
            rest()
        found.append(measure("light to dark and back, painted", turn, runs=6, budget=LOOKS))
        found.append(measure("another language, painted", speak, runs=6, budget=ANEW))

    shoot(SAMPLE, "data", QSize(1280, 720), "light", inspect=walk)
    yield from found
