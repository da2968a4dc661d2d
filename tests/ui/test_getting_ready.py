"""Compiling ahead in a process of its own: it can be waited for, left at once, and is done once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.use_cases.getting_ready import GettingReady

ENDLESS = (sys.executable, "-c", "import time; time.sleep(600)")
SHORT = (sys.executable, "-c", "")
BROKEN = (sys.executable, "-c", "raise SystemExit(1)")


@pytest.fixture
def endless(tmp_path: Path) -> Iterator[GettingReady]:
    made = GettingReady(ENDLESS, tmp_path / "mark")
    made.allow()
    yield made
    made.end()


def test_nothing_is_waited_for_before_it_is_allowed(tmp_path: Path) -> None:
    GettingReady(ENDLESS, tmp_path / "mark").wait(lambda: False, lambda: pytest.fail("it waited"))


def test_who_waits_is_told_and_leaves_when_asked_to(endless: GettingReady) -> None:
    told: list[int] = []
    endless.wait(lambda: len(told) == 3, lambda: told.append(1))
    assert len(told) == 3
    assert not endless.is_done()


def test_what_still_runs_is_ended_with_the_window(endless: GettingReady) -> None:
    endless.begin()
    endless.end()
    told: list[int] = []
    endless.wait(lambda: False, lambda: told.append(1))
    assert told == []


def test_it_is_done_once_for_the_same_code(tmp_path: Path) -> None:
    mark = tmp_path / "cache" / "mark"
    first = GettingReady(SHORT, mark)
    first.allow()
    first.wait(lambda: False, lambda: None)
    assert first.is_done()
    again = GettingReady(ENDLESS, mark)
    again.allow()
    again.wait(lambda: False, lambda: pytest.fail("it waited"))
    mark.write_text("other code", encoding="ascii")
    assert not again.is_done()


def test_compiling_that_fails_is_not_taken_for_done(tmp_path: Path) -> None:
    made = GettingReady(BROKEN, tmp_path / "mark")
    made.allow()
    made.wait(lambda: False, lambda: None)
    assert not made.is_done()
