from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import apsw
import pytest
from builders import grid_plan, grid_reps
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot
from window_parts import MemoryJournal, make_window, move_one, opened

from planner.insight.scope import Scope, ScopeKind
from planner.model.types import identical
from planner.store.folder import save_plan
from planner.store.journal import Journal, apart
from planner.store.rayon_file import load_rayon, save_rayon
from ui.actions import Act
from ui.jobs import Report, Stop
from ui.main_window import MainWindow
from ui.widgets.buttons import Button
from ui.window import files, opening
from ui.window.opening import Reading, read
from ui.window.plan_lock import PlanLock

PATIENT = 30_000


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = make_window()
    qtbot.addWidget(made)
    made.show()
    return made


def grid_file(folder: Path, rows: int = 2, cols: int = 3) -> Path:
    """A GeoJSON file of squares of a tenth of a degree."""
    squares = [
        {
            "type": "Feature",
            "properties": {"code": f"{r}{c}", "people": 10 * r + c + 1},
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [
                        [5 + (c + dx) / 10, 52 + (r + dy) / 10]
                        for dx, dy in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
                    ]
                ],
            },
        }
        for r in range(rows)
        for c in range(cols)
    ]
    path = folder / "grid.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": squares}), "utf-8")
    return path


def test_a_region_file_alone_opens_as_a_plan(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(window.plan_shown, timeout=PATIENT):
        window.open_paths(grid_file(tmp_path))
    assert window.session is not None
    assert len(window.session.document.plan.regions) == 6
    assert window.session.document.place is None
    assert window.settings.recent == (tmp_path / "grid.geojson",)


def test_a_file_that_is_no_map_gives_a_list_and_no_plan(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "broken.geojson"
    path.write_text("not a map", "utf-8")
    with qtbot.waitSignal(window.opener.opened, timeout=PATIENT) as told:
        window.open_paths(path)
    assert told.args is not None
    assert told.args[0].plan is None
    assert window.stack.currentWidget() is window.issues
    assert window.issues.panel is not None
    assert window.issues.panel.model.rowCount() >= 1


def test_a_plan_folder_opens_clean_by_itself_or_by_its_toml(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "plan"
    save_plan(grid_plan(3, 3, 3), folder)
    for path in (folder, folder / "plan.toml"):
        with qtbot.waitSignal(window.plan_shown, timeout=PATIENT):
            window.open_paths(path)
        assert window.session is not None
        assert window.session.document.place == folder
        assert window.session.document.is_clean
        assert window.top_bar.saved.words.text() == "Saved"


def test_a_plan_file_opens_clean_and_is_saved_in_its_place(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    place = tmp_path / "plan.rayon"
    save_rayon(grid_plan(3, 3, 3), place)
    with qtbot.waitSignal(window.plan_shown, timeout=PATIENT):
        window.open_paths(place)
    assert window.session is not None
    assert window.session.document.place == place
    assert window.top_bar.saved.words.text() == "Saved"
    after = move_one(window)
    with qtbot.waitSignal(window.session.keeper.saved):
        window.acts[Act.SAVE].trigger()
    assert identical(load_rayon(place)[0], after)
    assert window.session.document.is_clean


def test_saving_asks_for_a_file_the_first_time_only(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = MemoryJournal()
    window = make_window(journal)
    qtbot.addWidget(window)
    window.show_plan(opened(grid_plan(3, 3, 3)))
    asked: list[str] = []

    def ask(*_: object) -> tuple[str, str]:
        asked.append("file")
        return str(tmp_path / "mine"), ""

    monkeypatch.setattr(files.QFileDialog, "getSaveFileName", ask)
    assert window.session is not None
    with qtbot.waitSignal(window.session.keeper.saved):
        window.acts[Act.SAVE].trigger()
    assert (tmp_path / "mine.rayon").is_file()
    assert journal.beside == tmp_path / "mine.rayon"
    assert window.top_bar.saved.words.text().startswith("Saved ")
    assert not window.acts[Act.SAVE].isEnabled()
    assert window.settings.recent[0] == tmp_path / "mine.rayon"
    with qtbot.waitSignal(window.session.keeper.saved):
        window.save()
    assert asked == ["file"]


def test_a_plan_is_saved_as_a_folder_of_plain_files_too(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    qtbot.addWidget(window)
    window.show_plan(opened(grid_plan(3, 3, 3)))
    folder = tmp_path / "mine"
    folder.mkdir()
    monkeypatch.setattr(files.QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    assert window.session is not None
    with qtbot.waitSignal(window.session.keeper.saved):
        window.acts[Act.SAVE_FOLDER].trigger()
    assert (folder / "plan.toml").is_file()


def test_a_save_that_fails_says_so_and_stays_unsaved(qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window()
    qtbot.addWidget(window)
    window.show_plan(opened(grid_plan(3, 3, 3)))
    (tmp_path / "letter.txt").write_text("dear", "utf-8")
    assert window.session is not None
    with qtbot.waitSignal(window.messages.failed):
        window.session.keeper.save(tmp_path)
    (note,) = window.notices.notes
    assert note.title.text() == "The plan could not be saved"
    assert not window.session.document.is_clean
    kept = (tmp_path / "home", tmp_path / f".{tmp_path.name}.lock")
    assert sorted(path.name for path in tmp_path.iterdir() if path not in kept) == ["letter.txt"]


def test_an_edit_made_while_the_plan_is_saved_stays_unsaved(qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window()
    qtbot.addWidget(window)
    window.show_plan(opened(grid_plan(3, 3, 3)))
    assert window.session is not None
    before = window.session.document.plan
    window.session.save_at(tmp_path / "plan.rayon")
    after = move_one(window)
    qtbot.waitUntil(lambda: not window.session.keeper.is_saving)
    assert not window.session.document.is_clean
    assert window.session.document.plan is after
    assert identical(load_rayon(tmp_path / "plan.rayon")[0], before)


def test_a_plan_that_another_window_has_open_is_looked_at_only(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    place = tmp_path / "plan.rayon"
    save_rayon(grid_plan(3, 3, 3), place)
    other = make_window()
    qtbot.addWidget(other)
    for each in (other, window):
        with qtbot.waitSignal(each.plan_shown, timeout=PATIENT):
            each.open_paths(place)
    assert window.session is not None
    assert other.session is not None
    assert other.session.document.place == place
    assert window.session.document.place is None
    (note,) = window.notices.notes
    assert note.title.text() == "plan.rayon is open in another window"
    assert window.session.opened.kept_at == apart(place)
    window.session.save_at(place)
    assert window.notices.notes[-1].title.text() == "plan.rayon is open in another window"
    window.session.write_here()
    assert window.session.document.place == place


def test_two_windows_on_one_map_do_not_share_a_journal(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = grid_file(tmp_path)
    other = make_window()
    qtbot.addWidget(other)
    for each in (other, window):
        with qtbot.waitSignal(each.plan_shown, timeout=PATIENT):
            each.open_paths(path)
    assert window.session is not None
    assert other.session is not None
    assert other.session.opened.kept_at == path
    assert window.session.opened.kept_at == apart(path)
    (note,) = window.notices.notes
    assert note.title.text() == "grid.geojson is open in another window"
    assert note.findChildren(Button) == []


def test_where_nothing_can_be_written_the_lock_stands_beside_the_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    place = tmp_path / "map.gpkg"
    first = PlanLock(place)
    assert first.take() is None
    assert PlanLock(place).take() is not None
    assert not list(tmp_path.glob(".*.lock"))
    assert list(Journal(place).path.parent.glob(".map.gpkg-*.journal.lock"))
    first.release()


def test_the_lock_is_given_back_when_the_plan_is_closed(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    place = tmp_path / "plan.rayon"
    save_rayon(grid_plan(3, 3, 3), place)
    with qtbot.waitSignal(window.plan_shown, timeout=PATIENT):
        window.open_paths(place)
    assert (tmp_path / ".plan.rayon.lock").exists()
    window.show_welcome()
    assert not (tmp_path / ".plan.rayon.lock").exists()


def test_a_plan_of_a_newer_rayon_is_looked_at_only(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    place = tmp_path / "plan.rayon"
    save_rayon(grid_plan(3, 3, 3), place)
    db = apsw.Connection(str(place))
    db.execute("update rayon_meta set value = '99' where key = 'format'")
    db.close()
    with qtbot.waitSignal(window.plan_shown, timeout=PATIENT):
        window.open_paths(place)
    assert window.session is not None
    assert window.session.document.place is None
    (note,) = window.notices.notes
    assert note.title.text() == "Open for reading only"


def test_a_fall_back_to_the_save_before_is_told(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    place = tmp_path / "plan.rayon"
    save_rayon(grid_plan(3, 3, 3), place)
    save_rayon(replace(grid_plan(3, 3, 3), name="newest"), place)
    place.write_bytes(place.read_bytes()[:30_000])
    with qtbot.waitSignal(window.plan_shown, timeout=PATIENT):
        window.open_paths(place)
    (note,) = window.notices.notes
    assert note.title.text() == "plan.rayon is damaged: the save before was opened"
    assert "Opened plan.previous.rayon instead" in note.text.text()
    assert "The damaged file stays beside it" in note.text.text()


def test_a_copy_as_it_is_now_is_kept_beside(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    place = tmp_path / "plan.rayon"
    save_rayon(grid_plan(3, 3, 3), place)
    with qtbot.waitSignal(window.plan_shown, timeout=PATIENT):
        window.open_paths(place)
    after = move_one(window)
    with qtbot.waitSignal(window.messages.told):
        window.acts[Act.SNAPSHOT].trigger()
    (copy,) = (path for path in tmp_path.glob("plan 2*.rayon"))
    assert identical(load_rayon(copy)[0], after)


def test_a_reading_that_fails_is_told(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise OSError("the disk went away")

    monkeypatch.setattr(opening, "read", gone)
    with qtbot.waitSignals([window.opener.failed, window.opener.ended]):
        window.open_paths(tmp_path / "map.gpkg")
    (note,) = window.notices.notes
    assert note.title.text() == "map.gpkg could not be opened"
    assert note.text.text() == "the disk went away"
    assert window.work.isHidden()


def test_reading_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[object] = []
    result = read(grid_file(tmp_path), told.append, lambda: False)
    assert result.plan is not None
    shares = [reading.share for reading in told if isinstance(reading, Reading)]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)


def test_a_reading_that_is_stopped_gives_nothing(tmp_path: Path) -> None:
    result = read(grid_file(tmp_path), lambda _: None, lambda: True)
    assert result.plan is None
    assert result.issues == ()


def test_the_scope_menu_offers_a_managers_people(window: MainWindow) -> None:
    leader, *others = grid_reps(3)
    team = (leader, *(replace(rep, manager_id=leader.id) for rep in others))
    window.show_plan(opened(grid_plan(3, 4, 3, team)))
    assert window.session is not None
    menu = QMenu(window)
    window.session.scopes.fill(menu)
    people = next(one for one in menu.actions() if one.text() == "People of Rep 1")
    people.trigger()
    assert window.session.document.scope == Scope(ScopeKind.PEOPLE, leader.id)
    assert window.top_bar.scope.text() == "People of Rep 1"


def test_with_nothing_to_choose_there_is_no_scope_button(window: MainWindow) -> None:
    window.show_plan(opened(grid_plan(3, 4, 3)))
    assert window.top_bar.scope.isHidden()


def test_a_scope_that_is_chosen_is_named_in_the_bar(window: MainWindow) -> None:
    window.show_plan(opened(grid_plan(3, 4, 3)))
    assert window.session is not None
    window.session.document.look_at(Scope(ScopeKind.PARENT, "West", "province"))
    assert window.top_bar.scope.text() == "West"


def test_a_reading_can_be_cancelled_while_it_runs(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def patient(path: Path, report: Report, stop: Stop) -> None:
        report(Reading("Reading regions", 0.42))
        while not stop():
            time.sleep(0.002)

    monkeypatch.setattr(opening, "read", patient)
    window.open_paths(tmp_path / "map.gpkg")
    line = window.work.line
    qtbot.waitUntil(lambda: window.work.isVisible() and line.left.text() == "42\u00a0%")
    with qtbot.waitSignal(window.opener.ended):
        line.button.click()
    assert window.work.isHidden()
    assert window.stack.currentWidget() is window.welcome
