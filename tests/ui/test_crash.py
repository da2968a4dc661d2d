"""An edit survives `kill -9` of the app, as does a save that came before it."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
from builders import grid_plan
from pytestqt.qtbot import QtBot

from planner.model.types import identical
from planner.store.folder import load_plan, save_plan
from planner.store.rayon_file import load_rayon, save_rayon
from ui.app import journal_of, make_steps
from ui.main_window import MainWindow
from ui.settings import Settings
from ui.widgets.buttons import Button

CHILD = textwrap.dedent("""
    import sys
    from dataclasses import replace
    from pathlib import Path
    from PySide6.QtCore import QTimer
    from planner.edits.assignment import assign
    from planner.model.types import ints
    from ui.app import journal_of, make_app, make_steps
    from ui.main_window import MainWindow
    from ui.settings import Settings

    app = make_app()
    window = MainWindow(Settings(), make_steps, journal_of)
    window.show()

    def edit() -> None:
        session = window.session
        document = session.document
        document.look_at_scenario("Plan A")
        if sys.argv[2] == "move":
            after = assign(document.plan, "Plan A", "base", ints([0, 1]), 2)
        else:
            accounts = document.plan.accounts
            renamed = replace(accounts, names=("Renamed", *accounts.names[1:]))
            after = replace(document.plan, accounts=renamed)
        document.edit("an edit", after)
        session.keeper.changed.connect(tell)

    def tell() -> None:
        words, _, safe = window.session.keeper.state()
        if safe:
            print(words, flush=True)

    window.plan_shown.connect(edit)
    window.open_paths(Path(sys.argv[1]))
    app.exec()
""")


def edit_in_another_process_and_kill_it(plan: Path, edit: str) -> str:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(plan), edit], stdout=subprocess.PIPE, text=True
    )
    with child:
        assert child.stdout is not None
        told = child.stdout.readline()
        child.kill()
    assert child.returncode == -signal.SIGKILL
    return told


def opened_with_edits_brought_back(qtbot: QtBot, path: Path) -> MainWindow:
    window = MainWindow(Settings(), make_steps, journal_of)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.plan_shown, timeout=30_000):
        window.open_paths(path)
    qtbot.waitUntil(lambda: bool(window.notices.notes))
    (note,) = window.notices.notes
    next(b for b in note.findChildren(Button) if b.text() == "Bring them back").click()
    return window


def test_an_edit_comes_back_after_the_app_was_killed(qtbot: QtBot, tmp_path: Path) -> None:
    plan = grid_plan(3, 3, 3)
    folder = tmp_path / "plan"
    save_plan(plan, folder)
    assert edit_in_another_process_and_kill_it(folder, "move").startswith("Kept ")

    saved, _ = load_plan(folder)
    assert identical(saved, plan)

    window = opened_with_edits_brought_back(qtbot, folder)

    assert window.session is not None
    document = window.session.document
    owner = document.plan.scenario("Plan A").base.owner
    assert owner[:2].tolist() == [2, 2]
    assert np.array_equal(owner[2:], plan.scenario("Plan A").base.owner[2:])
    with qtbot.waitSignal(window.session.keeper.saved):
        window.save()
    assert document.is_clean
    window.close()
    again, _ = load_plan(folder)
    assert identical(again, document.plan)


def test_imported_accounts_come_back_after_the_app_was_killed(qtbot: QtBot, tmp_path: Path) -> None:
    plan, place = grid_plan(3, 3, 3), tmp_path / "plan.rayon"
    save_rayon(plan, place)
    assert edit_in_another_process_and_kill_it(place, "import").startswith("Kept ")
    assert identical(load_rayon(place)[0], plan)

    window = opened_with_edits_brought_back(qtbot, place)
    assert window.session is not None
    assert window.session.document.plan.accounts.names[0] == "Renamed"
    window.close()
