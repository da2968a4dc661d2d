"""The import page where things go another way: keys, Undo, Cancel, another plan, what is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from import_tables import named_plan
from page_bench import Bench, open_bench, section_of, show_page
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from planner.edits.assignment import assign
from planner.io.column_names import Kind
from planner.model.types import ints
from ui.actions import Act
from ui.map.row_map import fate_swatch
from ui.messages import Told
from ui.steps.data import DataStep
from ui.steps.import_facts import side_figures
from ui.steps.import_section import ImportSection

ACCOUNTS = (
    "Klantnummer;Klantnaam;Gemcode;potential\n"
    "A00001;Account 1;0001;120\nA00002;Account 2;0002;100\nN1;New one;0003;50\n"
)

OWNED = "account_id;name;region;owner\nA00001;Account 1;0001;{}\nA00002;Account 2;0002;R01\n"


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    yield from open_bench(qtbot, named_plan())


@pytest.fixture
def told(bench: Bench) -> list[Told]:
    said: list[Told] = []
    bench.bench.messages.told.connect(said.append)
    return said


@pytest.fixture
def step(qtbot: QtBot, bench: Bench) -> DataStep:
    made = DataStep(bench.bench)
    show_page(qtbot, bench, made)
    return made


@pytest.fixture
def section(step: DataStep) -> ImportSection:
    return section_of(step, "import", ImportSection)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path / "crm.csv", ACCOUNTS)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def ready(qtbot: QtBot, section: ImportSection) -> None:
    qtbot.waitUntil(lambda: section.session.is_ready, timeout=10_000)


def opened(qtbot: QtBot, section: ImportSection, file: Path, kind: Kind = Kind.ACCOUNTS) -> None:
    section.open_file(file, kind)
    qtbot.waitUntil(
        lambda: (
            section.session.reading is not None
            and section.session.reading.source.path == file
            and section.session.is_ready
        ),
        timeout=10_000,
    )


def idle(qtbot: QtBot, bench: Bench) -> None:
    """Wait until every job has ended and what it brought is shown."""
    qtbot.waitUntil(lambda: not bench.bench.runner.is_busy, timeout=10_000)


def failing(*_anything: object, **_more: object) -> None:
    raise OSError("the disk is gone")


def test_keys_of_a_section_are_dead_on_the_others(
    qtbot: QtBot, step: DataStep, section: ImportSection, bench: Bench, file: Path
) -> None:
    opened(qtbot, section, file)
    step.go_to("rules")
    before = bench.document.plan
    for act in (Act.PRIMARY, Act.ESCAPE):
        assert not bench.actions[act].isEnabled()
        bench.actions[act].trigger()
    assert bench.document.plan is before
    assert section.session.reading is not None
    step.go_to("import")
    bench.actions[Act.PRIMARY].trigger()
    assert bench.document.undo_stack.count() == 1
    dropped: list[bool] = []
    section.session.changed.connect(lambda: dropped.append(True))
    bench.actions[Act.ESCAPE].trigger()
    assert dropped == [True]  # once, though the page was visited twice


def test_an_unchanged_file_offers_no_undo_of_an_edit_that_is_not_its_own(
    qtbot: QtBot, section: ImportSection, bench: Bench, file: Path, told: list[Told]
) -> None:
    document = bench.document
    opened(qtbot, section, file)
    section.take()
    assert told[-1] == Told("3 accounts imported.", undo=True)
    document.edit("move by hand", assign(document.plan, "Plan A", "base", ints([0]), 1))
    section.leave_file()
    opened(qtbot, section, file)
    section.take()
    assert document.undo_stack.undoText() == "move by hand"
    assert told[-1] == Told("Nothing changes.", undo=False)


def test_a_look_that_is_cancelled_leaves_the_meanings_as_they_were(
    qtbot: QtBot, section: ImportSection, bench: Bench, file: Path
) -> None:
    opened(qtbot, section, file)
    section.page.columns.meaning_chosen.emit("potential", "")
    section.escape()
    section.take()
    idle(qtbot, bench)
    ready(qtbot, section)
    assert bench.document.undo_stack.count() == 0
    session = section.session
    assert session.found is not None
    assert session.meanings == dict(session.found.meanings)
    assert section.page.columns.lines["potential"].select.currentText() == "Potential"


def test_a_look_that_fails_leaves_the_meanings_as_they_were(
    qtbot: QtBot,
    section: ImportSection,
    bench: Bench,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened(qtbot, section, file)
    monkeypatch.setattr("ui.use_cases.importing.look", failing)
    with qtbot.waitSignal(bench.bench.messages.failed):
        section.page.columns.meaning_chosen.emit("potential", "")
        section.take()
    assert section.session.meanings["potential"] == "potential"
    idle(qtbot, bench)
    assert bench.document.undo_stack.count() == 0


def test_another_kind_that_is_cancelled_leaves_the_kind_as_it_was(
    qtbot: QtBot, section: ImportSection, bench: Bench, file: Path
) -> None:
    opened(qtbot, section, file)
    kind = section.page.form.kind
    kind.setCurrentIndex(kind.findData("people"))
    kind.activated.emit(kind.currentIndex())
    section.escape()
    idle(qtbot, bench)
    assert section.session.kind is Kind.ACCOUNTS
    assert kind.currentData() == "accounts"
    ready(qtbot, section)


def test_import_undo_redo_import_does_not_wait_for_ever(
    qtbot: QtBot, section: ImportSection, bench: Bench, file: Path, told: list[Told]
) -> None:
    opened(qtbot, section, file)
    section.take()
    taken = bench.document.plan
    bench.document.undo_stack.undo()
    ready(qtbot, section)
    bench.document.undo_stack.redo()
    ready(qtbot, section)
    section.take()
    assert told[-1].text == "Nothing changes."
    assert bench.document.plan is taken


def test_an_outcome_that_failed_is_reckoned_again_when_wanted(
    qtbot: QtBot, section: ImportSection, bench: Bench, file: Path
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ui.use_cases.importing.outcome", failing)
        with qtbot.waitSignal(bench.bench.messages.failed):
            section.open_file(file, Kind.ACCOUNTS)
    assert not section.session.is_ready
    section.take()
    qtbot.waitUntil(lambda: bench.document.undo_stack.count() == 1, timeout=10_000)


def test_what_the_file_has_not_got_is_asked_anew_for_the_next_file(
    qtbot: QtBot, section: ImportSection, file: Path, tmp_path: Path
) -> None:
    opened(qtbot, section, file)
    box = section.page.side.vanished
    box.setCurrentIndex(box.findData(False))
    box.activated.emit(box.currentIndex())
    ready(qtbot, section)
    assert box.currentData() is False
    opened(qtbot, section, written(tmp_path / "two.csv", ACCOUNTS.replace("120", "130")))
    assert section.session.keep_vanished
    assert box.currentData() is True


def test_until_the_outcome_is_known_the_side_says_nothing_of_the_former_file(
    qtbot: QtBot, section: ImportSection, file: Path, tmp_path: Path
) -> None:
    opened(qtbot, section, file)
    side = section.page.side
    assert side.vanished.isVisible()
    section.open_file(written(tmp_path / "two.csv", ACCOUNTS), Kind.ACCOUNTS)
    qtbot.waitUntil(
        lambda: section.session.outcome is None and section.session.made is not None,
        timeout=10_000,
    )
    assert side.isVisible()
    assert side.vanished.isHidden()


@pytest.mark.parametrize("button", ["save_rows", "save_report"])
def test_a_file_that_was_written_is_told(
    qtbot: QtBot,
    section: ImportSection,
    bench: Bench,
    tmp_path: Path,
    told: list[Told],
    monkeypatch: pytest.MonkeyPatch,
    button: str,
) -> None:
    opened(qtbot, section, written(tmp_path / "crm.csv", ACCOUNTS + "N1;Twice;0004;5\n"))
    section.take()
    idle(qtbot, bench)
    assert told[-1].text == "2 accounts imported."
    out = tmp_path / "left.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    getattr(section.page.result, button).click()
    idle(qtbot, bench)
    assert out.exists()
    assert told[-1] == Told("left.csv is written.")


def test_the_report_that_writes_itself_takes_no_toast(
    qtbot: QtBot,
    section: ImportSection,
    bench: Bench,
    file: Path,
    tmp_path: Path,
    told: list[Told],
) -> None:
    bench.document.saved_at(tmp_path, bench.document.plan)
    opened(qtbot, section, file)
    section.take()
    idle(qtbot, bench)
    assert (tmp_path / "import-report.csv").exists()
    assert [one.text for one in told] == ["3 accounts imported."]


def test_a_file_is_read_to_its_end_though_the_plan_changes_meanwhile(
    qtbot: QtBot, section: ImportSection, bench: Bench, file: Path, tmp_path: Path
) -> None:
    opened(qtbot, section, file)
    other = written(tmp_path / "other.csv", ACCOUNTS.replace("120", "777"))
    section.open_file(other, Kind.ACCOUNTS)
    section.take()  # nobody has seen the rows of the other file yet
    bench.document.edit("rename", replace(bench.document.plan, name="another"))
    section.take()
    qtbot.waitUntil(
        lambda: section.session.reading is not None and section.session.reading.source.path == other
    )
    ready(qtbot, section)
    assert bench.document.undo_stack.count() == 1
    outcome = section.session.outcome
    assert outcome is not None
    assert outcome.base is bench.document.plan


def test_a_plan_that_changes_while_a_first_look_is_under_way_is_looked_at_anew(
    qtbot: QtBot, section: ImportSection, bench: Bench, file: Path
) -> None:
    section.open_file(file, Kind.ACCOUNTS)
    qtbot.waitUntil(lambda: section.session.reading is not None)
    assert section.session.found is None
    plan = bench.document.plan
    reps = (replace(plan.reps[0], name="Anna Smit"), *plan.reps[1:])
    bench.document.edit("rename Anna", replace(plan, reps=reps))
    ready(qtbot, section)
    reading = section.session.reading
    assert reading is not None
    assert "Anna Smit" in reading.known.owners


def test_a_reading_that_is_cancelled_shows_the_former_file_as_the_plan_is_now(
    qtbot: QtBot, section: ImportSection, bench: Bench, file: Path, tmp_path: Path
) -> None:
    opened(qtbot, section, file)
    section.open_file(written(tmp_path / "other.csv", ACCOUNTS), Kind.ACCOUNTS)
    bench.document.edit("rename", replace(bench.document.plan, name="another"))
    section.escape()
    ready(qtbot, section)
    assert section.session.reading is not None
    assert section.session.reading.source.path == file


def test_many_figures_to_balance_are_counted_and_named_in_the_tooltip(
    qtbot: QtBot, section: ImportSection, bench: Bench, tmp_path: Path, told: list[Told]
) -> None:
    years = [f"woningvoorraad_{year}" for year in range(2010, 2018)]
    lines = (f"000{at};" + ";".join(str(at + n) for n in range(8)) for at in range(1, 7))
    text = "region;" + ";".join(years) + "\n" + "\n".join(lines) + "\n"
    bench.window.resize(1280, 720)
    opened(qtbot, section, written(tmp_path / "years.csv", text), Kind.FIGURES)
    section.take()
    QApplication.processEvents()
    button = section.page.result.balance
    assert button.text() == "Balance 8 figures too"
    assert years[0] in button.toolTip()
    assert years[-1] in button.toolTip()
    inner = section.page.inner
    assert inner.widget().minimumSizeHint().width() <= inner.viewport().width()
    button.click()
    assert told[-1] == Told("8 figures are balanced too.", undo=True)
    assert bench.document.undo_stack.undoText() == "balance 8 figures too"


def test_two_figures_to_balance_are_named(
    qtbot: QtBot, section: ImportSection, tmp_path: Path, told: list[Told]
) -> None:
    text = "region;dwellings_2024;dwellings_2025\n0001;1;2\n0002;3;4\n0003;5;6\n"
    opened(qtbot, section, written(tmp_path / "two.csv", text), Kind.FIGURES)
    section.take()
    button = section.page.result.balance
    assert button.text() == "Balance dwellings_2024, dwellings_2025 too"
    assert button.toolTip() == ""
    button.click()
    assert told[-1].text == "dwellings_2024, dwellings_2025 are balanced too."


def test_people_imported_just_before_are_called_by_their_names(
    qtbot: QtBot, section: ImportSection, tmp_path: Path
) -> None:
    opened(qtbot, section, written(tmp_path / "crm.csv", OWNED.format("Bo Janssen")))
    text = "rep_id;rep;role;fte\nR77;Zoe New;closer;1\n"
    opened(qtbot, section, written(tmp_path / "people.csv", text), Kind.PEOPLE)
    section.take()
    opened(qtbot, section, written(tmp_path / "owners.csv", OWNED.format("Zoe Neww")))
    section.page.rows.typed.emit(0, "R77")
    assert section.page.rows.table.rows_model.line(0).repair == "Zoe New"


def test_rows_and_places_are_counted_apart_for_figures_and_rows_add_up(
    qtbot: QtBot, section: ImportSection, bench: Bench, tmp_path: Path
) -> None:
    text = "region;woz\n0001;5\n0002;6\n9999;7\n8888;8\n"
    opened(qtbot, section, written(tmp_path / "woz.csv", text), Kind.FIGURES)
    made, outcome = section.session.made, section.session.outcome
    assert made is not None
    rows, below = side_figures(made, outcome, bench.document.plan, fate_swatch)
    assert [(one.name, one.value) for one in rows] == [
        ("Imported", "2"),
        ("Waiting for your choice", "0"),
        ("Left out", "2"),
        ("Rows in the file", "4"),
    ]
    assert all(one.fill is None for one in rows)
    assert [(one.name, one.value) for one in below if one.fill is not None] == [
        ("Regions matched", "2"),
        ("Regions with a mended row", "0"),
        ("Regions where rows wait", "0"),
        ("Regions without a row", "4"),
    ]
    assert [one.name for one in below if one.fill is None] == ["woz, imported"]


def test_a_table_of_old_codes_is_read_in_a_job_that_can_be_cancelled(
    qtbot: QtBot, section: ImportSection, bench: Bench, tmp_path: Path
) -> None:
    opened(
        qtbot, section, written(tmp_path / "old.csv", "region;woz\n0001;5\nX2;6\n"), Kind.FIGURES
    )
    codes = written(tmp_path / "codes.csv", "old;new\nX2;0002\n")
    session = section.session
    with qtbot.waitSignal(session.began) as began:
        section.take_codes(codes)
    assert began.args == ["Reading codes.csv"]
    assert session.old_codes == {}
    section.escape()
    idle(qtbot, bench)
    assert session.is_ready
    assert session.old_codes == {}
    section.take_codes(codes)
    qtbot.waitUntil(lambda: bool(session.old_codes))
    ready(qtbot, section)
    assert session.made is not None
    assert session.made.regions().tolist() == [0, 1]


def test_old_codes_whose_look_is_cancelled_are_forgotten(
    qtbot: QtBot, section: ImportSection, tmp_path: Path
) -> None:
    opened(
        qtbot, section, written(tmp_path / "old.csv", "region;woz\n0001;5\nX2;6\n"), Kind.FIGURES
    )
    session = section.session
    session.began.connect(lambda text: section.escape() if text.startswith("Looking") else None)
    with qtbot.waitSignal(session.stopped):
        section.take_codes(written(tmp_path / "codes.csv", "old;new\nX2;0002\n"))
    assert session.old_codes == {}
    assert session.is_ready


def test_a_table_without_old_codes_says_why_and_the_look_under_way_goes_on(
    qtbot: QtBot, section: ImportSection, bench: Bench, file: Path, tmp_path: Path
) -> None:
    opened(qtbot, section, file)
    section.page.columns.meaning_chosen.emit("potential", "")
    with qtbot.waitSignal(bench.bench.messages.failed) as said:
        section.take_codes(written(tmp_path / "none.csv", "a;b\n1;2\n"))
    assert said.args[0].what == "none.csv has no old codes"
    assert "no column has codes of the plan" in said.args[0].how
    ready(qtbot, section)
    assert section.session.found is not None
    assert section.session.found.meanings["potential"] == ""


def test_a_plan_that_is_closed_while_its_file_is_read_says_nothing(
    qtbot: QtBot, section: ImportSection, bench: Bench, file: Path
) -> None:
    heard: list[str] = []
    section.session.ended.connect(lambda: heard.append("ended"))
    section.open_file(file, Kind.ACCOUNTS)
    delete(bench.document)
    idle(qtbot, bench)
    assert heard == []
