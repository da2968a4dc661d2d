"""Story 2, import with trouble: a workbook of figures for every Dutch place but one, with six troubles."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from page_bench import Bench, open_bench, show_page
from pytestqt.qtbot import QtBot

import sample_regions
from benchmarks.import_files import Trouble, write_figures
from planner.io.deciding import Fate, State
from planner.io.finding import Flaw
from planner.model.plan import Plan
from ui.actions import Act
from ui.steps.data import DataStep
from ui.steps.import_section import ImportSection
from ui.use_cases.importing import MATCHED, MENDED, NO_ROW, WAITS
from ui.use_cases.read import open_plan

SAMPLE = Path(sample_regions.__file__).parent / "netherlands" / "plan.toml"
PATIENCE_MS = 30_000


@dataclass(frozen=True, slots=True)
class Story:
    """The page with the workbook dropped on it."""

    bench: Bench
    section: ImportSection
    path: Path
    before: str
    trouble: Trouble


@pytest.fixture(scope="module")
def plan() -> Plan:
    made, _ = open_plan(SAMPLE)
    assert made is not None
    return made


@pytest.fixture
def story(qtbot: QtBot, plan: Plan, tmp_path: Path) -> Iterator[Story]:
    path, codes = tmp_path / "woningen_2025.xlsx", tmp_path / "codes.csv"
    trouble = write_figures(plan, path, codes)
    before = digest(path)
    opened = open_bench(qtbot, plan)
    bench = next(opened)
    folder = tmp_path / "plan"
    folder.mkdir()
    bench.document.saved_at(folder, plan)
    step = DataStep(bench.bench)
    show_page(qtbot, bench, step)
    step.go_to("import")
    section = step.sections["import"]
    assert isinstance(section, ImportSection)
    section.page.dropped.emit([path])
    ready(qtbot, section)
    section.take_codes(codes)
    qtbot.waitUntil(lambda: bool(section.session.found and section.session.found.known.old_codes))
    ready(qtbot, section)
    yield Story(bench, section, path, before, trouble)
    next(opened, None)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def ready(qtbot: QtBot, section: ImportSection) -> None:
    qtbot.waitUntil(lambda: section.session.is_ready, timeout=PATIENCE_MS)


def test_each_trouble_is_one_row_with_what_is_wrong_and_a_repair(story: Story) -> None:
    made, trouble = story.section.session.made, story.trouble
    assert made is not None
    rows = made.found.table.rows
    flaws = {rows[one.at[0]]: one.flaw for one in made.found.findings}
    assert flaws == {
        trouble.name: Flaw.NAME_DIFFERS,
        trouble.merged: Flaw.REGION_UNKNOWN,
        trouble.comma: Flaw.NUMBER_COMMA,
        trouble.missing: Flaw.NUMBER_MISSING,
        trouble.twice: Flaw.TWICE,
        trouble.unknown: Flaw.REGION_UNKNOWN,
    }
    table = story.section.page.rows.table.rows_model
    lines = [table.line(at) for at in range(table.rowCount())]
    assert all(line.why and line.repair and line.state for line in lines)
    states = made.states()
    counts = [states[state] for state in (State.MENDED, State.TO_CHOOSE, State.LEFT_OUT)]
    assert counts == [3, 2, 1]


def test_imported_waiting_and_missing_places_are_all_places(story: Story, plan: Plan) -> None:
    outcome = story.section.session.outcome
    assert outcome is not None
    fate = outcome.region_fate
    imported = int(((fate == MATCHED) | (fate == MENDED)).sum())
    waiting, missing = int((fate == WAITS).sum()), int((fate == NO_ROW).sum())
    assert imported + waiting + missing == len(plan.regions)
    assert (int((fate == MENDED).sum()), waiting, missing) == (3, 2, 1)
    made = outcome.made
    assert sum(made.count(each) for each in Fate) == len(made.found.table)
    assert story.section.page.take.text().endswith(
        f"{imported:,}".replace(",", "\u202f") + " places"
    )


def test_the_import_is_one_step_and_the_file_stays_as_it_is(
    qtbot: QtBot, story: Story, plan: Plan
) -> None:
    document, trouble = story.bench.document, story.trouble
    story.bench.actions[Act.PRIMARY].trigger()
    report = story.path.parent / "plan" / "import-report.csv"
    qtbot.waitUntil(lambda: report.exists() and not story.bench.bench.runner.is_busy)
    columns = document.plan.regions.columns
    at = {str(id_): place for place, id_ in enumerate(document.plan.regions.ids)}
    assert {"woningen", "omzet_25"} <= set(columns)
    assert np.isnan(columns["woningen"][at[trouble.skipped]])
    made = story.section.session.made
    assert made is not None
    cells = made.found.table.columns
    own = float(cells["woningen"][list(cells["plaatscode"]).index(trouble.merged_into)])
    merged = float(cells["woningen"][made.found.table.rows.index(trouble.merged)])
    assert columns["woningen"][at[trouble.merged_into]] == own + merged
    assert document.undo_stack.count() == 1
    assert digest(story.path) == story.before
    rows = list(csv.DictReader(report.read_text(encoding="utf-8").splitlines()))
    assert {int(row["row"]) for row in rows} == set(made.found.table.rows)
    told = [row["result"] for row in rows]
    assert told.count("left out") == 1
    document.undo_stack.undo()
    assert document.plan is plan


def test_choosing_the_rest_leaves_only_the_place_that_has_no_row(
    qtbot: QtBot, story: Story, plan: Plan
) -> None:
    section = story.section
    made = section.session.made
    assert made is not None
    section.next_open()
    current = section.page.rows.table.current()
    assert current is not None
    assert made.state(current) is State.TO_CHOOSE
    for text, act in section.page.rows.many_choices():
        if text == "Take the first repair of each":
            act()
    section.page.rows.typed.emit(current, "7 500")
    ready(qtbot, section)
    outcome = section.session.outcome
    assert outcome is not None
    missing = int((outcome.region_fate == NO_ROW).sum())
    assert missing == 1 + outcome.made.count(Fate.WAITING)
    assert section.open_points() == 0
