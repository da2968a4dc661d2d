"""What the window asks of a step: its pages and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class StepState:
    """What the rail shows at a step: a tick when done, else the number of open points.

    Attributes
    ----------
    done : bool
    open_points : int
        Territories outside the rule, warnings to look at; 0 shows no badge.
    waiting : bool
        Something was made, or is being made, that nobody has taken or refused yet.
    """

    done: bool = False
    open_points: int = 0
    waiting: bool = False


class Step(Protocol):
    """A step of the work: centre + inspector + strip.

    `ui.steps.pages.make_steps(bench: Workbench) -> tuple[Step, ...]` makes those that are built, in the
    order of `words.STEPS`; the window owns the widgets and shows one step at a time.
    A step listens to the document itself; the window only calls what stands here.

    Attributes
    ----------
    key : str
        From `planner.model.words.STEPS`.
    title : str
        Shown in the rail, already translated.
    icon : str
        Name of an icon in ui/theme/icons.
    centre : QWidget
        Map or page.
    inspector, strip : QWidget or None
        None folds the area away. The window gives the inspector `size("inspector")` pixels and the
        strip `size("strip")`; the inspector scrolls by itself (`ui.widgets.inspector.Inspector`).
    """

    key: str
    title: str
    icon: str
    centre: QWidget
    inspector: QWidget | None
    strip: QWidget | None

    def state(self) -> StepState:
        """Return what the rail shows; asked after every change of the plan or scenario."""
        ...

    def enter(self) -> None:
        """Be shown: wire the actions of this page (`Actions.on`), say the keys (`Messages.hint`)."""
        ...

    def leave(self) -> None:
        """Be hidden: cancel a gesture that is under way. The window unwires this page's actions."""
        ...
