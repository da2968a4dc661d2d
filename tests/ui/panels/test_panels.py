from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from widget_walk import clipped_texts

from planner.model.types import floats, ints
from ui.panels.ask_panel import EFFORTS, KEEP, AskFacts, AskPanel, Range
from ui.panels.moves import moves_between
from ui.panels.moves_model import MovesModel
from ui.panels.overview_panel import OverviewFacts, OverviewPanel
from ui.panels.selection_panel import SelectionPanel
from ui.panels.solve_log import SolveLog
from ui.panels.territory_facts import MeasureLine, MoveOption, SelectionFacts, TerritoryFacts
from ui.panels.territory_panel import TerritoryPanel
from ui.use_cases.territories import Progress

LINE = MeasureLine("Prospects", "accounts", 105.0, 100.0, 0.05, 0.05)
FACTS = TerritoryFacts(
    "T01", "North", "A. Postma", (LINE,), 12, 1, 20.4, 3, 2, False, ("county", "counties")
)
OPTIONS = (
    MoveOption(1, "T02", "South", 0.01, 0.08, 0.05),
    MoveOption(2, "T03", "East", -0.02, 0.0, 0.05, locked=True),
)
SELECTION = SelectionFacts(
    3,
    ("Kern", "Inyo"),
    (("Prospects", 7.0, "accounts"),),
    OPTIONS,
    "Prospects",
    1,
    ("county", "counties"),
)


def moves_model() -> MovesModel:
    before, after = ints([0, 0, 1, 1, 2]), ints([1, 1, 0, 1, 0])
    model = MovesModel()
    loads = floats(np.arange(1, 6).reshape(5, 1))
    moves = moves_between(before, after, loads)
    model.show_moves(moves, ("T01", "T02", "T03"), "counties", (0, "Prospects", "accounts"))
    return model


def test_the_moves_model_holds_to_the_rules_of_qt(qtmodeltester: ModelTester) -> None:
    model = moves_model()
    qtmodeltester.check(model)


def test_moves_say_from_to_how_many_and_how_much(qtbot: QtBot) -> None:
    model = moves_model()
    rows = [[model.index(r, c).data() for c in range(3)] for r in range(model.rowCount())]
    assert rows == [
        ["T01 → T02", "2", "3"],
        ["T02 → T01", "1", "3"],
        ["T03 → T01", "1", "5"],
    ]


def test_a_move_from_nobody_is_short_enough_for_its_column(qtbot: QtBot) -> None:
    model = MovesModel()
    moves = moves_between(ints([-1, -1]), ints([0, 0]), floats(np.ones((2, 1))))
    model.show_moves(moves, ("T01",), "municipalities", (0, "Population", "people"))
    assert model.index(0, 0).data() == "– → T01"


def test_a_long_name_in_the_inspector_wraps_and_is_not_cut(qtbot: QtBot) -> None:
    panel = TerritoryPanel()
    qtbot.addWidget(panel)
    panel.resize(336, 700)
    long = replace(
        LINE, label="Population of working age", unit="people", value=1536515.0, target=1465889.0
    )
    panel.show_facts(replace(FACTS, measures=(long,)), QColor("red"), editable=True)
    panel.show()
    qtbot.waitExposed(panel)
    qtbot.waitUntil(lambda: clipped_texts(panel) == [], timeout=3_000)
    assert panel.measures.texts()[0][0] == "Population of working age, people"


def test_a_measure_counted_in_itself_is_named_once() -> None:
    assert replace(LINE, label="Dwellings", unit="dwellings").heading == "Dwellings"
    assert LINE.heading == "Prospects, accounts"


def test_a_tick_taken_away_leaves_the_move_out(qtbot: QtBot) -> None:
    model = moves_model()
    role = Qt.ItemDataRole.CheckStateRole
    with qtbot.waitSignal(model.ticked):
        model.setData(model.index(0, 0), Qt.CheckState.Unchecked.value, role)
    assert [move.source for move in model.chosen] == [1, 2]
    model.tick_all(False)
    assert model.chosen == ()
    model.tick_all(True)
    assert len(model.chosen) == 3


