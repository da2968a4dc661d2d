"""What the bar says of a plan is so, and nothing that stands nowhere is dropped without a word."""

from __future__ import annotations

import errno
import gc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from builders import grid_plan
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from window_parts import MemoryJournal, make_steps, move_one, opened

from planner.model.plan import Plan
from planner.model.types import identical
from planner.store.folder import save_plan
from planner.store.journal import Journal
from planner.store.rayon_file import load_rayon, save_rayon
from planner.store.saved_plan import load_saved
from ui.actions import Act
from ui.app import journal_of
from ui.main_window import MainWindow
from ui.settings import Settings
from ui.use_cases import keep
from ui.widgets.buttons import Button
from ui.window import files, writer
from ui.window.keeping import how_to_mend
from ui.window.leaving import LeaveQuestion
from ui.window.opening import read
from ui.window.plan_lock import PlanLock
from ui.window.session import Session

PLAN = grid_plan(3, 3, 3)
FULL = OSError(errno.ENOSPC, "No space left on device")


class FullJournal(MemoryJournal):
    """Refuses what comes while the disk is full."""

    full = False

    def record(self, plan: Plan) -> None:
        if self.full:
            raise FULL
        super().record(plan)


class SlowJournal(MemoryJournal):
    """Writes once it may go on."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = Event()

    def record(self, plan: Plan) -> None:
        self.go_on.wait()
        super().record(plan)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A saved plan, alone in its folder."""
    folder = tmp_path / "plans"
    folder.mkdir()
    save_rayon(PLAN, folder / "plan.rayon")
    return folder / "plan.rayon"


@pytest.fixture
def window_on(qtbot: QtBot) -> Callable[[Path], tuple[MainWindow, Session]]:
    """Open a path as the app does, with a journal on the disk."""

    def make(path: Path) -> tuple[MainWindow, Session]:
        window = MainWindow(Settings(), make_steps, journal_of)
        qtbot.addWidget(window)
        window.show()
        window.show_plan(read(path, lambda _: None, lambda: False))
        assert window.session is not None
        return window, window.session

    return make


def window_with(qtbot: QtBot, journal: MemoryJournal) -> tuple[MainWindow, Session]:
    window = MainWindow(Settings(), make_steps, lambda _opened: journal)
    qtbot.addWidget(window)
    window.show()
    window.show_plan(opened(PLAN))
    assert window.session is not None
    return window, window.session


def saved_words(window: MainWindow) -> str:
    return window.top_bar.saved.words.text()


def link(window: MainWindow, words: str) -> Button:
    return next(
        button
        for note in window.notices.notes
        for button in note.findChildren(Button)
        if button.text() == words
    )


def full_disk(*_: object) -> None:
    raise FULL


def test_an_edit_that_the_journal_refused_is_not_called_kept(qtbot: QtBot) -> None:
    journal = FullJournal()
    window, _ = window_with(qtbot, journal)
    move_one(window)
    qtbot.waitUntil(lambda: saved_words(window).startswith("Kept "))
    journal.full = True
    for region in (0, 1):
        move_one(window, region)
        qtbot.waitUntil(lambda: saved_words(window) == "Not kept")
    (note,) = window.notices.notes  # told once, not at each edit
    assert "Make room" in note.text.text()
    journal.full = False
    move_one(window, 2)
    qtbot.waitUntil(lambda: saved_words(window).startswith("Kept "))
    assert not window.notices.notes


def test_a_plan_whose_last_edit_stands_nowhere_asks_before_it_closes(qtbot: QtBot) -> None:
    journal = FullJournal()
    journal.full = True
    window, session = window_with(qtbot, journal)
    after = move_one(window)
    for leave in (window.close, window.show_welcome, lambda: window.show_plan(opened(PLAN))):
        leave()
        assert window.isVisible()
        assert window.session is session
        asked = window.findChild(LeaveQuestion)
        assert asked is not None
        asked.stay.click()
        qtbot.waitUntil(lambda: window.findChild(LeaveQuestion) is None)
    assert session.document.plan is after
    window.close()
    asked = window.findChild(LeaveQuestion)
    assert asked is not None
    asked.close_anyway.click()
    assert not window.isVisible()


