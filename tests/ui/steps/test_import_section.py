"""The import page with real widgets: ways in, columns, choices, keys, taking and taking back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from dropping import drop
from import_tables import named_plan
from page_bench import Bench, open_bench, section_of, show_page
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from widget_walk import clipped_texts, crossing_texts

from planner.io.column_names import Kind
from planner.io.deciding import Fate, State
from planner.io.finding import LEAVE
from planner.store.column_memory import memory_file
from ui.actions import Act
from ui.map.row_map import fate_swatch
from ui.panels.import_side import Figure
from ui.steps.data import DataStep
from ui.steps.import_facts import side_figures
from ui.steps.import_section import ImportSection
from ui.tables.finding_model import REPAIR
from ui.theme import theme
from ui.widgets.labels import DrawnLabel, IconLabel

ACCOUNTS = (
    "Klantnummer;Klantnaam;Gemcode;Accountmanager;potential;Contracteinde;E-mail\n"
    "A00001;Account 1;0001;Anna de Vries;1.200,50;31-12-2027;a@b.nl\n"
    "A00002;Account 2;0002;Bo Jansen;100,00;31-12-2027;c@d.nl\n"
    "N1;New one;0003;Bo Janssen;50,00;31-2-2027;e@f.nl\n"
    "N2;Twice;0004;R01;1,00;;\n"
    "N2;Twice again;0004;R01;2,00;;\n"
)


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    yield from open_bench(qtbot, named_plan())


@pytest.fixture
def section(qtbot: QtBot, bench: Bench) -> ImportSection:
    step = DataStep(bench.bench)
    show_page(qtbot, bench, step)
    return section_of(step, "import", ImportSection)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "crm.csv"
    path.write_text(ACCOUNTS, encoding="utf-8")
    return path


def ready(qtbot: QtBot, section: ImportSection) -> None:
    qtbot.waitUntil(lambda: section.session.is_ready, timeout=10_000)


def opened(qtbot: QtBot, section: ImportSection, file: Path) -> None:
    section.open_file(file)
    ready(qtbot, section)


def test_first_there_are_three_ways_in(section: ImportSection) -> None:
    page = section.page
    assert set(page.start.buttons) == {"accounts", "people", "figures"}
    assert page.start.isVisible()
    assert not page.side.isVisible()
    assert not page.take.isVisible()
    assert all(button.accessibleName() for button in page.start.buttons.values())


def test_a_file_that_is_chosen_is_read_as_what_it_was_chosen_for(
    qtbot: QtBot, section: ImportSection, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    section.page.start.buttons["people"].click()
    qtbot.waitUntil(lambda: section.session.found is not None)
    assert section.session.kind is Kind.PEOPLE


def test_a_dropped_file_is_known_by_its_columns(
    qtbot: QtBot, section: ImportSection, file: Path
) -> None:
    drop(section.page, file)
    ready(qtbot, section)
    assert section.session.kind is Kind.ACCOUNTS
    assert section.page.title.text() == "Import crm.csv"


def test_of_several_tables_that_are_dropped_the_first_is_read_and_the_others_are_named(
    qtbot: QtBot, section: ImportSection, file: Path, bench: Bench
) -> None:
    with qtbot.waitSignal(bench.bench.messages.told) as told:
        drop(section.page, file, file.with_name("nl.shp"), file.with_name("reps.XLSX"))
    assert told.args is not None
    assert told.args[0].text == "One table at a time: bring reps.XLSX when this one is in."
    ready(qtbot, section)
    assert section.page.title.text() == "Import crm.csv"


def test_rows_are_pasted_and_an_empty_clipboard_is_said(
    qtbot: QtBot, section: ImportSection, bench: Bench
) -> None:
    QGuiApplication.clipboard().setText(" ")
    with qtbot.waitSignal(bench.bench.messages.told):
        section.paste()
    QGuiApplication.clipboard().setText("gemcode\tn\n0001\t5\n0002\t7\n0003\t8\n")
    section.paste()
    ready(qtbot, section)
    assert section.session.kind is Kind.FIGURES
    assert section.page.take.text() == "Import 3 regions"


def test_a_second_file_with_the_same_columns_shows_its_own_values(
    qtbot: QtBot, section: ImportSection
) -> None:
    shown = []
    for text in ("gemcode\tn\n0001\t5\n0002\t7\n", "gemcode\tn\n0003\t8\n0004\t\n"):
        QGuiApplication.clipboard().setText(text)
        section.paste()
        ready(qtbot, section)
        lines = section.page.columns.lines
        shown.append((lines["gemcode"].values.whole, lines["n"].values.whole))
        shown.append(lines["n"].filled.text())
        section.leave_file()
    assert shown == [("0001, 0002", "5, 7"), "100\u00a0%", ("0003, 0004", "8"), "50.0\u00a0%"]


def test_many_columns_are_shown_some_at_a_time(qtbot: QtBot, section: ImportSection) -> None:
    names = ["gemcode", *(f"n{at}" for at in range(59))]
    QGuiApplication.clipboard().setText("\t".join(names) + "\n" + "\t".join(["0001"] * 60) + "\n")
    section.paste()
    ready(qtbot, section)
    columns = section.page.columns
    for count, words in ((9, "Show 40 more of 60 columns"), (49, "Show all 60 columns")):
        assert list(columns.lines) == names[:count]
        assert columns.more.text() == words
        columns.more.click()
    assert list(columns.lines) == names
    assert columns.more.isHidden()
    assert columns.lines["n58"].values.whole == "0001"


def test_columns_say_what_they_are_and_why(
    qtbot: QtBot, section: ImportSection, file: Path
) -> None:
    opened(qtbot, section, file)
    lines = section.page.columns.lines
    assert lines["Klantnummer"].select.currentText() == "Account id"
    assert lines["Klantnummer"].select.accessibleName() == "Klantnummer is in Rayon"
    assert lines["Accountmanager"].why.whole.startswith("called 'Accountmanager'")
    assert lines["E-mail"].select.currentText() == "Leave out"
    assert lines["E-mail"].check.isHidden()


def test_a_meaning_that_moves_is_told_and_remembered(
    qtbot: QtBot, section: ImportSection, bench: Bench, file: Path
) -> None:
    opened(qtbot, section, file)
    with qtbot.waitSignal(bench.bench.messages.told) as said:
        section.page.columns.meaning_chosen.emit("Klantnaam", "id")
    assert "Klantnummer" in said.args[0].text
    ready(qtbot, section)
    assert section.session.meanings["Klantnummer"] == ""
    section.take()
    assert memory_file().exists()
    section.leave_file()
    opened(qtbot, section, file)
    assert section.session.reading is not None
    assert section.session.reading.remembered
    assert section.session.meanings["Klantnaam"] == "id"
    section.page.remember.setChecked(False)
    section.take()
    section.leave_file()
    opened(qtbot, section, file)
    assert section.session.meanings["Klantnummer"] == "id"


def test_rows_need_a_look_f8_finds_them_and_a_list_mends_them(
    qtbot: QtBot, section: ImportSection, bench: Bench, file: Path
) -> None:
    opened(qtbot, section, file)
    made = section.session.made
    assert made is not None
    assert [str(one.flaw) for one in made.found.findings] == [
        "date_wrong",
        "owner_unknown",
        "twice",
    ]
    qtbot.keyClick(section.page, Qt.Key.Key_F8)
    table = section.page.rows.table
    assert table.current() == 1
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = table.list
    assert editor is not None
    texts = [editor.itemText(at) for at in range(editor.count())]
    assert texts[0] == "Bo Jansen"
    assert texts[-1] == "Another value…"
    qtbot.waitUntil(lambda: editor.view().isVisible())
    qtbot.keyClick(editor.view(), Qt.Key.Key_Home)
    qtbot.keyClick(editor.view(), Qt.Key.Key_Return)
    assert table.list is None
    assert section.session.made is not None
    assert section.session.made.state(1) is State.MENDED
    assert table.rows_model.index(1, REPAIR).data() == "Bo Jansen"
    assert section.open_points() == 1


def test_a_value_of_ones_own_must_fit(
    qtbot: QtBot, section: ImportSection, bench: Bench, file: Path
) -> None:
    opened(qtbot, section, file)
    with qtbot.waitSignal(bench.bench.messages.told):
        section.page.rows.typed.emit(0, "morgen")
    section.page.rows.typed.emit(0, "1-3-2028")
    assert section.session.choices[0].value == "2028-03-01"


def test_many_rows_are_chosen_at_once_within_the_kind_shown(
    qtbot: QtBot, section: ImportSection, file: Path
) -> None:
    opened(qtbot, section, file)
    rows = section.page.rows
    rows.kinds.setCurrentIndex(rows.kinds.findData("twice"))
    rows.kinds.activated.emit(rows.kinds.currentIndex())
    assert rows.shown == [2]
    acts = dict(rows.many_choices())
    acts["Leave these rows out"]()
    assert section.session.choices == {2: LEAVE}
    made = section.session.made
    assert made is not None
    assert made.count(Fate.LEFT_OUT) == 2


def test_stop_closes_the_main_button(qtbot: QtBot, section: ImportSection, file: Path) -> None:
    opened(qtbot, section, file)
    dict(section.page.rows.many_choices())["Stop the import while they are so"]()
    assert not section.page.take.isEnabled()
    assert "stop" in section.page.footer.text()


def test_without_an_id_nothing_can_be_imported_and_that_is_said(
    qtbot: QtBot, section: ImportSection, file: Path
) -> None:
    opened(qtbot, section, file)
    section.page.columns.meaning_chosen.emit("Klantnummer", "")
    qtbot.waitUntil(lambda: not section.page.take.isEnabled())
    assert "Account id" in section.page.footer.text()


def test_taking_is_one_undo_step_and_undo_brings_the_assistant_back(
    qtbot: QtBot, section: ImportSection, bench: Bench, file: Path
) -> None:
    before = bench.document.plan
    opened(qtbot, section, file)
    bench.actions[Act.PRIMARY].trigger()
    assert bench.document.undo_stack.count() == 1
    after = bench.document.plan
    assert after.accounts.ids[-1] == "A00006"  # N1 and N2 wait
    assert after.accounts.numbers["potential"][0] == 1200.5
    assert section.page.result.isVisible()
    assert not section.page.rows.isVisible()
    bench.document.undo_stack.undo()
    assert bench.document.plan is before
    qtbot.waitUntil(section.page.rows.isVisible)
    ready(qtbot, section)


def test_what_is_taken_is_what_was_chosen_last(
    qtbot: QtBot, section: ImportSection, bench: Bench, file: Path
) -> None:
    opened(qtbot, section, file)
    dict(section.page.rows.many_choices())["Take the first repair of each"]()
    section.take()
    assert bench.document.undo_stack.count() == 0
    qtbot.waitUntil(lambda: bench.document.undo_stack.count() == 1, timeout=10_000)
    assert {"N1", "N2"} <= set(bench.document.plan.accounts.ids)


def test_escape_takes_back_that_something_is_to_be_taken(
    qtbot: QtBot, section: ImportSection, bench: Bench, file: Path
) -> None:
    opened(qtbot, section, file)
    dict(section.page.rows.many_choices())["Leave these rows out"]()
    section.take()
    bench.actions[Act.ESCAPE].trigger()
    ready(qtbot, section)
    assert bench.document.undo_stack.count() == 0
    assert section.session.reading is not None


def test_the_rows_that_wait_are_taken_later_and_update_by_id(
    qtbot: QtBot, section: ImportSection, bench: Bench, file: Path
) -> None:
    opened(qtbot, section, file)
    section.take()
    section.page.result.go_on.click()
    ready(qtbot, section)
    dict(section.page.rows.many_choices())["Take the first repair of each"]()
    ready(qtbot, section)
    section.take()
    accounts = bench.document.plan.accounts
    assert accounts.ids[-2:] == ("N1", "N2")
    assert accounts.names[-1] == "Twice"
    assert section.open_points() == 0


def test_the_same_file_again_makes_no_step(
    qtbot: QtBot, section: ImportSection, bench: Bench, file: Path
) -> None:
    opened(qtbot, section, file)
    section.take()
    plan = bench.document.plan
    section.leave_file()
    opened(qtbot, section, file)
    section.take()
    assert bench.document.plan is plan
    assert bench.document.undo_stack.count() == 1


def test_rows_not_imported_are_saved(
    qtbot: QtBot,
    section: ImportSection,
    file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened(qtbot, section, file)
    section.take()
    out = tmp_path / "left.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    section.page.result.save_rows.click()
    qtbot.waitUntil(out.exists)
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0].endswith("E-mail,rayon row,rayon reason")
    assert len(lines) == 4


def test_escape_leaves_the_file(
    qtbot: QtBot, section: ImportSection, bench: Bench, file: Path
) -> None:
    opened(qtbot, section, file)
    bench.actions[Act.ESCAPE].trigger()
    assert section.session.reading is None
    assert section.page.start.isVisible()
    assert not section.page.take.isVisible()


def test_a_file_that_is_no_table_says_why(
    qtbot: QtBot, section: ImportSection, tmp_path: Path
) -> None:
    path = tmp_path / "old.xlsx"
    path.write_bytes(b"PK nothing")
    section.open_file(path)
    qtbot.waitUntil(lambda: section.session.reading is not None)
    assert section.page.notes.isVisible()
    assert section.page.notes.title.text() == "This file cannot be read"
    assert not section.page.take.isVisible()


def test_the_format_can_be_said(qtbot: QtBot, section: ImportSection, file: Path) -> None:
    opened(qtbot, section, file)
    form = section.page.form
    assert form.sheet.isHidden()
    assert form.delimiter.currentData() == ";"
    form.header.setCurrentIndex(form.header.findData(2))
    form.header.activated.emit(form.header.currentIndex())
    qtbot.waitUntil(lambda: "A00001" in section.session.meanings)


def test_those_the_file_has_not_got_can_go(
    qtbot: QtBot, section: ImportSection, bench: Bench, file: Path
) -> None:
    opened(qtbot, section, file)
    side = section.page.side
    assert side.vanished.isVisible()
    side.vanished.setCurrentIndex(1)
    side.vanished.activated.emit(1)
    ready(qtbot, section)
    section.take()
    assert bench.document.plan.accounts.ids == ("A00001", "A00002")


@pytest.fixture
def _light_again(qapp: QApplication) -> Iterator[None]:
    yield
    theme.apply(qapp, "light")


@pytest.mark.usefixtures("_light_again")
@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (1280, 720)])
def test_nothing_is_clipped_or_crosses(
    qtbot: QtBot, section: ImportSection, bench: Bench, file: Path, mode: str, size: tuple[int, int]
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, mode)
    bench.window.resize(*size)
    for state in ("start", "assistant", "result"):
        if state == "assistant":
            opened(qtbot, section, file)
        if state == "result":
            section.take()
        QApplication.processEvents()
        assert clipped_texts(bench.window) == []
        assert crossing_texts(bench.window) == []


def test_figures_that_came_in_are_balanced_by_one_button_and_one_step(
    qtbot: QtBot, section: ImportSection, bench: Bench
) -> None:
    QGuiApplication.clipboard().setText("gemcode\tdwellings\n0001\t5\n0002\t7\n0003\t8\n")
    section.paste()
    ready(qtbot, section)
    section.take()
    document = bench.bench.document
    qtbot.waitUntil(lambda: "dwellings" in document.plan.regions.columns)
    button = section.page.result.balance
    assert button.isVisible()
    assert button.text() == "Balance dwellings too"
    before = document.plan
    button.click()
    assert document.plan.measures[-1].source == "regions.dwellings"
    assert document.plan.loads[:3, -1].tolist() == [5, 7, 8]
    assert button.isHidden()
    document.undo_stack.undo()
    assert document.plan is before


def test_while_nothing_can_be_imported_no_row_is_said_to_be(
    qtbot: QtBot, section: ImportSection, file: Path
) -> None:
    opened(qtbot, section, file)
    made = section.session.made
    assert made is not None
    rows = {one.name: one.value for one in told_figures(section)}
    assert (rows["Imported"], rows["Waiting for your choice"]) == ("2", "3")
    dict(section.page.rows.many_choices())["Stop the import while they are so"]()
    rows = {one.name: one.value for one in told_figures(section)}
    assert (rows["Imported"], rows["Waiting for your choice"]) == ("0", "5")
    section.page.columns.meaning_chosen.emit("Klantnummer", "")
    qtbot.waitUntil(lambda: not section.page.take.isEnabled())
    ready(qtbot, section)
    assert told_figures(section)[0].value == "0"


def told_figures(section: ImportSection) -> list[Figure]:
    """The counts of rows on the side."""
    session = section.session
    assert session.made is not None
    return side_figures(session.made, None, named_plan(), fate_swatch)[0]


def test_the_fills_beside_the_map_follow_the_theme(
    qtbot: QtBot, section: ImportSection, file: Path
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    opened(qtbot, section, file)
    drawn = section.page.side.findChildren(DrawnLabel)
    fills = [each for each in drawn if not isinstance(each, IconLabel)]
    light = [each.pixmap().toImage() for each in fills]
    theme.apply(app, "dark")
    dark = [each.pixmap().toImage() for each in fills]
    theme.apply(app, "light")
    app.setStyleSheet("")
    assert len(fills) == 4
    assert all(one != other for one, other in zip(light, dark, strict=True))
