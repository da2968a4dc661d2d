from __future__ import annotations

from builders import grid_plan
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QHeaderView, QToolTip
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from planner.model.issues import Issue, Severity
from planner.model.quotas import QuotaNode
from planner.model.teams import Post, RoleNeed, Team
from planner.model.types import RepId
from ui.tables.column_model import SORT, Column, ColumnModel
from ui.tables.figure_table import FigureTable
from ui.tables.issue_table import IssueTable
from ui.tables.quota_rows import quota_rows, quota_sum
from ui.tables.quota_table import QuotaTable
from ui.tables.team_rows import need_rows, post_rows
from ui.tables.team_table import NeedTable, PostTable

COLUMNS: tuple[Column[int], ...] = (
    Column("name", "Name", lambda row: f"row {row}", lambda row: f"row {row}", right=False),
    Column("value", "Value", lambda row: str(row), lambda row: row),
)
TEAMS = (
    Team(
        "m1",
        "Food",
        "food",
        posts=(Post("closer", RepId("R01"), 20.0), Post("support", RepId("R02"), 8.0)),
        needs=(RoleNeed("closer", 26.0, 20.0), RoleNeed("support", 8.0, 8.0)),
    ),
)
QUOTAS = (
    QuotaNode("company", "", "company", "Grid", 1000, 100),
    QuotaNode("north", "company", "group", "North", 700),
    QuotaNode("south", "company", "group", "South", 400),
    QuotaNode("R01", "north", "rep", "Rep 1", 700),
    QuotaNode("R02", "south", "rep", "Rep 2", 400),
)


def texts(table: FigureTable[object]) -> list[list[str]]:
    return [line.split("\t") for line in table.as_text().splitlines()]


def test_the_model_holds_to_the_rules_of_qt(qtmodeltester: ModelTester) -> None:
    model: ColumnModel[int] = ColumnModel(COLUMNS)
    model.show([10, 9, 100])
    qtmodeltester.check(model)


def test_a_cell_that_is_too_narrow_tells_on_hover_what_it_says(qtbot: QtBot) -> None:
    table = FigureTable(COLUMNS)
    qtbot.addWidget(table)
    table.show_rows([9, 10**20])
    table.show()
    table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
    table.setColumnWidth(0, 80)

    def told(row: int, column: int) -> str:
        place = table.visualRect(table.model().index(row, column)).center()
        hover = QHelpEvent(QEvent.Type.ToolTip, place, table.viewport().mapToGlobal(place))
        QApplication.sendEvent(table.viewport(), hover)
        return QToolTip.text()

    assert told(0, 0) == ""
    assert told(1, 0) == "row 100000000000000000000"
    QToolTip.hideText()


def test_figures_sort_as_figures(qtbot: QtBot) -> None:
    table = FigureTable(COLUMNS)
    qtbot.addWidget(table)
    table.show_rows([10, 9, 100])
    table.sort_by_clicks(1)
    assert [line[1] for line in texts(table)[1:]] == ["9", "10", "100"]


def test_another_colour_is_told_of_its_row_alone_and_painted(qtbot: QtBot) -> None:
    table = FigureTable(COLUMNS)
    qtbot.addWidget(table)
    table.resize(300, 200)
    table.show()
    red, blue = QColor("red"), QColor("blue")
    table.show_rows([1, 2], [red, red])
    before = table.grab().toImage()
    told: list[tuple[int, int, list[int]]] = []
    table.rows_model.dataChanged.connect(
        lambda first, last, roles: told.append((first.row(), last.column(), list(roles)))
    )
    table.show_rows([1, 2], [red, blue])
    assert told == [(1, 0, [Qt.ItemDataRole.BackgroundRole])]  # of which no header measures columns
    assert table.grab().toImage() != before
    table.show_rows([1, 2], [])
    assert [(row, column) for row, column, _ in told[1:]] == [(0, 1), (1, 1)]


def test_only_rows_that_differ_are_told(qtbot: QtBot) -> None:
    model: ColumnModel[int] = ColumnModel(COLUMNS)
    model.show([1, 2, 3])
    told: list[int] = []
    model.dataChanged.connect(lambda first, last: told.append(first.row()))
    model.show([1, 7, 3])
    assert told == [1]


def test_the_chosen_row_stays_chosen_through_sorting_and_an_edit(qtbot: QtBot) -> None:
    table = FigureTable(COLUMNS)
    qtbot.addWidget(table)
    table.show_rows([10, 9, 100])
    table.sort_by_clicks(1)
    table.choose(0)
    table.show_rows([10, 9, 5])
    assert table.currentIndex().siblingAtColumn(1).data() == "10"


