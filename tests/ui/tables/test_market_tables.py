"""The narrow tables of the market page."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from planner.notation import scale_of
from ui.tables.market_tables import AreaRow, AreaTable, RuleSumRow, RuleSumTable


def amounts(table: AreaTable) -> list[str]:
    model = table.rows_model
    return [model.index(row, 2).data() for row in range(model.rowCount())]


def test_amounts_are_written_in_the_scale_of_now(qtbot: QtBot) -> None:
    table = AreaTable()
    qtbot.addWidget(table)
    for amount, wanted in ((3.5, "3.5"), (1923.0, "1\u202f923"), (4.0, "4.0")):
        row = AreaRow("pilot", "Pilot", 12, amount, "")
        table.show_areas("places", "Prospects", scale_of(amount, "accounts"), (row,))
        assert amounts(table) == [wanted]


def test_a_name_too_long_for_its_line_takes_two_and_every_row_is_seen(qtbot: QtBot) -> None:
    table = RuleSumTable("Segments")
    qtbot.addWidget(table)
    rows = tuple(
        RuleSumRow(str(at), label, 2_247, 1_411.0, 0.43)
        for at, label in enumerate(("Makers and builders", "Food", "Care"))
    )
    table.resize(274, 100)
    table.show_sums("Segment", "Prospects", scale_of(1_411.0, "accounts"), rows)
    table.fit(8)
    table.show()
    first, second, third = (table.rowHeight(row) for row in range(3))
    assert second == third
    assert first > 1.2 * second
    assert table.verticalScrollBar().maximum() == 0
    table.resize(600, table.height())
    assert [table.rowHeight(row) for row in range(3)] == [second] * 3
    assert table.verticalScrollBar().maximum() == 0
