"""Opens a plan in the real window and prints every text that is cut or crosses another.

    python picture_walk.py PLAN WIDTHxHEIGHT light|dark STEP...

A process of its own, since the scaling (QT_SCALE_FACTOR) is fixed once Qt stands.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget
from widget_walk import clipped_texts, crossing_texts, visible

from planner.language import environment_language, use_language
from planner.notation import environment_notation, use_notation
from ui.window_shot import shoot


def main(plan: str, size: str, mode: str, *steps: str) -> int:
    width, height = map(int, size.split("x"))
    use_language(environment_language())
    use_notation(environment_notation())
    wrong: list[str] = []
    scale = 0.0
    for step in steps:
        found, picture = walked(Path(plan), step, QSize(width, height), mode)
        wrong += [f"{step}: {each}" for each in found]
        scale = picture.devicePixelRatio()
    told = f"{len(steps)} pages walked at {scale:g}x, {len(wrong)} wrong"
    sys.stdout.write("\n".join([told, *wrong, ""]))
    return 1 if wrong else 0


def walked(plan: Path, step: str, size: QSize, mode: str) -> tuple[list[str], QPixmap]:
    """Return what is wrong on a page, and its picture."""
    wrong: list[str] = []

    def walk(window: QWidget) -> None:
        assert visible(window, QWidget), "nothing is shown"
        wrong.extend(f"cut: {text}" for text in clipped_texts(window))
        wrong.extend(f"crossing: {one} / {other}" for one, other in crossing_texts(window))

    picture = shoot(plan, step, size, mode, inspect=walk)
    return wrong, picture


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
