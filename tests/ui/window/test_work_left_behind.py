"""A plan is closed while one of its pages waits for work: the work tells nobody, and nothing is asked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import grid_plan
from pytestqt.qtbot import QtBot
from window_parts import make_window, opened

from planner.model.redrawing import Division
from ui.app import make_steps
from ui.main_window import MainWindow
from ui.steps.data import DataStep
from ui.steps.import_section import ImportSection
from ui.steps.outlines_section import OutlinesSection
from ui.steps.publish import PublishStep
from ui.steps.regions_section import RegionsSection
from ui.steps.rules_section import RulesSection
from ui.steps.team import TeamStep
from ui.steps.territories import TerritoriesStep
from ui.use_cases.redrawing import SplitByRatio

LIST = "account;owner\nA00001;R01\n"
PICTURE = "view.png"


def look_through_outlines(window: MainWindow, _folder: Path) -> None:
    assert isinstance(section(window, "outlines"), OutlinesSection)


def read_named_accounts(window: MainWindow, _folder: Path) -> None:
    rules = section(window, "rules")
    assert isinstance(rules, RulesSection)
    rules.take_text(LIST)


def import_accounts(window: MainWindow, folder: Path) -> None:
    (folder / "accounts.csv").write_text(LIST, encoding="utf-8")
    reading = section(window, "import")
    assert isinstance(reading, ImportSection)
    reading.open_file(folder / "accounts.csv")


def split_a_region(window: MainWindow, _folder: Path) -> None:
    regions = section(window, "regions")
    assert isinstance(regions, RegionsSection)
    regions.wishing.want(SplitByRatio(4, 0.5), Division())


def compose_teams(window: MainWindow, _folder: Path) -> None:
    assert window.session is not None
    team = window.session.desk.steps["team"]
    assert isinstance(team, TeamStep)
    team._begin()


def save_a_view(window: MainWindow, folder: Path) -> None:
    assert window.session is not None
    step = window.session.desk.steps["territories"]
    assert isinstance(step, TerritoriesStep)
    request = step.drawings.request()
    assert request is not None
    step.saver.save(request, folder / PICTURE, 1.0)


def propose(window: MainWindow, _folder: Path) -> None:
    assert window.session is not None
    step = window.session.desk.steps["territories"]
    assert isinstance(step, TerritoriesStep)
    step.ask()
    step.panels.ask.ask()
    assert step.state().waiting


def check_the_plan(window: MainWindow, _folder: Path) -> None:
    assert section(window, "read") is not None


def write_the_files(window: MainWindow, folder: Path) -> None:
    assert window.session is not None
    step = window.session.desk.steps["publish"]
    assert isinstance(step, PublishStep)
    step.folder.edit.setText(str(folder / "out"))
    step.primary()


STARTS = (
    look_through_outlines, read_named_accounts, import_accounts, split_a_region, compose_teams,
    save_a_view, propose, check_the_plan, write_the_files,
)  # fmt: skip


@pytest.mark.parametrize("start", STARTS, ids=lambda start: start.__name__)
def test_work_of_a_plan_that_is_closed_meanwhile_tells_nobody(
    qtbot: QtBot, tmp_path: Path, start: Callable[[MainWindow, Path], None]
) -> None:
    window = make_window(steps=make_steps)
    qtbot.addWidget(window)
    window.show()
    window.show_plan(opened(grid_plan(3, 3, 3)))
    qtbot.waitUntil(lambda: not window.runner.is_busy, timeout=10_000)
    hold = threading.Event()
    window.runner.start("Working", lambda _report, _stop: hold.wait(20), line="before all others")
    start(window, tmp_path)
    assert window.session is not None
    with qtbot.waitSignal(window.session.desk.destroyed):
        window.show_plan(opened(grid_plan(2, 2)))
    hold.set()
    qtbot.waitUntil(lambda: not window.runner.is_busy, timeout=20_000)


def section(window: MainWindow, key: str) -> object:
    assert window.session is not None
    window.session.desk.go_to("data")
    data = window.session.desk.steps["data"]
    assert isinstance(data, DataStep)
    data.go_to(key)
    return data.sections[key]
