"""Somebody who does anything: clicks, keys, gestures on maps and pages at random, over the whole window.

    python random_user.py --seed 3 --steps 1000

plays on the small plan of the tour and prints what went wrong, and after which deeds. The same seed does
the same again: nothing is done before the window is at rest.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import random
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from builders import grid_plan  # noqa: F401  the planner is imported before Qt
from page_bench import move
from page_tour import ACCOUNTS, toured_window
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QPoint,
    QPointF,
    QSettings,
    Qt,
    QTimer,
    qInstallMessageHandler,
)
from PySide6.QtGui import QDesktopServices, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)
from tab_walk import nameless_controls, told

from planner.model.plan import Plan
from ui.actions import Act
from ui.app import Appearance, make_app
from ui.document import UNDO_STEPS
from ui.jobs import Job
from ui.main_window import MainWindow
from ui.map.canvas import MapCanvas
from ui.messages import Trouble
from ui.theme import theme
from ui.widgets.toast import Toast

LEFT = Qt.MouseButton.LeftButton
NONE, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
PATIENCE_S = 120.0
"""What is solved is limited in work, not in time, and others use the machine too."""
SOON_MS = 150
"""A timer that is shorter belongs to what was just done; a longer one only says something later."""
LAST = 12
"""Deeds that are told with what went wrong."""
HARMLESS = ("This plugin does not support",)  # the offscreen platform has no real windows
CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QAbstractSlider,
            QAbstractItemView)  # fmt: skip
LEAVING = (Act.QUIT, Act.CLOSE)
"""Ends the plan: not done, since all is to be undone."""
TYPED = (
    "", "0", "7", "-3", "12.5", "1.234,50", "5 %", "R01", "Today", "a name", "x" * 60,
    "loads > 3", "count >=", "2027-01-31", "31-12-2026",
)  # fmt: skip
KEYS = (
    Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Escape,
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home,
    Qt.Key.Key_End, Qt.Key.Key_PageDown, Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_1,
    Qt.Key.Key_2, Qt.Key.Key_F2, Qt.Key.Key_F6, Qt.Key.Key_N, Qt.Key.Key_Menu,
)  # fmt: skip
SIZES = ((1280, 720), (1024, 640), (1440, 900))


class Failed(AssertionError):
    """Something went wrong; says which seed and after which deeds."""


class Alarm:
    """Hears every exception that nobody caught, in any thread, and every message of Qt."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen, and give the hooks back."""
        hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook = self._raised
        threading.excepthook = lambda told: self._raised(told.exc_type, told.exc_value, None)
        sys.unraisablehook = lambda told: self.heard.append(f"unraisable: {told.exc_value!r}")
        handler = qInstallMessageHandler(self._said)
        try:
            yield
        finally:
            qInstallMessageHandler(handler)
            sys.excepthook, threading.excepthook, sys.unraisablehook = hooks

    def _raised(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        self.heard.append(
            "".join(traceback.format_exception(kind, error, trace or error.__traceback__))
        )

    def _said(self, _kind: object, _context: object, text: str) -> None:
        if not text.startswith(HARMLESS):
            self.heard.append(f"Qt: {text}")


class RandomUser:
    """Does one deed after the other; each choice comes from the seed alone."""

    def __init__(self, window: MainWindow, seed: int, folder: Path) -> None:
        assert window.session is not None
        self.window, self.seed, self.folder = window, seed, folder
        self.done: list[str] = []
        self.start: Plan = window.session.document.plan
        self._chance = random.Random(seed)
        self._alarm = Alarm()
        self._nested = QTimer(interval=5)
        self._nested.timeout.connect(self._answer_popups)
        for act in LEAVING:
            window.acts[act].setEnabled(False)
        window.messages.failed.connect(self._note)
        self._deeds: dict[Callable[[], str], int] = {
            self.use_a_control: 40,
            self.make_a_gesture: 18,
            self.press_a_key: 10,
            self.press_a_shortcut: 12,
            self.take_a_command: 5,
            self.go_to_a_page: 9,
            self.undo: 6,
            self.redo: 4,
            self.take_all_back: 2,
            self.resize: 1,
        }

    def walk(self, steps: int, *, hasty: bool = False) -> None:
        """Do so many deeds and look after each; at last all are undone.

        A hasty walk rests only now and then: its deeds meet work under way, and depend on the machine.
        """
        with self._alarm.listening(), asked_files(self):
            for _ in range(steps):
                try:
                    self.window.activateWindow()  # a list that closed may have left none active
                    deed = self._one_of(list(self._deeds), weights=list(self._deeds.values()))
                    self._nested.start()  # some lists run a loop of their own while they hang open
                    self.done.append(deed())
                    self._nested.stop()
                    self._answer_popups()
                except Exception as error:
                    raise self._failure("".join(traceback.format_exception(error))) from error
                if hasty and self._chance.random() < 0.8:
                    QTest.qWait(self._chance.choice((0, 1, 20, 60)))
                else:
                    self.look()
            self.look()
            self.take_all_back(redo=False)
            self.look()

    def look(self) -> None:
        """Wait until the window is at rest, and see whether all is well."""
        try:
            self._rest()
        except AssertionError as restless:
            raise self._failure(str(restless)) from restless
        if self._alarm.heard:
            raise self._failure("\n".join(self._alarm.heard))
        nameless = nameless_controls(self.window)
        if nameless:
            raise self._failure(f"no name: {nameless}")

    # What one can do

    def use_a_control(self) -> str:
        """Click, or type in, something that can be seen and used."""
        found = [each for each in self._front().findChildren(QWidget) if self._is_usable(each)]
        if not found:
            return "nothing to use"
        control = self._one_of(found)
        words = told(control)
        if isinstance(control, QLineEdit | QPlainTextEdit):
            return f"{words}: {self._type_in(control)}"
        if isinstance(control, QAbstractItemView):
            return f"{words}: {self._choose_in(control)}"
        if isinstance(control, QAbstractSlider):
            key = self._one_of((Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End))
            QTest.keyClick(control, key)
            return f"{words}: {key.name}"
        QTest.mouseClick(control, LEFT, self._keys(), _middle(control))
        return f"click {words}"

    def make_a_gesture(self) -> str:
        """Do something with the pointer on a map that is seen."""
        maps = [each for each in self._front().findChildren(MapCanvas) if _is_seen(each)]
        if not maps:
            return self.use_a_control()
        canvas = self._one_of(maps)
        places = [self._place(canvas) for _ in range(self._chance.randint(1, 4))]
        kind, keys = self._one_of(("click", "drag", "drag", "double", "wheel", "hover")), NONE
        if kind in ("click", "drag"):
            keys = self._keys()
        if kind == "click":
            QTest.mouseClick(canvas, LEFT, keys, places[0])
        elif kind == "double":
            QTest.mouseDClick(canvas, LEFT, keys, places[0])
        elif kind == "wheel":
            _turn_wheel(canvas, places[0], self._one_of((-120, 120)))
        elif kind == "hover":
            QTest.mouseMove(canvas, places[0])
        else:
            QTest.mousePress(canvas, LEFT, keys, places[0])
            for place in places[1:]:
                move(canvas, place)
            QTest.mouseRelease(canvas, LEFT, keys, places[-1])
        return f"{kind} {[place.toTuple() for place in places]} {keys.name} on {told(canvas)}"

    def press_a_key(self) -> str:
        """Press a key where the keyboard is."""
        key, keys = self._one_of(KEYS), self._one_of((NONE, NONE, NONE, SHIFT, CONTROL))
        here = QApplication.focusWidget() or self.window
        words = told(here)
        QTest.keyClick(here, key, keys)
        return f"key {key.name} {keys.name} in {words}"

    def press_a_shortcut(self) -> str:
        """Press the keys of a command that can be given."""
        acts = [act for act in self._enabled() if self.window.acts[act].shortcuts()]
        act = self._one_of(acts)
        QTest.keySequence(
            QApplication.focusWidget() or self.window, self.window.acts[act].shortcuts()[0]
        )
        return f"shortcut of {act}"

    def take_a_command(self) -> str:
        """Give a command as menus and the palette do."""
        act = self._one_of(self._enabled())
        self.window.acts[act].trigger()
        return f"command {act}"

    def go_to_a_page(self) -> str:
        """Press the keys of a page."""
        number = self._chance.randint(1, 7)
        keys = getattr(Qt.Key, f"Key_{number}")
        QTest.keyClick(QApplication.focusWidget() or self.window, keys, CONTROL)
        return f"page {number}"

    def undo(self) -> str:
        """Take one step back."""
        self.window.acts[Act.UNDO].trigger()
        return "undo"

    def redo(self) -> str:
        """Do one step again."""
        self.window.acts[Act.REDO].trigger()
        return "redo"

    def take_all_back(self, *, redo: bool | None = None) -> str:
        """Undo everything: it is the very plan it began with; now and then do it all again."""
        session = self.window.session
        assert session is not None
        stack, end = session.undo_stack, session.document.plan
        steps = stack.index()
        assert stack.count() < UNDO_STEPS, "more was done than can be undone"
        stack.setIndex(0)
        assert session.document.plan is self.start, f"{steps} steps undone leave another plan"
        if redo is None:
            redo = self._chance.random() < 0.5
        if redo:
            stack.setIndex(steps)
            assert session.document.plan is end, f"{steps} steps redone lead to another plan"
        return f"{steps} steps undone{' and redone' if redo else ''}"

    def resize(self) -> str:
        """Give the window another size."""
        size = self._one_of(SIZES)
        self.window.resize(*size)
        return f"size {size}"

    # With what is in the way

    def _answer_popups(self) -> None:
        """Choose in a list or menu that hangs open, or close it."""
        for _ in range(4):
            popup = QApplication.activePopupWidget()
            if popup is None:
                return
            self.done.append(self._answer(popup) if self._chance.random() < 0.8 else "close it")
            if QApplication.activePopupWidget() is popup:
                QTest.keyClick(popup, Qt.Key.Key_Escape)

    def _answer(self, popup: QWidget) -> str:
        if isinstance(popup, QMenu):
            leaving = {self.window.acts[act] for act in LEAVING}
            offered = [each for each in popup.actions() if each.isEnabled() and each.isVisible()]
            offered = [each for each in offered if not each.isSeparator() and each not in leaving]
            if not offered:
                return "nothing in the menu"
            chosen = self._one_of(offered)
            words = chosen.text()
            QTest.mouseClick(popup, LEFT, NONE, popup.actionGeometry(chosen).center())
            return f"menu {words}"
        view = popup.findChild(QAbstractItemView)
        return "nothing" if view is None else f"list: {self._choose_in(view)}"

    def _choose_in(self, view: QAbstractItemView) -> str:
        """Click on a row that is seen, or on a head."""
        head = view.findChild(QHeaderView)
        if head is not None and head.isVisible() and self._chance.random() < 0.2:
            at = QPoint(self._chance.randrange(max(1, head.width())), head.height() // 2)
            QTest.mouseClick(head.viewport(), LEFT, NONE, at)
            return f"head at {at.x()}"
        room = view.viewport().rect()
        if view.model() is None or room.isEmpty():
            return "nothing"
        at = QPoint(self._chance.randrange(room.width()), self._chance.randrange(room.height()))
        index = view.indexAt(at)
        told_ = f"{index.row()}, {index.column()}"
        keys = self._keys()
        QTest.mouseClick(view.viewport(), LEFT, keys, at)
        if self._chance.random() < 0.15:
            QTest.mouseDClick(view.viewport(), LEFT, keys, at)
            return f"twice on {told_}"
        return f"{told_} {keys.name}"

    def _type_in(self, field: QLineEdit | QPlainTextEdit) -> str:
        text = self._one_of(TYPED)
        QTest.mouseClick(field, LEFT, NONE, _middle(field))
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Delete)
        QTest.keyClicks(field, text)
        end = self._one_of((None, Qt.Key.Key_Return, Qt.Key.Key_Tab))
        if end is not None:
            QTest.keyClick(QApplication.focusWidget() or field, end)
        return f"{text!r} {end.name if end is not None else ''}"

    def _front(self) -> QWidget:
        return QApplication.activeModalWidget() or self.window

    def _enabled(self) -> list[Act]:
        acts = [act for act in Act if act not in LEAVING]
        return [act for act in acts if self.window.acts[act].isEnabled()]

    def _is_usable(self, control: QWidget) -> bool:
        if not isinstance(control, CONTROLS) or not control.isEnabled() or not _is_seen(control):
            return False
        parts = (QComboBox, QAbstractItemView, QScrollBar)
        inside = isinstance(control.parentWidget(), parts) or isinstance(
            control, QHeaderView | QScrollBar
        )
        in_a_moment = isinstance(control.parentWidget(), Toast)  # goes by itself
        under = control.window().childAt(
            control.mapTo(control.window(), _middle(control))
        )  # what a sheet covers is out of reach
        reached = under is not None and (under is control or control.isAncestorOf(under))
        return reached and not inside and not in_a_moment

    def _place(self, canvas: MapCanvas) -> QPoint:
        return QPoint(
            self._chance.randrange(max(1, canvas.width())),
            self._chance.randrange(max(1, canvas.height())),
        )

    def _keys(self) -> Qt.KeyboardModifier:
        return self._chance.choices((NONE, CONTROL, SHIFT, ALT), (12, 2, 2, 1))[0]

    def _one_of(self, things, weights=None):
        return self._chance.choices(things, weights)[0]

    # How it is afterwards

    def _rest(self) -> None:
        """Wait until nothing is under way, all maps are drawn, and every short timer has gone off."""
        until = time.monotonic() + PATIENCE_S
        while busy := self._under_way():
            assert time.monotonic() < until, f"does not come to rest: {busy}"
            QTest.qWait(5)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _under_way(self) -> list[str]:
        """Return what the window is still at."""
        QTest.qWait(1)
        window = self.window
        jobs = [child.text for child in window.runner.children() if isinstance(child, Job)]
        found = [f"job {text}" for text in jobs] if window.runner.is_busy else []
        for canvas in window.findChildren(MapCanvas):
            if canvas.isVisible() and canvas.scene is None:
                found.append(f"not drawn: {told(canvas)}")
        for timer in window.findChildren(QTimer):
            if timer.isActive() and timer.interval() < SOON_MS:
                found.append(f"timer of {timer.interval()} ms in {timer.parent()}")
        if window.speech.is_waiting and window._is_at_rest():
            found.append("another language")
        return found

    def _note(self, trouble: Trouble) -> None:
        """Hear of what failed: an error that a page did not foresee says so in its details."""
        self.done.append(f"told: {trouble.what} {trouble.where}")
        if "Traceback" in trouble.details:
            self._alarm.heard.append(trouble.details)

    def _failure(self, what: str) -> Failed:
        deeds = "\n  ".join(f"{at}. {deed}" for at, deed in list(enumerate(self.done))[-LAST:])
        return Failed(f"seed {self.seed}, after deed {len(self.done)}:\n  {deeds}\n{what}")


@contextmanager
def asked_files(user: RandomUser) -> Iterator[None]:
    """Answer for the dialogs of the system: a file in the user's folder to write, a file of accounts to
    read; no other plan is opened, and no other program."""
    folder = user.folder
    accounts = folder / "crm.csv"
    accounts.write_text(ACCOUNTS, encoding="utf-8")

    def to_save(*told: object, **_named: object) -> tuple[str, str]:
        suffix = Path(str(told[2])).suffix if len(told) > 2 else ""
        return str(folder / f"saved{suffix or '.png'}"), ""

    answers: dict[tuple[type, str], Callable[..., object]] = {
        (QFileDialog, "getSaveFileName"): to_save,
        (QFileDialog, "getOpenFileName"): lambda *_told, **_named: (str(accounts), ""),
        (QFileDialog, "getOpenFileNames"): lambda *_told, **_named: ([], ""),
        (QFileDialog, "getExistingDirectory"): lambda *_told, **_named: str(folder / "out"),
        (QMessageBox, "question"): lambda *_told, **_named: QMessageBox.StandardButton.Yes,
        (QDesktopServices, "openUrl"): lambda *_told: True,
    }
    (folder / "out").mkdir(exist_ok=True)
    before = {(owner, name): getattr(owner, name) for owner, name in answers}
    for (owner, name), answer in answers.items():
        setattr(owner, name, staticmethod(answer))
    try:
        yield
    finally:
        for (owner, name), answer in before.items():
            setattr(owner, name, staticmethod(answer))


def _middle(control: QWidget) -> QPoint:
    """Return the middle of what is seen of a control."""
    return control.visibleRegion().boundingRect().center()


def _is_seen(control: QWidget) -> bool:
    return control.isVisible() and not control.visibleRegion().isEmpty()


def _turn_wheel(canvas: MapCanvas, place: QPoint, by: int) -> None:
    QApplication.sendEvent(
        canvas,
        QWheelEvent(
            QPointF(place), QPointF(canvas.mapToGlobal(place)), QPoint(), QPoint(0, by),
            Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
        ),
    )  # fmt: skip


def main(arguments: list[str]) -> int:
    """Play in a home of its own; return whether something went wrong."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--steps", type=int, default=1000)
    asked.add_argument("--language", default="en")
    asked.add_argument("--hasty", action="store_true", help="do not wait until work is done")
    asked.add_argument("--tell", action="store_true", help="print every deed")
    chosen = asked.parse_args(arguments)
    faulthandler.register(signal.SIGUSR1)  # tells where it is, when it hangs
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="rayon-user-") as home:
        for name in ("CONFIG", "CACHE", "DATA", "STATE"):
            os.environ[f"XDG_{name}_HOME"] = home
        os.chdir(home)
        app = make_app()
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, home)
        window = toured_window(chosen.language, Path(home))
        Appearance(app, window.settings)  # follows the settings
        theme.keep_still(True)
        user = RandomUser(window, chosen.seed, Path(home))
        began = time.monotonic()
        try:
            user.walk(chosen.steps, hasty=chosen.hasty)
            words = "all well"
        except Failed as failure:
            words = str(failure)
        if chosen.tell:
            sys.stdout.write("\n".join([*user.done, ""]))
        seconds = time.monotonic() - began
        sys.stdout.write(
            f"seed {chosen.seed}: {len(user.done)} deeds in {seconds:.0f} s: {words}\n"
        )
        sys.stdout.flush()
        window.runner.close()
        os._exit(words != "all well")


if __name__ == "__main__":
    main(sys.argv[1:])
