"""Search: an index of 65,000 regions and 250,000 accounts, and an answer at every letter typed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtWidgets import QApplication, QMainWindow

from benchmarks.budgets import Figure, measure
from planner.insight.search import NameIndex, name_index
from planner.io.plan_reader import read_plan
from planner.model.accounts import Accounts
from planner.model.plan import Plan
from planner.model.types import AccountId, floats, ints
from ui.actions import Actions
from ui.document import Document
from ui.jobs import JobRunner
from ui.messages import Messages
from ui.selection import Selection
from ui.settings import Settings
from ui.theme import theme
from ui.window.hits import Finder
from ui.window.palette import CommandPalette
from ui.window.searching import Searching, indexed
from ui.workbench import Workbench

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

COUNTIES = Path("sample_regions/us_counties/counties.zip")
REGIONS, ACCOUNTS = 65_000, 250_000
MOST = 6
KEYSTROKE = 0.050
SYLLABLES = (
    "am", "ber", "dam", "den", "dor", "ee", "gen", "haar", "hof", "ho", "kerk", "laan", "lo", "meer",
    "nieuw", "oost", "roo", "ster", "veen", "wij", "zand", "zoom", "é", "brück",
)  # fmt: skip
ASKED = (
    "a",
    "am",
    "amster",
    "nieuw am",
    "zandv",
    "gm06",
    "0018d00012",
    "amstetdam",
    "zzz",
    "café zoom",
)


def _names(count: int, seed: int) -> list[str]:
    draw = np.random.default_rng(seed)
    picked = draw.integers(0, len(SYLLABLES), (count, 4)).tolist()
    ends = draw.choice(["", " Noord", " BV", " & Zonen", "-Oost"], count).tolist()
    return [
        "".join(SYLLABLES[at] for at in row).capitalize() + end
        for row, end in zip(picked, ends, strict=True)
    ]


def _regions() -> NameIndex | None:
    codes = [f"GM{at:06d}" for at in range(REGIONS)]
    provinces = [f"Province {at % 100}" for at in range(REGIONS)]
    return name_index(codes, _names(REGIONS, 1), [provinces, ["Netherlands"] * REGIONS])


def _accounts() -> NameIndex | None:
    return name_index([f"0018d{at:08d}AAQ" for at in range(ACCOUNTS)], _names(ACCOUNTS, 2))


def figures() -> Iterator[Figure]:
    regions, accounts = _regions(), _accounts()
    assert regions is not None
    assert accounts is not None
    what = "65,000 regions, 250,000 accounts"
    yield measure(
        f"search of {what}: index, in a worker", lambda: (_regions(), _accounts()), runs=1
    )
    for asked in ASKED:
        for near in (False, True):
            said = f"search of {what}: “{asked}”{', with a typing error' if near else ''}"
            answer = partial(_answer, regions, accounts, asked, near)
            yield measure(said, answer, runs=10, budget=KEYSTROKE)
    yield from _typed_in_the_palette()


def _typed_in_the_palette() -> Iterator[Figure]:
    """Time a keystroke with the rows it makes, in a window with 3,108 regions and all the accounts."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    window = QMainWindow()
    window.resize(1440, 900)
    plan = _plan()
    runner = JobRunner(window)
    document = Document(plan, parent=window)
    bench = Workbench(
        document, Selection(window), runner, Actions(window), Settings(window), Messages(window)
    )
    searching = Searching(document, runner)
    made = indexed(plan.regions, plan.accounts)
    searching.take(made)  # here, not in the worker, to have it now
    palette = CommandPalette(window)
    window.show()
    palette.ask(Finder(bench, searching, lambda _key: None, lambda: None, ()))
    for asked in ASKED:
        turn = iter(range(1_000))

        def typed(asked: str = asked, turn: Iterator[int] = turn) -> None:
            palette.edit.setText(asked + " " * (next(turn) % 2))
            palette.repaint()

        what = f"search in the palette, 250,000 accounts: “{asked}” typed and drawn"
        yield measure(what, typed, runs=10, budget=KEYSTROKE)
    runner.close()
    window.close()
    window.deleteLater()


def _plan() -> Plan:
    plan, _ = read_plan(COUNTIES)
    assert plan is not None
    return replace(
        plan,
        accounts=Accounts(
            ids=tuple(AccountId(f"0018d{at:08d}AAQ") for at in range(ACCOUNTS)),
            names=tuple(_names(ACCOUNTS, 2)),
            region=ints(np.arange(ACCOUNTS) % len(plan.regions)),
            lon_lat=floats(np.full((ACCOUNTS, 2), np.nan)),
        ),
    )


def _answer(regions: NameIndex, accounts: NameIndex, asked: str, near: bool) -> None:
    for index in (regions, accounts):
        index.find(asked, MOST, near=near)
