"""Drawing a view anew in bands, so that nobody waits for it. No widget."""

from __future__ import annotations

from ui.map.frame import Frame
from ui.map.view import View

BANDS = 6
"""A country of 35,000 regions takes some 70 ms in all; a band is a frame's time."""


class Sharpening:
    """A frame in the making for the view that is wanted, next to the one that is shown scaled."""

    def __init__(self, frame: Frame) -> None:
        self._shown = frame
        self._made: Frame | None = None
        self._row = 0

    def step(self, view: View) -> bool:
        """Render one more band; return whether the frame shows the view now.

        What was begun for another view, size or look is begun again.
        """
        shown = self._shown
        if shown.view == view:
            self._made = None
            return True
        made = self._made
        if made is None or made.view != view or not made.looks_like(shown):
            made, self._row = shown.twin(view), 0
        high = min(-(-made.height // BANDS), made.height - self._row)
        made.render((0, self._row, made.width, high))
        self._row += high
        done = self._row >= made.height
        if done:
            shown.become(made)
        self._made = None if done else made
        return done