def test_going_to_a_row_tells_its_place_in_the_model(qtbot: QtBot) -> None:
    table = FigureTable(COLUMNS)
    qtbot.addWidget(table)
    table.show_rows([10, 9, 100])
    table.sort_by_clicks(1)
    with qtbot.waitSignal(table.row_chosen) as told:
        table.selectRow(0)
    assert told.args == [1]


def test_a_shortage_is_named_with_word_and_mark(qtbot: QtBot) -> None:
    table = NeedTable()
    qtbot.addWidget(table)
    table.show_rows(need_rows(grid_plan(2, 2), TEAMS))
    assert texts(table)[1:] == [
        ["Food", "Closer", "26.0", "20.0", "▲ 6.0", "Rep 1"],
        ["Food", "Support", "8.0", "8.0", "0", "Rep 2"],
    ]


def test_one_line_a_post(qtbot: QtBot) -> None:
    table = PostTable()
    qtbot.addWidget(table)
    table.show_rows(
        post_rows(grid_plan(2, 2), [(team, post) for team in TEAMS for post in team.posts])
    )
    assert texts(table)[1:] == [
        ["Rep 1", "Closer", "Food", "20.0"],
        ["Rep 2", "Support", "Food", "8.0"],
    ]


def test_the_quota_tree_stands_in_order_and_closes() -> None:
    rows = quota_rows(QUOTAS)
    assert [(row.name, row.depth) for row in rows] == [
        ("Grid", 0), ("North", 1), ("Rep 1", 2), ("South", 1), ("Rep 2", 2),
    ]  # fmt: skip
    assert all(row.closes for row in rows)
    total = quota_sum(rows)
    assert total is not None
    assert (total.goal, total.over, total.divided, total.closes) == (1000, 100, 1100, True)


def test_a_tree_that_does_not_add_up_says_so(qtbot: QtBot) -> None:
    broken = (*QUOTAS[:4], QuotaNode("R02", "south", "rep", "Rep 2", 399))
    total = quota_sum(quota_rows(broken))
    assert total is not None
    assert not total.closes
    table = QuotaTable("EUR")
    qtbot.addWidget(table)
    table.show_rows(quota_rows(broken))
    assert [line[5] for line in texts(table)[1:]] == [
        "exactly",
        "exactly",
        "exactly",
        "no",
        "exactly",
    ]


def test_issues_that_stop_planning_come_first(qtbot: QtBot) -> None:
    table = IssueTable()
    qtbot.addWidget(table)
    note = Issue("island", Severity.NOTE, "a.shp", "an island", "Linked.", row=3)
    stop = Issue("id", Severity.ERROR, "b.csv", "no id", "Name the column.", column="id")
    table.show_rows([note, stop])
    assert [line[1] for line in texts(table)[1:]] == ["b.csv", "a.shp"]
    assert texts(table)[1][0] == "Stops planning"


def test_places_that_no_issue_tells_take_no_room(qtbot: QtBot) -> None:
    table = IssueTable()
    qtbot.addWidget(table)
    table.show_rows([Issue("island", Severity.NOTE, "a.shp", "an island", "Linked.", row=3)])
    assert [table.isColumnHidden(at) for at in range(6)] == [
        False,
        False,
        False,
        True,
        False,
        False,
    ]
    table.show_rows([Issue("id", Severity.ERROR, "", "no id", "Name the column.", column="id")])
    assert [table.isColumnHidden(at) for at in range(6)] == [False, True, True, False, False, False]


def test_sort_values_are_plain_python(qtbot: QtBot) -> None:
    table = QuotaTable("EUR")
    qtbot.addWidget(table)
    table.show_rows(quota_rows(QUOTAS))
    model = table.rows_model
    for column in range(model.columnCount()):
        assert type(model.index(1, column).data(SORT)) in (int, float, str)


def test_other_columns_are_never_asked_of_the_rows_before() -> None:
    model: ColumnModel[tuple[int, ...]] = ColumnModel(
        [Column("a", "A", lambda row: str(row[0]), lambda row: row[0])]
    )
    model.show([(1,), (2,)])
    model.set_columns([Column("b", "B", lambda row: str(row[1]), lambda row: row[1])])
    assert model.rowCount() == 0
    model.show([(1, 10), (2, 20)])
    assert [model.index(at, 0).data() for at in range(2)] == ["10", "20"]
