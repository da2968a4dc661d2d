"""Goes through every page and section of the real window, one station after the other.

    python page_tour.py LANGUAGE FOLDER

prints everything on them that does not fit: a process of its own, since the scaling (QT_SCALE_FACTOR) is
fixed once Qt stands.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from builders import grid_plan
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from planner.edits.teams import set_teams
from planner.language import language as spoken
from planner.model.goals import Goals, QuotaGoals, TeamGoals, TerritoryGoals
from planner.model.issues import Issue, Severity
from planner.model.plan import Plan
from planner.model.teams import Post, RoleNeed, Team
from planner.model.types import RepId
from planner.model.words import STEPS
from ui.actions import Act
from ui.app import make_app, make_steps
from ui.main_window import MainWindow
from ui.map.canvas import MapCanvas
from ui.settings import Settings
from ui.steps.data import DataStep
from ui.steps.import_section import ImportSection
from ui.steps.market_inspector import PRODUCTS_OPEN
from ui.steps.sections import titles
from ui.theme import theme
from ui.window.opening import Opened
from ui.window_shot import NoJournal

NOTATIONS = {"en": "neutral", "nl": "point_comma"}
PATIENCE_S = 20.0
REST_MS = 40
"""Nothing is under way for so long: layouts have settled and labels stand."""
ACCOUNTS = (
    "Klantnummer;Klantnaam;Gemcode;Accountmanager;potential;Contracteinde;E-mail\n"
    "A00001;Account 1;0001;R01;1.200,50;31-12-2027;a@b.nl\n"
    "N1;A customer with a rather long name;0003;Nobody known;50,00;31-2-2027;e@f.nl\n"
    "N2;Twice;0004;R01;1,00;;\nN2;Twice again;0004;R01;2,00;;\n"
)
ISSUES = (
    Issue("missing", Severity.WARNING, "accounts.csv", "12 accounts have no owner", "Name one.", 7),
)
TOOLS = (Act.BRUSH, Act.LASSO, Act.POLYGON, Act.FLOOD, Act.MERGE, Act.BARRIER, Act.SEAT)


def toured_plan() -> Plan:
    """Return a plan with something on every page, its figures wide and its names long."""
    chance = np.random.default_rng(1)
    count, accounts, potential = (chance.integers(1, 900, 36), chance.integers(5, 4000, 36),
                                  chance.lognormal(13, 0.6, 36))  # fmt: skip
    needs = (RoleNeed("account_manager", 36.25, 30.5), RoleNeed("closer", 12.0, 12.0))
    teams = tuple(
        Team(f"m{n}", f"Market number {n}", f"m{n}", (Post("closer", RepId("R01"), 30.5),), needs)
        for n in range(3)
    )
    goals = Goals(
        layers=(TerritoryGoals(count=3),),
        teams=TeamGoals(markets="parent:province"),
        quota=QuotaGoals(total=123_456_000, over_assignment=0.10),
    )
    plan = grid_plan(6, 6, 3, goals=goals, loads=np.stack([count, accounts, potential], axis=1))
    lead, *others = plan.reps
    reps = (lead, *(replace(rep, manager_id=lead.id) for rep in others))
    return set_teams(replace(plan, reps=reps), "Plan A", teams)


def toured_window(language: str, folder: Path) -> MainWindow:
    """Return the real window in a language, with that plan as if read from a folder, at rest."""
    settings = Settings()
    settings.language = language
    settings.numbers = NOTATIONS[language]
    settings.keep(PRODUCTS_OPEN, False)
    window = MainWindow(settings, make_steps, lambda _opened: NoJournal())
    window.resize(1280, 720)
    window.show()
    window.activateWindow()
    window.show_plan(Opened(folder / "plan.toml", toured_plan(), ISSUES, None))
    rest(window)
    return window


def make_an_edit(window: MainWindow) -> None:
    """Change the plan by hand, so that there is a step to undo and to be named."""
    assert window.session is not None
    session = window.session
    session.desk.go_to("territories")
    session.bench.selection.select([14])
    window.acts[Act.MOVE_1].trigger()
    session.bench.selection.clear()


def start_over(window: MainWindow) -> None:
    """Take back what a tour changed in the plan and in what is folded away, but for the edit by hand."""
    assert window.session is not None
    while window.session.undo_stack.index() > 0:
        window.acts[Act.UNDO].trigger()
    make_an_edit(window)  # nothing is left to be done again
    window.settings.keep(PRODUCTS_OPEN, False)
    window.session.desk.toast.hide()


def speak(window: MainWindow, language: str) -> None:
    """Choose another language, and wait until the window speaks it."""
    assert window.session is not None
    before = window.session.desk
    window.settings.numbers = NOTATIONS[language]
    window.settings.language = language
    wait_until(lambda: spoken() == language and window.session.desk is not before)
    rest(window)


def tour(window: MainWindow, folder: Path) -> Iterator[str]:
    """Show one station after the other and yield its name; what stands then is to be looked at.

    `folder` takes a small file that is imported.
    """
    for station, show in stations(window, folder).items():
        show()
        rest(window)
        yield station


def stations(window: MainWindow, folder: Path) -> dict[str, Callable[[], object]]:
    """Return how each station is shown, in an order in which each follows from the one before."""
    session = window.session
    assert session is not None
    data = session.desk.steps["data"]
    assert isinstance(data, DataStep)
    shown: dict[str, Callable[[], object]] = {}
    for key in STEPS:
        shown[key] = lambda key=key: session.desk.go_to(key)
        shown |= _of_page(window, key, data, folder)
    shown["history"] = window.acts[Act.HISTORY].trigger
    shown["help"] = window.acts[Act.HELP].trigger
    shown["palette"] = lambda: (window.acts[Act.HELP].trigger(), window.acts[Act.PALETTE].trigger())
    shown["settings"] = lambda: (_press(Qt.Key.Key_Escape), window.show_settings())
    shown["found"] = lambda: window.show_issues("plan.toml", session.opened.issues)
    return shown


def rest(window: MainWindow) -> None:
    """Wait until no work is under way and the maps that are seen are drawn."""

    def is_at_rest() -> bool:
        canvases = [each for each in window.findChildren(MapCanvas) if each.isVisible()]
        return not window.runner.is_busy and all(each.scene is not None for each in canvases)

    wait_until(is_at_rest)
    QTest.qWait(REST_MS)


def wait_until(holds: Callable[[], bool]) -> None:
    """Let the window go on until something holds."""
    until = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < until, "the page does not come to rest"
        QTest.qWait(5)


def _of_page(
    window: MainWindow, key: str, data: DataStep, folder: Path
) -> dict[str, Callable[[], object]]:
    pages = {
        "data": lambda: _data(window, data, folder),
        "market": lambda: _market(window),
        "territories": lambda: _territories(window),
        "quotas": lambda: {"quotas divided": window.acts[Act.PRIMARY].trigger},
        "compare": lambda: {"compare as a table": window.acts[Act.TABLE].trigger},
    }
    return pages[key]() if key in pages else {}


def _data(window: MainWindow, data: DataStep, folder: Path) -> dict[str, Callable[[], object]]:
    assert window.session is not None
    selection = window.session.bench.selection
    file = folder / "crm.csv"
    file.write_text(ACCOUNTS, encoding="utf-8")

    def read_file() -> None:
        section = data.sections["import"]
        assert isinstance(section, ImportSection)
        section.open_file(file)
        wait_until(lambda: section.session.is_ready)

    shown: dict[str, Callable[[], object]] = {
        f"data:{key}": lambda key=key: data.go_to(key) for key in titles()
    }
    region = {"data:regions, one selected": lambda: (data.go_to("regions"), selection.select([1]))}
    several = {"data:regions, two selected": lambda: selection.select([1, 2])}
    read = {"data:import, a file": lambda: (data.go_to("import"), read_file())}
    left = {"data:import, left": lambda: data.sections["import"].leave_file()}
    return {**shown, **region, **several, **read, **left}


def _market(window: MainWindow) -> dict[str, Callable[[], object]]:
    assert window.session is not None
    panels = window.session.desk.steps["market"].panels
    return {
        "market, a new segment": lambda: (
            panels._open or panels._toggle(),
            panels.segments.add.click(),
        ),
        "market, as a table": lambda: (window.acts[Act.ESCAPE].trigger(), _table(window)),
        "market, as a map": lambda: _table(window),
    }


def _territories(window: MainWindow) -> dict[str, Callable[[], object]]:
    assert window.session is not None
    session = window.session
    selection, step = session.bench.selection, session.desk.steps["territories"]
    tools = {
        f"territories, {act}": lambda act=act: (selection.clear(), window.acts[act].trigger())
        for act in TOOLS
    }
    return {
        "territories, one": lambda: selection.select_territory(1),
        "territories, split": window.acts[Act.SPLIT].trigger,
        "territories, two": lambda: (step.escape(), selection.select_territories([0, 2])),
        "territories, regions": lambda: selection.select([0, 1]),
        "territories, an account": lambda: selection.select_account(3, 3),
        "territories, what to ask": lambda: (selection.clear(), step.ask()),
        "territories, left": step.escape,
        **tools,
        "territories, as a table": lambda: (step.escape(), _table(window)),
        "territories, regions as a table": lambda: step.page.tables.bar.buttons["regions"].click(),
        "territories, as a map": lambda: _table(window),
    }


def _table(window: MainWindow) -> None:
    window.acts[Act.TABLE].trigger()


def _press(key: Qt.Key) -> None:
    here = QApplication.focusWidget()
    assert here is not None
    QTest.keyClick(here, key)


def main(language: str, folder: str) -> int:
    """Print what does not fit; return whether anything does not."""
    from widget_walk import misfits

    app = make_app()
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
    theme.apply(app, "light")
    window = toured_window(language, Path(folder))
    wrong, walked = [], 0
    for station in tour(window, Path(folder)):
        walked += 1
        wrong += [f"{station}: {each}" for each in misfits(window, (1280, 720))]
    told = f"{walked} stations at {window.devicePixelRatio():g}x, {len(wrong)} wrong"
    sys.stdout.write("\n".join([told, *wrong, ""]))
    window.close()
    window.deleteLater()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
