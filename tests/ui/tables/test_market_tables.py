"""The narrow tables of the market page."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from planner.notation import scale_of
from ui.tables.market_tables import AreaRow, AreaTable


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
