"""The three notes of the first run; the keys in them are those of the actions."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence

from ui.actions import Act
from ui.messages import tr
from ui.workbench import Workbench

COACH = "coach"
"""Setting: how many notes of the first run were read."""


def coach_notes(bench: Workbench) -> tuple[tuple[str, str], ...]:
    """Return title and text of each note."""

    def key(act: Act) -> str:
        shortcut = bench.actions[act].shortcut()
        return shortcut.toString(QKeySequence.SequenceFormat.NativeText)

    one, many = bench.document.plan.regions.called
    return (
        (
            tr("Look around"),
            tr(
                "Point at a {noun} for its figures, click it to see it here, double-click to take its "
                "whole territory. {find} finds any of the {nouns}, accounts and people by name.",
                noun=one,
                nouns=many,
                find=key(Act.PALETTE),
            ),
        ),
        (
            tr("Change something by hand"),
            tr(
                "In a copy of Today, take the brush ({brush}) and drag over a border: the bars below "
                "move while you drag. {undo} takes the step back, by its name.",
                brush=key(Act.BRUSH),
                undo=key(Act.UNDO),
            ),
        ),
        (
            tr("Ask for a proposal"),
            tr(
                "Propose territories ({primary}) looks for a plan in which everybody is within the "
                "rules, and says how far from the best it can be. Nothing changes until you accept.",
                primary=key(Act.PRIMARY),
            ),
        ),
    )
