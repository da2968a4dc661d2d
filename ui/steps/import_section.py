"""Import: three ways in, the assistant, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget

from planner.edits.measures import add_measures, measures_of_accounts, measures_of_figures
from planner.io.column_names import Kind
from planner.io.deciding import Fate, Import, State
from planner.io.finding import Choice
from planner.io.given_files import TABLE_PATTERN
from planner.io.tables import TableFormat
from planner.model.measures import Measure
from planner.model.plan import Plan
from planner.model.types import ints
from ui.actions import Act
from ui.map.row_map import fate_swatch
from ui.messages import tr, tr_count
from ui.steps.import_facts import (
    changes_lists,
    column_rows,
    meaning_options,
    names_of,
    side_figures,
)
from ui.steps.import_page import ImportPage
from ui.steps.import_session import ImportSession, Working
from ui.steps.import_words import (
    absent_words,
    figures_word,
    footer_words,
    issue_words,
    meaning_word,
    things,
)
from ui.steps.map_job import start_map
from ui.workbench import Workbench

if TYPE_CHECKING:
    from ui.use_cases.importing import Source

NOTES = 3
NOTHING_CAME = ints([])
"""For a map of which nothing is known yet."""


class ImportSection(QObject):
    """Takes accounts, people and figures of places from a file or the clipboard into the plan."""

    key = "import"

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench.document)
        self._bench = bench
        self._named: Plan | None = None
        self._names: dict[str, str] = {}
        self._taking = False
        self._done: Import | None = None
        self._taken: Plan | None = None
        self._map_asked = False
        self.session = ImportSession(bench, self)
        self.page = ImportPage(bench.document.plan, self._choose_many)
        self.widget: QWidget = self.page
        self._wire()
        self._show()

    # Section

    def is_waiting(self) -> bool:
        """Whether rows were read that are neither imported nor given up."""
        return self.session.reading is not None and self._done is None

    def open_points(self) -> int:
        """Return how many rows wait for a choice."""
        made = self.session.made
        return 0 if made is None else made.states()[State.TO_CHOOSE]

    def enter(self) -> None:
        """Answer the keys of this page."""
        actions = self._bench.actions
        actions.on(Act.PRIMARY, lambda _on=False: self.take())
        actions.on(Act.ESCAPE, lambda _on=False: self.escape())
        actions.on(Act.NEXT_PROBLEM, lambda _on=False: self.next_open())
        self._hint()

    def leave(self) -> None:
        """Nothing has to be dropped: the file waits here."""

    # What the user wants

    def open_file(self, path: Path, kind: Kind | None = None) -> None:
        """Read a file; what its rows are is found out where nobody says it."""
        from ui.use_cases.importing import Source

        self._open(Source(kind, path))

    def paste(self) -> None:
        """Read what is on the clipboard."""
        from ui.use_cases.importing import Source

        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self._bench.messages.tell(tr("There is no text on the clipboard."))
            return
        self._open(Source(None, text=text))

    def take(self) -> None:
        """Put the rows into the plan as one step that can be undone."""
        if not self.page.take.isEnabled() or self.page.take.isHidden():
            return
        session = self.session
        if session.is_reading:  # nobody has seen its rows yet
            return
        self._taking = True
        if not session.is_ready:
            self.page.progress.begin(tr("Reckoning what changes"))
            if not session.is_under_way:
                session.look(anew=True)
        self._take_when_ready()

    def escape(self) -> None:
        """Stop what is under way, else leave the file."""
        if self._taking:
            self._take_nothing()
        elif not self.session.cancel():
            self.leave_file()

    def leave_file(self) -> None:
        """Go back to the three ways in."""
        self._done = None
        self.session.drop()

    def next_open(self) -> None:
        """Go to the next row that waits."""
        if self.page.rows.next_open():
            self.page.inner.ensureWidgetVisible(self.page.rows.card)
        else:
            self._bench.messages.tell(tr("No row waits for a choice."))

    # Wiring

    def _wire(self) -> None:
        page, session = self.page, self.session
        page.start.file_wanted.connect(self._ask_file)
        page.start.paste_wanted.connect(self.paste)
        page.dropped.connect(self._open_first)
        page.form.kind_chosen.connect(lambda kind: self._read_as(kind=Kind(kind)))
        page.form.format_chosen.connect(lambda asked: self._read_as(asked=asked))
        page.columns.meaning_chosen.connect(self._set_meaning)
        page.rows.typed.connect(self._typed)
        page.rows.list_wanted.connect(self._save_list)
        page.rows.codes_wanted.connect(self._ask_codes)
        page.side.vanished_chosen.connect(session.keep_those_gone)
        page.take.clicked.connect(lambda _on=False: self.take())
        page.cancel.clicked.connect(lambda _on=False: self.escape())
        page.cancel_wanted.connect(self.escape)
        page.result.balance.clicked.connect(lambda _on=False: self._balance())
        page.result.go_on.clicked.connect(lambda _on=False: self._go_on())
        page.result.save_rows.clicked.connect(lambda _on=False: self._save_rows())
        page.result.save_report.clicked.connect(lambda _on=False: self._save_list())
        page.result.another.clicked.connect(lambda _on=False: self.leave_file())
        session.began.connect(page.progress.begin)
        session.advanced.connect(self._advance)
        session.ended.connect(page.progress.end)
        session.stopped.connect(self._take_nothing)
        session.changed.connect(self._changed)
        session.failed.connect(self._fail)
        self._bench.document.changed.connect(lambda _change: self._plan_changed())
        for keys, act in (("F8", self.next_open), (QKeySequence.StandardKey.Paste, self.paste)):
            QShortcut(QKeySequence(keys), page).activated.connect(act)

    def _ask_file(self, kind: str) -> None:
        settings = self._bench.settings
        chosen, _ = QFileDialog.getOpenFileName(
            self.page,
            tr("Choose a file"),
            settings.text("import_folder", str(Path.home())),
            tr("Tables ({endings})", endings=TABLE_PATTERN),
        )
        if chosen:
            settings.keep("import_folder", str(Path(chosen).parent))
            self.open_file(Path(chosen), Kind(kind))

    def _open_first(self, paths: Sequence[Path]) -> None:
        """Read the first of the tables dropped, and say which come after it."""
        first, *others = paths
        self.open_file(first)
        if others:
            names = ", ".join(path.name for path in others)
            said = tr("One table at a time: bring {names} when this one is in.", names=names)
            self._bench.messages.tell(said)

    def _open(self, source: Source) -> None:
        self._done = None
        self._take_nothing()
        self.session.open(source)

    def _read_as(self, kind: Kind | None = None, asked: TableFormat | None = None) -> None:
        self._take_nothing()
        self.session.open_again(kind, asked)

    def _set_meaning(self, column: str, meaning: str) -> None:
        from planner.io.mapping import displaced

        loses = displaced(self.session.meanings, column, meaning)
        if loses:
            word = meaning_word(meaning, self.session.kind, self._bench.document.plan)
            self._bench.messages.tell(
                tr(
                    "{column} is left out now: {new} is the {what}.",
                    column=loses,
                    new=column,
                    what=word,
                )
            )
        self.session.set_meaning(column, meaning)

    def _choose_many(self, numbers: list[int], choice: Callable[[int], Choice | None]) -> None:
        self.session.choose(numbers, choice)

    def _typed(self, finding: int, text: str) -> None:
        from ui.use_cases.importing import typed_choice

        found = self.session.found
        if found is None:
            return
        choice = typed_choice(found.findings[finding], text, found)
        if choice is None:
            self._bench.messages.tell(tr("{typed} does not fit there.", typed=text))
            return
        self.session.choose([finding], lambda _at: choice)

    def _ask_codes(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self.page, tr("Table of old codes"), "", tr("Tables ({endings})", endings=TABLE_PATTERN)
        )
        if chosen:
            self.take_codes(Path(chosen))

    def take_codes(self, path: Path) -> None:
        """Take the user's own table of codes of before."""
        self.session.read_old_codes(path)

    # Taking

    def _take_nothing(self) -> None:
        self._taking = False
        self.page.progress.end()

    def _take_when_ready(self) -> None:
        session = self.session
        outcome = session.outcome
        if not (self._taking and session.is_ready and outcome is not None):
            return
        self._take_nothing()
        if outcome.plan is None:
            words = "\n".join(issue.line() for issue in outcome.issues)
            self._bench.messages.fail(tr("Nothing can be imported"), how=words)
            return
        document = self._bench.document
        fresh = outcome.plan is not document.plan  # else there is no step, and Undo is another's
        self._done, self._taken = outcome.made, outcome.plan
        self._remember()
        what = self._what(outcome.made)
        file = session.reading.source.name if session.reading is not None else ""
        document.edit(tr("import {what} from {file}", what=what, file=file), outcome.plan)
        self._write_report(outcome.made)
        told = tr("{what} imported.", what=what) if fresh else tr("Nothing changes.")
        self._bench.messages.tell(told, undo=fresh)
        self._show()

    def _remember(self) -> None:
        from planner.store.column_memory import forget, remember
        from ui.use_cases.importing import files_like, to_remember

        reading = self.session.reading
        if reading is None:
            return
        try:
            if self.page.remember.isChecked():
                remember(files_like(reading), to_remember(self.session.meanings))
            else:
                forget(files_like(reading))
        except OSError as error:
            self._bench.messages.fail(tr("The columns could not be remembered"), how=str(error))

    def _write_report(self, made: Import) -> None:
        from planner.io.rejected import write_report

        path = self._report_path()
        if path is not None:
            self.session.save(path, write_report, tr("Writing the report"), asked=False)

    def _report_path(self) -> Path | None:
        """Return where the report goes: into the plan folder, or beside the plan file."""
        from planner.io.rejected import REPORT

        place = self._bench.document.place
        if place is None or place.is_dir():
            return place and place / REPORT
        return place.with_name(f"{place.stem} {REPORT}")

    def _save_list(self) -> None:
        from planner.io.rejected import REPORT, write_report

        path = self._ask_save(REPORT)
        if path is not None:
            self.session.save(path, write_report, tr("Writing the report"))

    def _save_rows(self) -> None:
        from planner.io.rejected import write_rejected

        reading = self.session.reading
        stem = Path(reading.source.name).stem if reading is not None else "rows"
        path = self._ask_save(f"{stem} not imported.csv")
        if path is not None:
            self.session.save(path, write_rejected, tr("Writing the rows"))

    def _ask_save(self, name: str) -> Path | None:
        beside = self._report_path()
        folder = Path.home() if beside is None else beside.parent
        chosen, _ = QFileDialog.getSaveFileName(
            self.page, tr("Save as CSV"), str(folder / name), tr("CSV (*.csv)")
        )
        return Path(chosen) if chosen else None

    def _go_on(self) -> None:
        self._done = None
        self.session.look(anew=True)

    # Showing

    def _advance(self, working: Working) -> None:
        self.page.progress.advance(working.what, working.share)

    def _fail(self, error: Exception) -> None:
        self._take_nothing()
        self._bench.messages.fail(
            tr("The file could not be imported"), how=str(error), details=repr(error)
        )
        self._show()

    def _plan_changed(self) -> None:
        if self._done is None or self._bench.document.plan is not self._taken:
            self._done = None
            self.session.follow()

    def _changed(self) -> None:
        self._show()
        self._take_when_ready()

    def _what(self, made: Import) -> str:
        from ui.use_cases.importing import MATCHED, MENDED

        outcome = self.session.outcome
        count = made.count(Fate.TAKEN)
        if made.found.kind is Kind.FIGURES and outcome is not None:
            fate = outcome.region_fate
            count = int(((fate == MATCHED) | (fate == MENDED)).sum())
        return things(made.found.kind, count, self._bench.document.plan)

    def _show(self) -> None:
        session, page, plan = self.session, self.page, self._bench.document.plan
        reading, made = session.reading, session.made
        page.show_state(reading is not None, made is not None, self._done is not None)
        self._hint()
        if reading is None:
            return
        page.title.setText(tr("Import {file}", file=reading.source.name))
        if self._done is None:
            told = [issue_words(issue) for issue in reading.issues]
            page.show_notes(told, failed=reading.table is None)
        page.form.show_table(str(session.kind), reading.table)
        if reading.table is None:
            return
        page.columns.show_columns(
            column_rows(reading, session.meanings, session.found),
            meaning_options(session.kind, plan),
        )
        used = sum(bool(meaning) for meaning in session.meanings.values())
        page.used.setText(tr("{n} found, {used} used", n=len(session.meanings), used=used))
        if made is not None:
            self._show_import(made)

    def _show_import(self, made: Import) -> None:
        session, page, plan = self.session, self.page, self._bench.document.plan
        if self._named is not plan:
            self._named, self._names = plan, names_of(plan)
        self._ask_map(made)
        outcome = session.outcome
        page.rows.show_import(made, plan, self._names)
        page.rows.setVisible(bool(made.found.findings) and self._done is None)
        figures, sums = side_figures(made, outcome, plan, fate_swatch)
        page.side.show_figures(figures, sums)
        told = [one for one in (*figures, *sums) if one.fill is not None]
        page.map.setAccessibleDescription(", ".join(f"{one.name} {one.value}" for one in told))
        self._show_changes(made.found.kind)
        absent = absent_words(made.found.absent, made.found.kind, plan)
        page.footer.setText(footer_words(self.open_points(), made.stops, absent))
        page.take.setText(tr("Import {what}", what=self._what(made)))
        page.take.setEnabled(not absent and not made.stops and made.count(Fate.TAKEN) > 0)
        page.side.calm.text.setText(self._calm())
        page.side.calm.text.show()
        if self._done is not None:
            self._show_result(self._done)

    def _show_changes(self, kind: Kind) -> None:
        session, page = self.session, self.page
        outcome, keep = session.outcome, session.keep_vanished
        if outcome is None:
            page.map.show_fate(NOTHING_CAME)
            page.side.show_changes((), vanished=False, keep=keep, said="")
            return
        page.map.show_fate(outcome.region_fate)
        said = "\n".join(map(issue_words, outcome.issues[:NOTES]))
        lists = changes_lists(outcome.changes, kind, self._bench.document.plan)
        gone = bool(outcome.changes.vanished)
        page.side.show_changes(lists, vanished=gone, keep=keep, said=said)

    def _calm(self) -> str:
        path = self._report_path()
        if path is not None:
            return tr("Your file is not changed. Every row will stand in {file}.", file=path.name)
        return tr(
            "Your file is not changed. You can save the rows left out as a CSV and mend them."
        )

    def _show_result(self, made: Import) -> None:
        waiting, gone = made.count(Fate.WAITING), made.count(Fate.LEFT_OUT)
        told = [
            tr_count(waiting, "{count} row waits", "{count} rows wait"),
            tr_count(gone, "{count} is left out", "{count} are left out"),
        ]
        path, text = self._report_path(), ", ".join(told) + "."
        if path is not None:
            text += " " + tr("{file} lists every row.", file=path.name)
        self.page.result.say(tr("{what} imported", what=self._what(made)), text)
        self.page.result.offer_balance([one.label for one in self._not_balanced(made)])
        self.page.result.go_on.setVisible(waiting > 0)
        self.page.result.save_rows.setVisible(waiting + gone > 0)

    def _not_balanced(self, made: Import) -> tuple[Measure, ...]:
        """Return what came in, could be balanced and is not."""
        plan = self._bench.document.plan
        if made.found.kind is Kind.ACCOUNTS:
            return measures_of_accounts(plan)
        if made.found.kind is Kind.FIGURES:
            return measures_of_figures(plan, tuple(made.figures()))
        return ()

    def _balance(self) -> None:
        if self._done is None:
            return
        document, measures = self._bench.document, self._not_balanced(self._done)
        what = figures_word([one.label for one in measures])
        self._taken = add_measures(document.plan, measures)  # the file stays as it was taken
        document.edit(tr("balance {what} too", what=what), self._taken)
        told = tr_count(
            len(measures), "{what} is balanced too.", "{what} are balanced too.", what=what
        )
        self._bench.messages.tell(told, undo=True)
        self._show()

    def _ask_map(self, made: Import) -> None:
        shown = made.found.kind is not Kind.PEOPLE
        self.page.map.setVisible(shown)
        if shown and not self._map_asked:
            self._map_asked = True
            start_map(self._bench, self.page.map.show_map)

    def _hint(self) -> None:
        if not self.page.isVisible():
            return
        if self.session.made is None:
            self._bench.messages.hint(tr("Ctrl+V pastes rows  ·  a file can be dropped here"))
            return
        self._bench.messages.hint(
            tr("Alt+↓ opens a list  ·  F8 next row that needs a look  ·  Ctrl+Enter imports")
        )
