"""Rows that need a look: put into words only when they are shown, and closed when they move."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from ui.tables.finding_model import FindingModel, Line
from ui.tables.finding_table import FindingTable


def line(number: int) -> Line:
    return Line(str(number + 2), f"cell {number}", "wrong", "repair", "mended", "good")


def test_the_model_obeys_the_rules_of_models(qtbot: QtBot) -> None:
    model = FindingModel()
    tester = QAbstractItemModelTester(model)
    model.show(range(3), line)
    model.show(range(3), line)
    model.show([2], line)
    assert model.index(0, 0).data() == "4"
    assert model.headerData(3, Qt.Orientation.Horizontal) == "Repair"
    right = Qt.AlignmentFlag.AlignRight
    placed = model.headerData(4, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
    assert placed & right == right
    tester.deleteLater()
    model.deleteLater()


def test_of_a_hundred_thousand_rows_few_are_put_into_words(qtbot: QtBot) -> None:
    asked: list[int] = []

    def ask(number: int) -> Line:
        asked.append(number)
        return line(number)

    table = FindingTable()
    qtbot.addWidget(table)
    table.resize(900, 400)
    table.show_findings(range(100_000), ask)
    table.show()
    table.go_to(99_999)
    assert table.current() == 99_999
    assert len(set(asked)) < 100


def test_a_list_closes_with_escape_and_when_other_rows_are_shown(qtbot: QtBot) -> None:
    table = FindingTable()
    qtbot.addWidget(table)
    table.options_of = lambda _number: (("one", "two"), 0, True)
    table.show_findings(range(3), line)
    table.show()
    table.go_to(1)
    table.open_list()
    assert table.list is not None
    assert table.list.accessibleName() == "Repair of row 3"
    table.list.left.emit()
    assert table.list is None
    table.open_list()
    table.show_findings(range(2), line)
    assert table.list is None


def test_another_value_is_typed(qtbot: QtBot) -> None:
    table = FindingTable()
    qtbot.addWidget(table)
    table.options_of = lambda _number: (("one",), 0, True)
    table.show_findings(range(3), line)
    table.show()
    table.go_to(2)
    table.open_list()
    held = table.list
    assert held is not None
    held.activated.emit(1)
    assert held.isEditable()
    held.setEditText(" 12 ")
    with qtbot.waitSignal(table.typed) as said:
        qtbot.keyClick(held, Qt.Key.Key_Return)
    assert said.args == [2, "12"]