def test_edits_on_their_way_to_a_slow_disk_are_not_said_to_be_lost(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = SlowJournal()
    window, _ = window_with(qtbot, journal)
    monkeypatch.setattr(writer.Writer.wait, "__defaults__", (0.01,))
    move_one(window)
    window.close()
    asked = window.findChild(LeaveQuestion)
    assert asked is not None
    assert "still being written" in asked.windowTitle()
    asked.stay.click()
    qtbot.waitUntil(lambda: window.findChild(LeaveQuestion) is None)
    journal.go_on.set()
    qtbot.waitUntil(lambda: saved_words(window).startswith("Kept "))
    monkeypatch.undo()
    window.close()
    assert not window.isVisible()


def test_edits_that_could_not_be_kept_are_saved_elsewhere_from_the_question(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = FullJournal()
    journal.full = True
    window, session = window_with(qtbot, journal)
    after = move_one(window)
    monkeypatch.setattr("ui.window.session.ask_for_place", lambda *_: tmp_path / "other.rayon")
    window.close()
    asked = window.findChild(LeaveQuestion)
    assert asked is not None
    with qtbot.waitSignal(session.keeper.saved):
        asked.save.click()
    assert identical(load_rayon(tmp_path / "other.rayon")[0], after)
    window.close()
    assert not window.isVisible()


def test_an_edit_is_kept_when_the_window_closes_while_its_save_fails(
    window_on: Callable[[Path], tuple[MainWindow, Session]],
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window, _ = window_on(place)
    monkeypatch.setattr(keep, "save", full_disk)
    after = move_one(window)
    window.save()
    window.close()
    assert not window.isVisible()
    kept = Journal(place).recover(PLAN)
    assert kept is not None
    assert identical(kept[0], after)


def test_a_plan_that_was_only_looked_at_closes_without_a_question(qtbot: QtBot) -> None:
    journal = FullJournal()
    journal.full = True
    window, _ = window_with(qtbot, journal)
    window.close()
    assert not window.isVisible()


def test_a_write_that_hangs_holds_the_window_for_a_time_only(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent, go_on = QWidget(), Event()
    qtbot.addWidget(parent)
    slow = writer.Writer(parent)
    slow.do(go_on.wait, lambda _result: None)
    assert not slow.wait(0.01)
    assert not slow.finish(0.01)
    go_on.set()
    assert slow.finish()


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (errno.ENOSPC, "Make room"),
        (errno.EACCES, "another folder"),
        (errno.EROFS, "another folder"),
    ],
)
def test_a_write_that_failed_says_how_to_mend_it(number: int, word: str) -> None:
    assert word in how_to_mend(OSError(number, "no"))


def test_a_failure_of_another_kind_says_its_own_text_only() -> None:
    assert how_to_mend(OSError(errno.EIO, "no")) == how_to_mend(ValueError("no")) == ""


def offered_on(
    window_on: Callable[[Path], tuple[MainWindow, Session]], qtbot: QtBot, place: Path
) -> tuple[MainWindow, Session]:
    """A window that offers the edits of an earlier session."""
    Journal(place).record(replace(PLAN, name="earlier"))
    window, session = window_on(place)
    qtbot.waitUntil(lambda: bool(window.notices.notes))
    return window, session


def test_an_old_offer_cannot_forget_the_edits_of_this_session(
    window_on: Callable[[Path], tuple[MainWindow, Session]], qtbot: QtBot, place: Path
) -> None:
    window, session = offered_on(window_on, qtbot, place)
    after = move_one(window)
    qtbot.waitUntil(lambda: saved_words(window).startswith("Kept "))
    assert not window.notices.notes
    session.keeper._forget()  # as a click would that was on its way
    window.close()
    kept = Journal(place).recover(PLAN)
    assert kept is not None
    assert identical(kept[0], after)


def test_forgetting_earlier_edits_keeps_one_made_a_moment_before(
    window_on: Callable[[Path], tuple[MainWindow, Session]], qtbot: QtBot, place: Path
) -> None:
    window, _ = offered_on(window_on, qtbot, place)
    after = move_one(window)
    link(window, "Forget them").click()
    qtbot.waitUntil(lambda: saved_words(window).startswith("Kept "))
    kept = Journal(place).recover(PLAN)
    assert kept is not None
    assert identical(kept[0], after)
    assert [path.name for path in place.parent.glob("plan 2*.rayon")] == []


def test_forgotten_edits_are_offered_no_more(
    window_on: Callable[[Path], tuple[MainWindow, Session]], qtbot: QtBot, place: Path
) -> None:
    window, _ = offered_on(window_on, qtbot, place)
    link(window, "Forget them").click()
    window.close()
    assert Journal(place).recover(PLAN) is None


def test_a_failed_save_as_leaves_the_plan_and_its_lock_where_they_are(
    window_on: Callable[[Path], tuple[MainWindow, Session]],
    qtbot: QtBot,
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window, session = window_on(place)
    other = place.with_name("other.rayon")
    locks = [place.with_name(f".{path.name}.lock") for path in (place, other)]
    with monkeypatch.context() as patched:
        patched.setattr(keep, "save", full_disk)
        with qtbot.waitSignal(session.keeper.unsaved):
            session.save_at(other)
    assert session.document.place == place
    assert [lock.exists() for lock in locks] == [True, False]
    assert [note.title.text() for note in window.notices.notes] == ["The plan could not be saved"]
    with qtbot.waitSignal(session.keeper.saved):
        session.save_at(other)
    assert not window.notices.notes
    assert session.document.place == other
    assert [lock.exists() for lock in locks] == [False, True]
    window.close()
    assert [lock.exists() for lock in locks] == [False, False]


def test_ctrl_s_during_a_save_as_goes_where_that_goes(
    window_on: Callable[[Path], tuple[MainWindow, Session]], qtbot: QtBot, place: Path
) -> None:
    window, session = window_on(place)
    before, after = session.document.plan, move_one(window)
    other = place.with_name("other.rayon")
    session.save_at(other)
    last = move_one(window, 0)
    window.save()
    qtbot.waitUntil(lambda: not session.keeper.is_saving)
    assert after is not last
    assert identical(load_rayon(place)[0], before)
    assert identical(load_rayon(other)[0], last)
    assert session.document.place == other
    assert session.document.is_clean


@pytest.mark.parametrize("answer", ["Yes", "No"])
def test_a_name_that_is_taken_once_its_ending_is_added_is_asked_about(
    window_on: Callable[[Path], tuple[MainWindow, Session]],
    qtbot: QtBot,
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
) -> None:
    window, session = window_on(place)
    other = place.with_name("other.rayon")
    save_rayon(replace(PLAN, name="Other"), other)
    asked: list[str] = []

    def ask(_parent: QWidget, _title: str, text: str) -> files.QMessageBox.StandardButton:
        asked.append(text)
        return files.QMessageBox.StandardButton[answer]

    monkeypatch.setattr(files.QFileDialog, "getSaveFileName", lambda *_: (str(other)[:-6], ""))
    monkeypatch.setattr(files.QMessageBox, "question", ask)
    window.acts[Act.SAVE_ELSEWHERE].trigger()
    qtbot.waitUntil(lambda: not session.keeper.is_saving)
    assert asked == ["other.rayon is there already. Replace it with this plan?"]
    assert load_rayon(other)[0].name == (PLAN.name if answer == "Yes" else "Other")


def test_a_folder_that_holds_something_is_asked_about(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    (tmp_path / "chosen" / "mine").mkdir(parents=True)
    (tmp_path / "chosen" / "mine" / "plan.toml").touch()
    monkeypatch.setattr(
        files.QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "chosen")
    )
    buttons = files.QMessageBox.StandardButton
    for answer, place in (
        (buttons.No, None),
        (buttons.Yes, tmp_path / "chosen" / "mine"),
    ):
        monkeypatch.setattr(files.QMessageBox, "question", lambda *_, said=answer: said)
        assert files.ask_for_folder(parent, Settings(), "mine") == place
    assert files.ask_for_folder(parent, Settings(), "new") == tmp_path / "chosen" / "new"


def overtake(place: Path, name: str = "colleague") -> None:
    if place.is_dir():
        save_plan(replace(PLAN, name=name), place)
    else:
        save_rayon(replace(PLAN, name=name), place)


@pytest.mark.parametrize("name", ["plan.rayon", "folder"])
def test_what_somebody_else_saved_meanwhile_is_not_written_over_unasked(
    window_on: Callable[[Path], tuple[MainWindow, Session]],
    qtbot: QtBot,
    place: Path,
    name: str,
) -> None:
    place = place.with_name(name)
    if name == "folder":
        save_plan(PLAN, place)
    window, session = window_on(place)
    overtake(place)
    after = move_one(window)
    for _ in range(2):
        with qtbot.waitSignal(session.keeper.overtaken):
            window.save()
    (note,) = window.notices.notes
    assert note.title.text() == f"{name} was changed on disk since it was read"
    assert load_saved(place)[0].name == "colleague"
    assert not session.document.is_clean
    with qtbot.waitSignal(session.keeper.saved):
        link(window, "Save anyway").click()
    assert identical(load_saved(place)[0], after)
    last = move_one(window, 0)
    with qtbot.waitSignal(session.keeper.saved):
        window.save()
    assert identical(load_saved(place)[0], last)


def test_a_plan_file_that_is_gone_is_simply_written(
    window_on: Callable[[Path], tuple[MainWindow, Session]], qtbot: QtBot, place: Path
) -> None:
    window, session = window_on(place)
    place.unlink()
    after = move_one(window)
    with qtbot.waitSignal(session.keeper.saved):
        window.save()
    assert identical(load_rayon(place)[0], after)


def test_writing_here_anyway_first_reads_what_the_other_window_saved(
    window_on: Callable[[Path], tuple[MainWindow, Session]], qtbot: QtBot, place: Path
) -> None:
    other = PlanLock(place)
    assert other.take() is None
    window, session = window_on(place)
    assert session.document.place is None
    overtake(place)
    with qtbot.waitSignal(window.plan_shown, timeout=30_000):
        link(window, "Write here anyway").click()
    assert window.session is not None
    assert window.session.document.plan.name == "colleague"
    assert window.session.document.place == place
    other.release()
    assert PlanLock(place).take() is not None


def test_edits_made_before_writing_here_anyway_stay_and_mind_the_other_save(
    window_on: Callable[[Path], tuple[MainWindow, Session]], qtbot: QtBot, place: Path
) -> None:
    other = PlanLock(place)
    other.take()
    window, session = window_on(place)
    after = move_one(window)
    overtake(place)
    link(window, "Write here anyway").click()
    assert session.document.plan is after
    with qtbot.waitSignal(session.keeper.overtaken):
        window.save()
    assert load_rayon(place)[0].name == "colleague"
    other.release()


def test_a_lock_that_cannot_be_taken_over_is_told(
    window_on: Callable[[Path], tuple[MainWindow, Session]],
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = PlanLock(place)
    other.take()
    window, session = window_on(place)

    def busy(_lock: PlanLock) -> None:
        raise PermissionError(errno.EACCES, "used by another process")

    monkeypatch.setattr(PlanLock, "take_over", busy)
    link(window, "Write here anyway").click()
    assert window.notices.notes[-1].title.text() == "plan.rayon could not be taken over"
    assert session.document.place is None
    other.release()


def test_a_lock_that_was_taken_over_is_left_to_its_new_owner(place: Path) -> None:
    first, second = PlanLock(place), PlanLock(place)
    assert first.take() is None
    assert second.take() is not None
    second.take_over()
    first.release()
    del first
    gc.collect()
    assert PlanLock(place).take() is not None
    second.release()
    last = PlanLock(place)
    assert last.take() is None
    last.release()


def test_the_notes_of_a_plan_go_with_it(
    window_on: Callable[[Path], tuple[MainWindow, Session]], qtbot: QtBot, place: Path
) -> None:
    window, _ = offered_on(window_on, qtbot, place)
    window.show_welcome()
    assert not window.notices.notes


@pytest.mark.parametrize("text", ["", "\0\0", "x\ny\n"])
def test_a_lock_that_a_crash_cut_short_holds_nothing(place: Path, text: str) -> None:
    place.with_name(f".{place.name}.lock").write_text(text, "utf-8")
    lock = PlanLock(place)
    assert lock.take() is None
    lock.release()
