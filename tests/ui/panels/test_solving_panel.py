"""The panel while a solver works: figures, list of events, cancel, and the log for a bug report."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from planner.judge.certificate import Certificate
from planner.judge.check_bound import Verdict
from planner.judge.problem import Kind
from planner.model.types import ints
from ui.panels.proof_check import check_words
from ui.panels.score_words import Aim
from ui.panels.solving_panel import SolvingPanel
from ui.use_cases.territories import Progress

OWNER = ints([0, 1])
OFF = {"balance": 0.25}
AIM = Aim(Kind.DISTANCE, weight=10.0)


@pytest.fixture
def panel(qtbot: QtBot) -> SolvingPanel:
    made = SolvingPanel()
    qtbot.addWidget(made)
    made.begin({"layer": "base"}, AIM)
    return made


def test_best_and_bound_are_shown_in_one_unit(panel: SolvingPanel) -> None:
    panel.hear(Progress("bound", best=210.0, bound=200.0, owner=OWNER))
    assert panel.aim.text() == "Mean distance to the home base"
    assert (panel.best.text(), panel.bound.text()) == ("21.0\u00a0km", "20.0\u00a0km")
    assert panel.room.text() == "5.0\u00a0%"


def test_a_plan_that_breaks_rules_is_not_set_against_the_bound(panel: SolvingPanel) -> None:
    """Its score may lie under the bound, which holds for plans that meet all rules."""
    panel.hear(Progress("bound", best=150.0, bound=200.0, owner=OWNER, violations=2,
                        violation_by_rule={"balance": 0.031, "pieces": 1.0}))  # fmt: skip
    assert (panel.best.text(), panel.bound.text(), panel.room.text()) == ("–", "20.0\u00a0km", "–")
    assert panel.broken.texts() == [
        ["Beyond the balance rule, all together", "3.1\u00a0%"], ["Pieces apart", "1"]
    ]  # fmt: skip
    assert not panel.broken.isHidden()
    panel.hear(Progress("polish", best=210.0, bound=200.0, owner=OWNER))
    assert panel.broken.isHidden()


def test_the_first_solve_on_a_computer_says_what_it_waits_for(panel: SolvingPanel) -> None:
    panel.hear(Progress("ready"))
    assert "Getting ready on this computer" in panel.phase.text()
    assert not panel.take.isEnabled()


def test_a_cancelled_solve_stays_to_be_read_until_it_is_closed(
    qtbot: QtBot, panel: SolvingPanel
) -> None:
    panel.hear(Progress("improve", best=210.0, owner=OWNER, violations=1))
    with qtbot.waitSignal(panel.cancelled):
        panel.cancel.click()
    panel.end("Cancelled. Your plan is as it was.")
    texts = [row[0] for row in panel.events.texts()]
    assert texts == ["Cancelled. Your plan is as it was.", "First plan: one rule is broken."]
    assert panel.take.isHidden()
    with qtbot.waitSignal(panel.closed):
        panel.cancel.click()


def test_the_log_can_be_copied_for_a_bug_report(panel: SolvingPanel) -> None:
    panel.hear(Progress("improve", best=210.0, owner=OWNER, violations=1, violation_by_rule=OFF))
    panel.hear(Progress("improve", best=210.0, owner=OWNER, violations=1, violation_by_rule=OFF))
    panel.hear(Progress("polish", best=205.0, bound=200.0, owner=OWNER))
    panel.end("The proposal is ready.", {"status": "feasible"})
    panel.copy.click()
    text = QGuiApplication.clipboard().text()
    rows = [line.split("\t")[1:] for line in text.splitlines() if "\t" in line]
    assert rows == [
        ["phase", "best", "bound", "rules broken", "by how much"],
        ["improve", "210", "", "1", "balance=0.25"],
        ["polish", "205", "200", "0", ""],
    ]
    assert text.startswith("Rayon run log\nlayer: base\n")
    assert text.endswith("status: feasible\n")


def test_a_checked_proof_says_what_was_claimed() -> None:
    claim = Certificate("sha256:0", 200.0, ())
    assert check_words(claim, Verdict(True, 200.0, ""), AIM) == (
        "good",
        "The proof holds. Worked out anew without the solver: mean distance to the home base "
        "cannot be under 20.0\u00a0km.",
    )
    tone, text = check_words(claim, Verdict(False, 190.0, "claims 200, proves 190"), AIM)
    assert (tone, text) == ("bad", "The proof does not hold: claims 200, proves 190.")


def test_what_only_a_search_proved_is_told_apart() -> None:
    claim = Certificate("sha256:0", 200.0, (), searched=205.0)
    _, text = check_words(claim, Verdict(True, 200.0, ""), AIM)
    assert "cannot be under 20.0\u00a0km" in text
    assert "cannot be under 20.5\u00a0km was found by an exhaustive search" in text


@pytest.mark.parametrize(
    ("kind", "score", "words"),
    [
        (Kind.DISTANCE, 123.0, "12.3\u00a0km"),
        (Kind.INERTIA, 123_456.0, "12\u202f346\u00a0km²"),
        (Kind.DISTANCE, None, "–"),
        (Kind.DISRUPTION, 5.0, "0.50"),
    ],
)
def test_a_score_is_shown_as_a_mean(kind: Kind, score: float | None, words: str) -> None:
    assert Aim(kind, 10.0).words(score) == words
