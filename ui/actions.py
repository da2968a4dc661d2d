"""All actions with their words, keys and icons; one that nobody has wired is disabled and unseen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from ui.messages import tr
from ui.theme import theme


class Act(StrEnum):
    """Keys of the actions."""

    OPEN = "open"
    NEW = "new"
    SAVE = "save"
    SAVE_ELSEWHERE = "save_elsewhere"
    SAVE_FOLDER = "save_folder"
    SNAPSHOT = "snapshot"
    CLOSE = "close"
    QUIT = "quit"
    UNDO = "undo"
    REDO = "redo"
    DUPLICATE = "duplicate"
    RENAME = "rename"
    REMOVE = "remove"
    PALETTE = "palette"
    INSPECTOR = "inspector"
    STRIP = "strip"
    APPEARANCE = "appearance"
    SETTINGS = "settings"
    NEXT_AREA = "next_area"
    PREVIOUS_AREA = "previous_area"
    HELP = "help"
    HISTORY = "history"
    PRIMARY = "primary"
    ESCAPE = "escape"
    EXPORT = "export"
    PROPOSE = "propose"
    SELECT = "select"
    HAND = "hand"
    BRUSH = "brush"
    LASSO = "lasso"
    POLYGON = "polygon"
    CIRCLE = "circle"
    RECTANGLE = "rectangle"
    FLOOD = "flood"
    SPLIT = "split"
    MERGE = "merge"
    BARRIER = "barrier"
    LOCK_TOOL = "lock_tool"
    SEAT = "seat"
    SPLIT_REGION = "split_region"
    DRAW_REGION = "draw_region"
    DRAG_BORDER = "drag_border"
    MERGE_REGIONS = "merge_regions"
    RENAME_REGION = "rename_region"
    LOCK = "lock"
    LOCK_ALL = "lock_all"
    UNLOCK_ALL = "unlock_all"
    FREE_ACCOUNTS = "free_accounts"
    GROW = "grow"
    SHRINK = "shrink"
    SWAP = "swap"
    BRUSH_SMALLER = "brush_smaller"
    BRUSH_LARGER = "brush_larger"
    ZOOM_IN = "zoom_in"
    ZOOM_OUT = "zoom_out"
    FIT_ALL = "fit_all"
    FIT_SELECTION = "fit_selection"
    SAVE_VIEW = "save_view"
    COLOUR_BY = "colour_by"
    NEXT_PROBLEM = "next_problem"
    PREVIOUS_PROBLEM = "previous_problem"
    TABLE = "table"
    HOVER_CARD = "hover_card"
    SWAP_SIDES = "swap_sides"
    ACCEPT = "accept"
    REJECT = "reject"
    MOVE_1 = "move_1"
    MOVE_2 = "move_2"
    MOVE_3 = "move_3"
    MOVE_4 = "move_4"
    MOVE_5 = "move_5"
    MOVE_6 = "move_6"
    MOVE_7 = "move_7"
    MOVE_8 = "move_8"
    MOVE_9 = "move_9"


TOOLS = (
    Act.SELECT, Act.HAND, Act.BRUSH, Act.LASSO, Act.POLYGON, Act.CIRCLE, Act.RECTANGLE, Act.FLOOD,
    Act.SPLIT, Act.MERGE, Act.BARRIER, Act.LOCK_TOOL, Act.SEAT, Act.SPLIT_REGION, Act.DRAW_REGION,
    Act.DRAG_BORDER,
)  # fmt: skip
"""Actions of which one is always checked."""

MOVES = tuple(Act(f"move_{n}") for n in range(1, 10))


@dataclass(frozen=True, slots=True)
class _Spec:
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""


def _specs() -> dict[Act, _Spec]:
    specs = {
        Act.OPEN: _Spec(tr("Open a plan…"), ("Ctrl+O",), "folder-open"),
        Act.NEW: _Spec(tr("New plan from a map file…"), ("Ctrl+N",), "globe"),
        Act.SAVE: _Spec(tr("Save"), ("Ctrl+S",), "save"),
        Act.SAVE_ELSEWHERE: _Spec(tr("Save as another file…"), (), "save"),
        Act.SAVE_FOLDER: _Spec(tr("Save as a folder of plain files…"), (), "folder"),
        Act.SNAPSHOT: _Spec(tr("Keep a copy as it is now"), ("Ctrl+Shift+S",), "copy"),
        Act.CLOSE: _Spec(tr("Close the plan"), ("Ctrl+W",), "x"),
        Act.QUIT: _Spec(tr("Quit Rayon"), ("Ctrl+Q",)),
        Act.UNDO: _Spec(tr("Undo"), ("Ctrl+Z",), "undo-2"),
        Act.REDO: _Spec(tr("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo-2"),
        Act.DUPLICATE: _Spec(tr("Duplicate scenario"), ("Ctrl+D",), "copy-plus"),
        Act.RENAME: _Spec(tr("Rename scenario"), (), "pencil"),
        Act.REMOVE: _Spec(tr("Remove scenario"), (), "trash-2"),
        Act.PALETTE: _Spec(
            tr("Find a region, account, person or command"), ("Ctrl+K", "/"), "search"
        ),
        Act.INSPECTOR: _Spec(tr("Show or hide the inspector"), ("Ctrl+\\",), "panel-right"),
        Act.STRIP: _Spec(tr("Show or hide the balance strip"), ("Ctrl+B",), "chart-column"),
        Act.APPEARANCE: _Spec(tr("Light or dark"), ("Ctrl+L",), "moon"),
        Act.SETTINGS: _Spec(tr("Settings"), ("Ctrl+,",), "settings"),
        Act.NEXT_AREA: _Spec(tr("Next area of the window"), ("F6",)),
        Act.PREVIOUS_AREA: _Spec(tr("Previous area of the window"), ("Shift+F6",)),
        Act.HELP: _Spec(tr("Help for this page"), ("F1",), "circle-question-mark"),
        Act.HISTORY: _Spec(tr("History of steps"), ("Ctrl+H",), "history"),
        Act.PRIMARY: _Spec(tr("Main button of this page"), ("Ctrl+Enter", "Ctrl+Return")),
        Act.ESCAPE: _Spec(tr("Cancel"), ("Esc",)),
        Act.EXPORT: _Spec(tr("Export…"), ("Ctrl+E",), "download"),
        Act.PROPOSE: _Spec(tr("Propose territories"), (), "sparkles"),
        Act.ACCEPT: _Spec(tr("Accept the proposal"), (), "check"),
        Act.REJECT: _Spec(tr("Reject the proposal"), (), "x"),
        Act.HOVER_CARD: _Spec(tr("Show or hide the card beside the pointer"), ("Ctrl+I",), "info"),
        Act.SWAP_SIDES: _Spec(tr("Swap left and right"), ("S",), "arrow-left-right"),
        Act.TABLE: _Spec(tr("Show as a table"), ("Ctrl+T",), "table"),
    }
    specs |= _map_specs() | _redraw_specs()
    for number, act in enumerate(MOVES, 1):
        text = tr("Move the selection to neighbour {number}", number=number)
        specs[act] = _Spec(text, (str(number),), "arrow-right")
    return specs


def _map_specs() -> dict[Act, _Spec]:
    return {
        Act.SELECT: _Spec(tr("Select"), ("V",), "mouse-pointer-2"),
        Act.HAND: _Spec(tr("Hand"), ("H",), "hand"),
        Act.BRUSH: _Spec(tr("Brush"), ("B",), "brush"),
        Act.LASSO: _Spec(tr("Lasso"), ("L",), "lasso"),
        Act.POLYGON: _Spec(tr("Polygon"), ("P",), "pentagon"),
        Act.CIRCLE: _Spec(tr("Circle"), ("C",), "circle"),
        Act.RECTANGLE: _Spec(tr("Rectangle"), ("R",), "square-dashed"),
        Act.FLOOD: _Spec(tr("Flood to a border"), ("G",), "paint-bucket"),
        Act.SPLIT: _Spec(tr("Split a territory"), ("S",), "scissors"),
        Act.MERGE: _Spec(tr("Merge two territories"), ("M",), "merge"),
        Act.BARRIER: _Spec(tr("Barrier"), ("X",), "fence"),
        Act.LOCK_TOOL: _Spec(tr("Lock tool"), (), "lock"),
        Act.LOCK: _Spec(tr("Lock or unlock the selection"), ("K",), "lock"),
        Act.LOCK_ALL: _Spec(tr("Lock all"), (), "lock"),
        Act.UNLOCK_ALL: _Spec(tr("Unlock all"), (), "lock-open"),
        Act.FREE_ACCOUNTS: _Spec(tr("Free all accounts that are kept"), (), "lock-open"),
        Act.GROW: _Spec(tr("Grow the territory by one ring"), ("Ctrl+]",), "expand"),
        Act.SHRINK: _Spec(tr("Shrink the territory by one ring"), ("Ctrl+[",), "shrink"),
        Act.SWAP: _Spec(tr("Swap the selection of two territories"), (), "arrow-left-right"),
        Act.SEAT: _Spec(tr("Home base"), ("T",), "map-pin"),
        Act.BRUSH_SMALLER: _Spec(tr("Smaller brush"), ("[",)),
        Act.BRUSH_LARGER: _Spec(tr("Larger brush"), ("]",)),
        Act.ZOOM_IN: _Spec(tr("Zoom in"), ("+", "="), "plus"),
        Act.ZOOM_OUT: _Spec(tr("Zoom out"), ("-",), "minus"),
        Act.FIT_ALL: _Spec(tr("Fit all"), ("0",), "maximize"),
        Act.FIT_SELECTION: _Spec(tr("Fit the selection"), ("F",)),
        Act.SAVE_VIEW: _Spec(tr("Save this view as a picture…"), ("Ctrl+Shift+E",), "download"),
        Act.COLOUR_BY: _Spec(tr("Colour the map by…"), ("Ctrl+M",), "palette"),
        Act.NEXT_PROBLEM: _Spec(tr("Next problem or difference"), ("N",), "arrow-down"),
        Act.PREVIOUS_PROBLEM: _Spec(tr("Previous problem or difference"), ("Shift+N",), "arrow-up"),
    }


def _redraw_specs() -> dict[Act, _Spec]:
    return {
        Act.SPLIT_REGION: _Spec(tr("Split a region"), ("S",), "scissors"),
        Act.DRAW_REGION: _Spec(tr("Draw a region"), ("D",), "pentagon"),
        Act.DRAG_BORDER: _Spec(tr("Move a border"), ("E",), "pencil"),
        Act.MERGE_REGIONS: _Spec(tr("Merge the selected regions"), ("M",), "merge"),
        Act.RENAME_REGION: _Spec(tr("Rename the selected region"), ("F2",), "pencil"),
    }


class Actions(QObject):
    """The actions of a window, wired by the window (`wire`) and by the page that is shown (`on`).

    Attributes
    ----------
    above_pages : dict of Act to callable
        What lies over the pages and answers before them; it returns whether it did.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._actions: dict[Act, QAction] = {}
        self._icons: dict[Act, str] = {}
        self.above_pages: dict[Act, Callable[[], bool]] = {}
        self._window = window
        self._of_window: set[Act] = set()
        self._of_page: list[tuple[QAction, Callable[..., object]]] = []
        self._tools = QActionGroup(self)
        for act, spec in _specs().items():
            self._actions[act] = self._make(act, spec)
            window.addAction(self._actions[act])
        self.repaint_icons()
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.StyleChange and watched is self.parent():
            self.repaint_icons()
        return super().eventFilter(watched, event)

    def __getitem__(self, act: Act) -> QAction:
        return self._actions[act]

    def wire(self, act: Act, slot: Callable[..., object], *, enabled: bool = True) -> QAction:
        """Let the window answer an action for as long as it lives."""
        self._of_window.add(act)
        return self._connect(act, slot, enabled=enabled)

    def on(self, act: Act, slot: Callable[..., object], *, enabled: bool = True) -> QAction:
        """Let the page that is shown answer an action until it is left; slot gets `checked`."""

        def answer(checked: bool = False) -> None:
            above = self.above_pages.get(act)
            if above is None or not above():
                slot(checked)

        action = self._connect(act, answer, enabled=enabled)
        self._of_page.append((action, answer))
        return action

    def hush_page(self, *, hushed: bool) -> None:
        """Let the keys of the page that is shown do nothing while something else lies over it."""
        for act in self._actions.keys() - self._of_window:
            if hushed:
                self._window.removeAction(self._actions[act])
            else:
                self._window.addAction(self._actions[act])

    def leave_page(self) -> None:
        """Unwire what the page wired."""
        for action, slot in self._of_page:
            action.triggered.disconnect(slot)
            action.setVisible(False)
            action.setEnabled(False)
            if action.isCheckable():
                action.setChecked(False)
        self._of_page.clear()

    def live(self) -> list[tuple[Act, QAction]]:
        """Return the actions that do something now, for the command palette."""
        return [
            (act, action)
            for act, action in self._actions.items()
            if action.isEnabled() and action.isVisible()
        ]

    def of_page(self) -> list[Act]:
        """Return the actions that the page that is shown answers, in the order it wired them."""
        acts = {id(action): act for act, action in self._actions.items()}
        return list(dict.fromkeys(acts[id(action)] for action, _slot in self._of_page))

    def icon_name(self, act: Act) -> str:
        """Return the name of an action's icon, "" where it has none."""
        return self._icons.get(act, "")

    def repaint_icons(self) -> None:
        """Draw the icons anew in the colours of the theme."""
        for act, name in self._icons.items():
            self._actions[act].setIcon(theme.icon(name))

    def say_anew(self) -> None:
        """Say what the actions do in the language of now."""
        for act, spec in _specs().items():
            _say(self._actions[act], spec)

    def _connect(self, act: Act, slot: Callable[..., object], *, enabled: bool) -> QAction:
        action = self._actions[act]
        action.triggered.connect(slot)
        action.setVisible(True)
        action.setEnabled(enabled)
        return action

    def _make(self, act: Act, spec: _Spec) -> QAction:
        action = QAction(self)
        action.setObjectName(act)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        _say(action, spec)
        action.setVisible(False)
        action.setEnabled(False)
        if act in TOOLS:
            action.setCheckable(True)
            self._tools.addAction(action)
        if spec.icon:
            self._icons[act] = spec.icon
        return action


def _say(action: QAction, spec: _Spec) -> None:
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setText(spec.text)
    action.setToolTip(f"{spec.text.removesuffix('…')} ({keys})" if keys else spec.text)