def test_the_sentence_of_a_territory_is_the_one_that_matters() -> None:
    assert FACTS.sentence() == ("good", "It keeps every rule.", "")
    off = replace(LINE, deviation=0.069)
    assert replace(FACTS, measures=(LINE, off)).sentence()[:2] == (
        "bad",
        "Prospects: 6.9\u00a0% above target, rule is ±5\u00a0%.",
    )
    below = replace(LINE, deviation=-0.2)
    tone, text, rest = replace(FACTS, measures=(below, off)).sentence()
    assert (tone, rest) == ("bad", "One more measure is outside its rule.")
    assert text.startswith("Prospects: 20.0\u00a0% below target")
    assert replace(FACTS, pieces=2).sentence()[1] == "It lies in 2 pieces."
    assert replace(FACTS, regions=0).sentence()[1] == "It has no counties yet."


def test_the_territory_panel_shows_value_target_and_deviation(qtbot: QtBot) -> None:
    panel = TerritoryPanel()
    qtbot.addWidget(panel)
    off = replace(LINE, deviation=0.07, value=107.0)
    panel.show_facts(replace(FACTS, measures=(off,)), QColor("teal"), editable=True)
    assert panel.measures.texts() == [["Prospects, accounts", "107", "100", "▲ +7.0\u00a0%"]]
    assert panel.figures.texts()[0] == ["Counties", "12, in one piece"]
    with qtbot.waitSignal(panel.lock_wanted) as told:
        panel.lock.click()
    assert told.args == [True]


def test_a_territory_is_renamed_in_place(qtbot: QtBot) -> None:
    panel = TerritoryPanel()
    qtbot.addWidget(panel)
    panel.show_facts(FACTS, QColor("teal"), editable=True)
    panel.rename.click()
    panel._name.edit.setText("  Friesland ")
    with qtbot.waitSignal(panel.renamed) as told:
        panel._name.entered.emit(panel._name.edit.text())
    assert told.args == ["Friesland"]


def test_the_selection_says_now_and_then_with_a_mark(qtbot: QtBot) -> None:
    panel = SelectionPanel()
    qtbot.addWidget(panel)
    panel.show_facts(SELECTION, [QColor("teal")] * 3, editable=True)
    assert panel.title.text() == "3 counties"
    assert panel.names.text() == "Kern, Inyo and 1 more"
    assert panel.rows[0].words.text() == "+1.0\u00a0% → +8.0\u00a0% ▲"
    assert panel.rows[1].words.text() == "locked"
    assert not panel.rows[1].button.isEnabled()
    with qtbot.waitSignal(panel.move_wanted) as told:
        panel.rows[0].button.click()
    assert told.args == [1]


def test_a_selection_of_today_offers_no_moves(qtbot: QtBot) -> None:
    panel = SelectionPanel()
    qtbot.addWidget(panel)
    panel.show_facts(SELECTION, [QColor("teal")] * 3, editable=False)
    assert panel.rows == []
    assert panel.lock.isHidden()


def test_the_ask_reads_the_plan_and_gives_what_is_chosen(qtbot: QtBot) -> None:
    panel = AskPanel()
    qtbot.addWidget(panel)
    facts = AskFacts(
        (("Prospects", 0.05),), 12, True, "homes", 3, 1, 1.0, ("county", "counties"), "Plan A",
        (Range("Only the 4 selected counties", ints([1, 2, 5, 7])),), planned=True,
    )  # fmt: skip
    panel.show_facts(facts)
    assert panel.rules.texts() == [["Prospects", "±5\u00a0%"]]
    assert "Plan A" in panel.note.text.text()
    assert panel.may_move.count() == 2
    panel.may_move.setCurrentIndex(1)
    panel.effort.setCurrentIndex(2)
    with qtbot.waitSignal(panel.asked) as told:
        panel.go.click()
    assert told.args is not None
    (ask,) = told.args
    assert (ask.keep, ask.work, ask.improve, ask.exact) == (1.0, EFFORTS[2], False, False)
    assert ask.movable.tolist() == [1, 2, 5, 7]
    panel.show_facts(replace(facts, ranges=()))
    assert panel.may_move.count() == 1


