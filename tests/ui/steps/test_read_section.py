"""What was read: the plan is checked beside the window, and again when it changed meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from builders import grid_plan
from page_bench import Bench, open_bench, show_page
from pytestqt.qtbot import QtBot

import ui.steps.read_section as read_section
from planner.model.issues import Issue, Severity
from planner.model.plan import Plan
from ui.messages import Trouble
from ui.steps.data import DataStep
from ui.steps.read_section import ReadSection

FILED = Issue("outside", Severity.WARNING, "a.csv", "account 3 lies nowhere", "Mend it.", row=3)


class Checking:
    """Stands for `check_plan`: one issue that names the plan; waits while it is held."""

    def __init__(self) -> None:
        self.free = threading.Event()
        self.free.set()
        self.asked: list[str] = []
        self.threads: set[threading.Thread] = set()

    def __call__(self, plan: Plan, stop: Callable[[], bool]) -> tuple[Issue, ...]:
        self.asked.append(plan.name)
        self.threads.add(threading.current_thread())
        while not self.free.wait(0.01) and not stop():
            pass
        return (FILED, Issue("own", Severity.WARNING, "", f"found in {plan.name}", "Mend it."))


@pytest.fixture
def checking(monkeypatch: pytest.MonkeyPatch) -> Iterator[Checking]:
    found = Checking()
    monkeypatch.setattr(read_section, "check_plan", found)
    yield found
    found.free.set()


@pytest.fixture
def bench(qtbot: QtBot, checking: Checking) -> Iterator[Bench]:
    for bench in open_bench(qtbot, replace(grid_plan(2, 4, 2), name="first")):
        yield replace(bench, bench=replace(bench.bench, issues=(FILED,)))
        checking.free.set()


def show(qtbot: QtBot, bench: Bench) -> ReadSection:
    step = DataStep(bench.bench)
    show_page(qtbot, bench, step)
    section = step.sections["read"]
    assert isinstance(section, ReadSection)
    return section


def rename(bench: Bench, name: str) -> None:
    bench.document.edit("rename", replace(bench.document.plan, name=name))


def wait(qtbot: QtBot, bench: Bench) -> None:
    qtbot.waitUntil(lambda: not bench.bench.runner.is_busy, timeout=10_000)


def shown(section: ReadSection) -> list[str]:
    return [issue.found for issue in section.issues.rows_model.rows]


def test_what_the_files_have_wrong_stands_at_once_and_the_plan_is_checked_beside_the_window(
    qtbot: QtBot, bench: Bench, checking: Checking
) -> None:
    checking.free.clear()
    section = show(qtbot, bench)
    assert shown(section) == [FILED.found]
    assert section.note.text().endswith("The plan as it is now is being checked.")
    checking.free.set()
    wait(qtbot, bench)
    assert shown(section) == [FILED.found, "found in first"]
    assert section.note.text().endswith("In the plan as it is now: 1.")
    assert threading.main_thread() not in checking.threads


def test_a_plan_that_changed_while_it_was_checked_is_checked_again(
    qtbot: QtBot, bench: Bench, checking: Checking
) -> None:
    checking.free.clear()
    section = show(qtbot, bench)
    qtbot.waitUntil(lambda: checking.asked == ["first"])
    rename(bench, "second")
    rename(bench, "third")
    assert shown(section) == [FILED.found]
    checking.free.set()
    wait(qtbot, bench)
    assert checking.asked == ["first", "third"]
    assert shown(section) == [FILED.found, "found in third"]


def test_an_edit_is_checked_while_the_page_shows_and_not_while_another_does(
    qtbot: QtBot, bench: Bench, checking: Checking
) -> None:
    section = show(qtbot, bench)
    wait(qtbot, bench)
    rename(bench, "second")
    assert shown(section) == [FILED.found, "found in first"]
    wait(qtbot, bench)
    assert shown(section) == [FILED.found, "found in second"]
    section.leave()
    rename(bench, "third")
    assert not bench.bench.runner.is_busy
    section.enter()
    wait(qtbot, bench)
    section.enter()
    assert not bench.bench.runner.is_busy
    assert checking.asked == ["first", "second", "third"]


def test_a_check_that_is_cancelled_says_so_and_comes_again_with_the_page(
    qtbot: QtBot, bench: Bench, checking: Checking
) -> None:
    checking.free.clear()
    section = show(qtbot, bench)
    section.progress.button.click()
    assert section.note.text().endswith("The plan as it is now was not checked.")
    assert section.progress.isHidden()
    checking.free.set()
    wait(qtbot, bench)
    assert shown(section) == [FILED.found]
    section.enter()
    wait(qtbot, bench)
    assert shown(section) == [FILED.found, "found in first"]


def test_a_check_is_given_up_with_the_page_so_that_nothing_waits_behind_it(
    qtbot: QtBot, bench: Bench, checking: Checking
) -> None:
    checking.free.clear()
    section = show(qtbot, bench)
    qtbot.waitUntil(lambda: checking.asked == ["first"])
    section.leave()
    wait(qtbot, bench)
    section.enter()
    checking.free.set()
    wait(qtbot, bench)
    assert checking.asked == ["first", "first"]
    assert shown(section) == [FILED.found, "found in first"]


def test_a_check_that_fails_is_told(
    qtbot: QtBot, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_plan: Plan, _stop: Callable[[], bool]) -> tuple[Issue, ...]:
        raise RuntimeError("broken")

    monkeypatch.setattr(read_section, "check_plan", fail)
    failed: list[Trouble] = []
    bench.bench.messages.failed.connect(failed.append)
    section = show(qtbot, bench)
    wait(qtbot, bench)
    assert [one.what for one in failed] == ["The plan could not be checked"]
    assert section.note.text().endswith("The plan as it is now was not checked.")
