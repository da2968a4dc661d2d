"""No work goes unasked: what Undo brought back after a save, earlier edits, plans of a newer Rayon."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path

import apsw
import pytest
from builders import grid_plan
from pytestqt.qtbot import QtBot
from window_parts import MemoryJournal, make_steps, move_one, opened

from planner.model.plan import Plan
from planner.model.types import identical
from planner.store.journal import Journal
from planner.store.rayon_file import load_rayon, save_rayon
from ui.app import journal_of
from ui.main_window import MainWindow
from ui.settings import Settings
from ui.use_cases import keep
from ui.use_cases.on_disk import holder_of
from ui.window.leaving import LeaveQuestion
from ui.window.opening import read

PLAN = grid_plan(3, 3, 3)


def full_disk(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


class FullJournal(MemoryJournal):
    """Has no room for anything."""

    def record(self, plan: Plan) -> None:
        full_disk()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A saved plan."""
    save_rayon(PLAN, tmp_path / "plan.rayon")
    return tmp_path / "plan.rayon"


def test_an_undo_while_the_plan_is_saved_is_kept_when_the_window_closes(
    qtbot: QtBot, place: Path
) -> None:
    window = MainWindow(Settings(), make_steps, journal_of)
    qtbot.addWidget(window)
    window.show_plan(read(place, lambda _: None, lambda: False))
    assert window.session is not None
    saved = move_one(window)
    window.save()
    window.session.undo_stack.undo()
    window.close()
    on_disk, _ = load_rayon(place)
    assert on_disk is not None
    assert identical(on_disk, saved)
    kept = Journal(place).recover(on_disk)
    assert kept is not None
    assert identical(kept[0], PLAN)


def test_an_undo_back_to_what_was_opened_that_stands_nowhere_asks_before_it_closes(
    qtbot: QtBot, place: Path
) -> None:
    window = MainWindow(Settings(), make_steps, lambda _opened: FullJournal())
    qtbot.addWidget(window)
    window.show()
    window.show_plan(opened(PLAN, place=place))
    session = window.session
    assert session is not None
    move_one(window)
    with qtbot.waitSignal(session.keeper.saved):
        window.save()
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: window.top_bar.saved.words.text() == "Not kept")
    window.close()
    asked = window.findChild(LeaveQuestion)
    assert asked is not None
    asked.close_anyway.click()


def test_earlier_edits_that_could_not_be_put_aside_are_offered_again(
    qtbot: QtBot, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Journal(place).record(replace(PLAN, name="earlier"))
    window = MainWindow(Settings(), make_steps, journal_of)
    qtbot.addWidget(window)
    window.show_plan(read(place, lambda _: None, lambda: False))
    session = window.session
    assert session is not None
    titles = lambda: [note.title.text() for note in window.notices.notes]  # noqa: E731
    qtbot.waitUntil(lambda: len(titles()) == 1)
    (offer,) = titles()
    with monkeypatch.context() as full:
        full.setattr(keep, "save", full_disk)
        for region in (0, 1):
            move_one(window, region)
            session.keeper.settle()
            qtbot.waitUntil(lambda: titles() == ["Your earlier edits could not be kept", offer])
    with qtbot.waitSignal(session.keeper.saved):
        window.save()
    assert not window.notices.notes
    (aside,) = place.parent.glob("plan 2*.rayon")
    earlier, _ = load_rayon(aside)
    assert earlier is not None
    assert earlier.name == "earlier"


def test_a_plan_of_a_newer_rayon_is_not_replaced_by_a_save_as(qtbot: QtBot, place: Path) -> None:
    newer = place.with_name("newer.rayon")
    save_rayon(PLAN, newer)
    db = apsw.Connection(str(newer))
    db.execute("update rayon_meta set value = 99 where key = 'format'")
    db.close()
    content = newer.read_bytes()
    window = MainWindow(Settings(), make_steps, journal_of)
    qtbot.addWidget(window)
    window.show_plan(read(newer, lambda _: None, lambda: False))
    session = window.session
    assert session is not None
    move_one(window)
    with qtbot.waitSignal(session.keeper.unsaved):
        session.save_at(newer)
    assert newer.read_bytes() == content
    assert "another name" in window.notices.notes[-1].text.text()
    with qtbot.waitSignal(session.keeper.saved):
        session.save_at(place.with_name("mine.rayon"))


def test_edits_of_a_plan_saved_through_a_link_are_kept_beside_the_plan_itself(
    qtbot: QtBot, place: Path
) -> None:
    real, link = place.with_name("kept") / "real.rayon", place.with_name("link.rayon")
    real.parent.mkdir()
    link.symlink_to(real)
    window = MainWindow(Settings(), make_steps, journal_of)
    qtbot.addWidget(window)
    window.show_plan(read(place, lambda _: None, lambda: False))
    session = window.session
    assert session is not None
    with qtbot.waitSignal(session.keeper.saved):
        session.save_at(link)
    assert holder_of(link) == holder_of(real) != ""
    edited = move_one(window)
    window.close()
    on_disk, _ = load_rayon(link.resolve())
    assert on_disk is not None
    kept = Journal(link.resolve()).recover(on_disk)
    assert kept is not None
    assert identical(kept[0], edited)