def test_what_is_chosen_in_the_ask_stays_until_the_goals_of_the_plan_change(qtbot: QtBot) -> None:
    panel = AskPanel()
    qtbot.addWidget(panel)
    facts = AskFacts(
        (("Prospects", 0.05),), 12, True, "homes", 1, 1, KEEP[1], ("county", "counties")
    )
    panel.show_facts(facts)
    assert panel.keep.currentIndex() == 1
    assert ["Locked", "1 county, 1 territory"] in panel.facts.texts()
    panel.keep.setCurrentIndex(0)
    panel.show_facts(replace(facts, locked_regions=2))  # something was locked meanwhile
    assert panel.keep.currentIndex() == 0
    assert ["Locked", "2 counties, 1 territory"] in panel.facts.texts()
    panel.show_facts(replace(facts, keep=KEEP[2]))
    assert panel.keep.currentIndex() == 2


def test_more_offers_to_improve_the_plan_and_to_prove_to_the_end(qtbot: QtBot) -> None:
    panel = AskPanel()
    qtbot.addWidget(panel)
    facts = AskFacts((("Prospects", 0.05),), 12, True, "homes", 0, 0, 0.0, ("place", "places"))
    panel.show_facts(facts)
    assert panel.begin_with.count() == 1
    panel.show_facts(replace(facts, planned=True))
    assert panel.exact.parentWidget().isHidden()
    panel.more.click()
    assert not panel.exact.parentWidget().isHidden()
    panel.begin_with.setCurrentIndex(1)
    panel.exact.setChecked(True)
    with qtbot.waitSignal(panel.asked) as told:
        panel.go.click()
    assert told.args is not None
    (ask,) = told.args
    assert (ask.movable, ask.improve, ask.exact) == (None, True, True)


@pytest.mark.parametrize(("is_today", "hidden"), [(True, False), (False, True)])
def test_the_overview_offers_a_copy_of_today_only(
    qtbot: QtBot, is_today: bool, hidden: bool
) -> None:
    panel = OverviewPanel()
    qtbot.addWidget(panel)
    facts = OverviewFacts("Today", "bad", "0 of 12.", "", tuple(("a", "b", "") for _ in range(7)))
    panel.show_facts(replace(facts, is_today=is_today))
    assert panel.today.isHidden() is hidden
    assert len(panel.figures.texts()) == 5


def test_the_log_tells_of_better_plans_while_no_limit_is_known() -> None:
    owner, log = ints([0]), SolveLog(lambda: 0.0)
    log.hear(Progress("start", best=90.0, owner=owner, violations=1))
    for best in (100.0, 99.0, 90.0, 89.5, 80.0):
        log.hear(Progress("improve", best=best, owner=owner))
    log.hear(Progress("bound", best=70.0, bound=69.0, owner=owner))
    assert [event.text for event in log.events] == [
        "First plan: one rule is broken.",
        "All rules are met.",
        "Better plan: 10\u00a0% under the first that met all rules.",
        "Better plan: 20\u00a0% under the first that met all rules.",
        "A proven limit is known.",
    ]


def test_the_log_tells_what_is_worth_telling() -> None:
    seconds = iter(range(100))
    log = SolveLog(lambda: float(next(seconds)))
    owner = ints([0, 1])
    log.hear(Progress("start"))
    log.hear(Progress("improve", best=9.0, owner=owner, violations=3))
    log.hear(Progress("improve", best=9.0, owner=owner, violations=3))
    log.hear(Progress("improve", best=9.0, owner=owner, violations=1))
    log.hear(Progress("improve", best=8.0, owner=owner, violations=0))
    assert log.room is None
    log.hear(Progress("polish", best=8.0, bound=7.0, owner=owner))
    log.hear(Progress("polish", best=7.1, bound=7.0, owner=owner))
    assert [event.text for event in log.events] == [
        "First plan: 3 rules are broken.",
        "Better plan: one rule is broken.",
        "All rules are met.",
        "A proven limit is known.",
        "At most 1.5\u00a0% above the least possible.",
    ]
    assert log.room == pytest.approx(0.015)
    assert log.phase == "Polishing the borders"
