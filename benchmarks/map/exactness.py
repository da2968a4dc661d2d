"""Whether the picture after any pans, zooms and edits is the one a fresh drawing gives."""

from __future__ import annotations

import numpy as np

from benchmarks.map.sets import Work
from benchmarks.map.window import look_at
from planner.model.types import ints
from ui.map.canvas import MapCanvas
from ui.map.frame import Frame

STEPS = 40


def regions_that_differ(canvas: MapCanvas, work: Work) -> int:
    """Look around and edit by chance; return at how many pixels another region stands than drawn anew."""
    chance = np.random.default_rng(3)
    look_at(canvas, work, 4)
    owner = work.content.owner
    wrong = 0
    for step in range(STEPS):
        kind = step % 4
        if kind == 3:
            owner = owner.copy()
            owner[chance.choice(len(owner), 50)] = chance.integers(len(work.content.marks))
            canvas.show_content(work.with_owner(ints(owner)))
        elif kind == 2 and step % 8 == 2:
            canvas.zoom_by(float(chance.uniform(0.5, 2.2)))
            canvas.settle()
        else:
            canvas.pan(*chance.integers(-300, 300, 2).tolist())
        canvas.repaint()
        scene = canvas.scene
        assert scene is not None
        fresh = Frame(scene.prepared, scene.frame.width, scene.frame.height, scene.frame.dpr)
        fresh.show(scene.view)
        wrong += int((fresh.ids != scene.frame.ids).sum())
    canvas.show_content(work.content)
    return wrong
