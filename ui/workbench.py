"""What every page of the window is given: nothing is reached through globals."""

from __future__ import annotations

from dataclasses import dataclass, field

from planner.model.issues import Issue
from ui.actions import Actions
from ui.document import Document
from ui.jobs import JobRunner
from ui.map.known_maps import KnownMaps
from ui.messages import Messages
from ui.selection import Selection
from ui.settings import Settings


@dataclass(frozen=True, slots=True)
class Workbench:
    """The open plan and the tools around it; lives as long as the plan is open.

    `document` and `selection` are this plan's own, `issues` is what reading it found, `maps` its
    maps as the canvas wants them; the rest belongs to the window.
    """

    document: Document
    selection: Selection
    runner: JobRunner
    actions: Actions
    settings: Settings
    messages: Messages
    issues: tuple[Issue, ...] = ()
    maps: KnownMaps = field(default_factory=KnownMaps)
