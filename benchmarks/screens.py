"""Draws the real window at work for the docs: while it proposes, and where rules clash.

    python -m benchmarks.screens PLAN --out docs/pictures

PLAN is the Dutch sample. For the clash its three northern provinces are closed off by a barrier.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from planner.edits.scenarios import duplicate_scenario
from planner.model.plan import Plan
from planner.model.rules import BarrierGoal, TerritoryRules
from planner.store.folder import save_plan
from ui.use_cases.job import PLANNED
from ui.use_cases.read import open_plan

if TYPE_CHECKING:
    from ui.steps.territories import TerritoriesStep

SIZE = (1440, 900)
NORTH = ("Groningen", "Drenthe", "Friesland")
PATIENCE_S = 600


def main(arguments: list[str] | None = None) -> int:
    """Draw both pictures; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.screens", description=__doc__)
    parser.add_argument("plan", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    plan, _issues = open_plan(asked.plan, lambda *_: None)
    if plan is None:
        sys.stderr.write(f"{asked.plan}: cannot be read\n")
        return 2
    shoot_asked(asked.plan, asked.out / "proposing.png", until_polished)
    with tempfile.TemporaryDirectory() as folder:
        save_plan(closed_off(plan), Path(folder) / "clash")
        shoot_asked(Path(folder) / "clash", asked.out / "clash.png", until_done)
    return 0


def closed_off(plan: Plan) -> Plan:
    """Return the plan with the three northern provinces closed off, by land and by water."""
    north = np.isin(np.array(plan.regions.parents["province"]), NORTH)
    borders = plan.regions.graph.borders
    crossing = borders[north[borders[:, 0]] != north[borders[:, 1]]]
    ids = plan.regions.ids
    barrier = BarrierGoal("around the north", tuple((ids[i], ids[j]) for i, j in crossing))
    rules = TerritoryRules(barriers=(barrier,), ferries_only=True)
    base = replace(plan.goals.layers[0], rules=rules)
    goals = replace(plan.goals, layers=(base, *plan.goals.layers[1:]))
    measures = tuple(replace(measure, tolerance=0.05) for measure in plan.measures)
    return duplicate_scenario(
        replace(plan, goals=goals, measures=measures), plan.today.name, PLANNED
    )


def until_polished(step: TerritoriesStep) -> bool:
    """Whether the borders of a plan that meets every rule are polished, or the solve has ended."""
    log = step.panels.solving.log
    polishing = log.best is not None and log.last is not None and log.last.phase == "polish"
    return polishing or until_done(step)


def until_done(step: TerritoriesStep) -> bool:
    """Whether the solve has ended."""
    from ui.steps.proposing import Phase

    return step.proposing.phase is not Phase.SOLVING


def shoot_asked(plan: Path, out: Path, far_enough: Callable[[TerritoriesStep], bool]) -> None:
    """Ask for a proposal in the window and draw it as soon as it is far enough."""
    from PySide6.QtCore import QEventLoop, QSize, QTimer
    from PySide6.QtWidgets import QWidget

    from ui.main_window import MainWindow
    from ui.steps.territories import TerritoriesStep
    from ui.window_shot import shoot

    def ask(window: QWidget) -> None:
        assert isinstance(window, MainWindow)
        assert window.session is not None
        step = window.session.desk.steps["territories"]
        assert isinstance(step, TerritoriesStep)
        step.ask()
        step.panels.ask.ask()
        waiting, look = QEventLoop(), QTimer()

        def end_when_far_enough() -> None:
            if far_enough(step):
                waiting.quit()

        look.setInterval(200)
        look.timeout.connect(end_when_far_enough)
        look.start()
        QTimer.singleShot(1000 * PATIENCE_S, waiting.quit)
        waiting.exec()
        look.stop()
        QTimer.singleShot(500, waiting.quit)  # labels are placed when the map has come to rest
        waiting.exec()

    shoot(plan, "territories", QSize(*SIZE), "light", inspect=ask).save(str(out))


if __name__ == "__main__":
    sys.exit(main())
