"""Named accounts, families, vacancies and strays: the rules that come before modelling."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QWidget

from planner.insight.covers import Trouble, cover_trouble
from planner.insight.exception_sums import ExceptionSums, accounts_in_scope, exception_sums
from planner.insight.money import money_of
from planner.insight.scope import ScopeKind
from planner.io.given_files import TABLE_PATTERN
from planner.model.scenarios import TODAY, AccountException
from ui.jobs import Job, Work
from ui.messages import tr, tr_count
from ui.steps.naming_bar import NamingBar
from ui.steps.page import FigureBar, Page, TitledCard, fit_rows
from ui.steps.rules_cards import FamilyCard, StrayCard, UnreadCard, VacancyCard
from ui.steps.rules_edits import RuleEdits
from ui.steps.rules_words import (
    balance_words,
    exception_rows,
    money_word,
    people_choices,
    rule_figures,
    sum_rows,
    sum_sentence,
    worth_of,
)
from ui.steps.scenario_names import next_scenario_name
from ui.tables.exception_table import ExceptionTable, exception_columns
from ui.tables.sum_table import SumTable
from ui.theme import theme
from ui.use_cases import named_list
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.note import Note
from ui.widgets.progress import ProgressLine
from ui.workbench import Workbench

LINE = "rules"
MOST_ROWS = 12
MOST_SUMS = 6


class RulesSection(QObject):
    """The named accounts of the scenario looked at; edits of Today go to a copy."""

    key = "rules"

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench.document)
        self._bench = bench
        self.edits = RuleEdits(bench.document, bench.messages)
        self.page = Page(tr("Named accounts"), "")
        self.import_ = Button(tr("Import from a file…"), self._choose_file, icon="file-up")
        self.page.add_button(self.import_)
        self.figures = FigureBar()
        self.naming = NamingBar(self._name)
        self.table = ExceptionTable()
        self.remove = Button(tr("Remove"), self._remove, icon="trash-2")
        self.trouble = label("", "small", tone="bad", wrap=True)
        self.empty = label("", "muted", wrap=True)
        self.family = Note("info", "")
        self._family_of = ("", "")
        self.family.add_link(tr("Name the whole family"), self._name_family)
        self.family.add_link(tr("Only this one"), self.family.hide)
        self.unread = UnreadCard()
        self.progress = ProgressLine(self._cancel)
        self._job: Job | None = None
        self._here = False  # it stays so while the settings lie over it
        self._for = ""  # the scenario that the list under way is read for
        self.per_asker = SumTable(tr("Sums per asker"))
        self.per_rep = SumTable(tr("Sums per person"))
        self.families = FamilyCard(self.edits)
        self.vacancies = VacancyCard(self.edits)
        self.strays = StrayCard(self.edits)
        # A line that is typed in takes Ctrl+V itself; elsewhere on this page it pastes accounts.
        self._pasting = QShortcut(QKeySequence.StandardKey.Paste, self.page)
        self._lay_out()
        self.widget: QWidget = self.page
        self._wire()

    # Section

    def open_points(self) -> int:
        """Return how many things want a look: exceptions that ended, vacancies nobody looks after."""
        plan = self._bench.document.plan
        ended = any(
            not one.holds_on(plan.start) for one in self._bench.document.scenario.exceptions
        )
        empty = [rep for rep in plan.reps if rep.vacancy]
        return int(ended) + sum(cover_trouble(plan, rep) is not Trouble.NONE for rep in empty)

    def is_waiting(self) -> bool:
        """Nothing made here waits for an answer."""
        return False

    def enter(self) -> None:
        """Show what holds now."""
        self._here = True
        self.refresh(entering=True)
        self._pasting.setEnabled(True)
        self._bench.messages.hint(
            tr("Ctrl+V pastes a table of accounts  ·  F2 edits a cell  ·  Del removes")
        )

    def leave(self) -> None:
        """Leave Ctrl+V to others."""
        self._here = False
        self._pasting.setEnabled(False)

    # What the user wants

    def paste(self) -> None:
        """Take the table on the clipboard: account, rep, reason, asked by, until, counts."""
        self.take_text(QApplication.clipboard().text())

    def take_text(self, text: str) -> None:
        """Take a table as text."""
        plan = self._bench.document.plan
        self._start(
            lambda _report, stop: named_list.list_of_text(text, plan, tr("clipboard"), stop)
        )

    def take_file(self, path: Path) -> None:
        """Take a table from a file."""
        plan = self._bench.document.plan
        self._start(lambda report, stop: named_list.list_of_file(path, plan, report, stop))

    def _start(self, work: Work) -> None:
        self._for = self._bench.document.scenario.name
        job = self._job = self._bench.runner.start(tr("Reading named accounts"), work, line=LINE)
        self.progress.begin(job.text)
        job.progress.connect(lambda step: self._advance(job, step))
        job.done.connect(self._take)
        job.failed.connect(self._fail)
        job.cancelled.connect(lambda: self._end() if self._job is job else None)
        self._bench.document.destroyed.connect(job.abandon)

    def _advance(self, job: Job, step: named_list.Step) -> None:
        if self._job is job:
            self.progress.advance(step.what, step.share)

    def _cancel(self) -> None:
        """Forget the list at once; its job winds down by itself."""
        if self._job is not None:
            self._job.cancel()
            self._end()

    def _end(self) -> None:
        self._job = None
        self.progress.end()

    def _fail(self, error: Exception) -> None:
        self._end()
        self._bench.messages.fail(
            tr("The accounts could not be named"), how=str(error), details=repr(error)
        )

    def _take(self, taken: named_list.NamedList) -> None:
        self._end()
        found, issues = taken
        if found and not self._name_all(found):
            return
        self.unread.show_issues(len(found), issues)
        if issues:
            self.page.ensureWidgetVisible(self.unread)

    def _name_all(self, found: Sequence[AccountException]) -> bool:
        """Name the accounts of a list in the scenario it was read for; return whether that could be."""
        document, scenario = self._bench.document, self._for
        here = document.scenario.name == scenario
        if all(one.name != scenario for one in document.plan.scenarios):
            words = tr("There is no scenario {name} any more. Read the list again.", name=scenario)
            self._fail(ValueError(words))
            return False
        try:
            edited = self.edits.take(found, scenario)
        except ValueError as error:  # the plan lost an account or a rep meanwhile
            self._fail(error)
            return False
        if edited and (here or scenario == TODAY):
            words = tr_count(len(found), "1 account is named.", "{count} accounts are named.")
            self._bench.messages.tell(words, undo=True)
        elif edited:
            words = tr_count(
                len(found),
                "1 account is named in {name}.",
                "{count} accounts are named in {name}.",
                name=scenario,
            )
            self._bench.messages.tell(words, undo=True)
        return True

    def _choose_file(self) -> None:
        settings = self._bench.settings
        chosen, _ = QFileDialog.getOpenFileName(
            self.page,
            tr("A table of named accounts"),
            settings.text("folder", str(Path.home())),
            tr("Tables ({endings})", endings=TABLE_PATTERN),
        )
        if chosen:
            settings.keep("folder", str(Path(chosen).parent))
            self.take_file(Path(chosen))

    def _name(self, account: str, rep: str) -> None:
        self.edits.name(account, rep)
        below = self.edits.below(account)
        self._family_of = (account, rep)
        self.family.setVisible(below > 0)
        if below:
            self.family.say(
                "info",
                tr_count(
                    below,
                    "{name} has 1 account below it in its family.",
                    "{name} has {count} accounts below it in its family.",
                    name=self.edits.name_of(account),
                ),
                tr("They can go with it in one step."),
            )

    def _name_family(self) -> None:
        self.family.hide()
        self.edits.name_below(*self._family_of)

    def _change(self, account: str, key: str, value: object) -> None:
        wrong = self.edits.change(account, key, value)
        self.trouble.setText(wrong)
        self.trouble.setVisible(bool(wrong))

    def _remove(self) -> None:
        marked = self.table.marked
        if marked:
            self.edits.remove(marked)

    # Showing

    def refresh(self, *, entering: bool = False) -> None:
        """Show the scenario and scope looked at."""
        if not (entering or self._here):
            return
        document = self._bench.document
        plan, scenario, scope = document.plan, document.scenario, document.scope
        sums = exception_sums(plan, scenario, scope)
        rows = exception_rows(plan, scenario, scope)
        self.page.sentence.setText(self._sentence())
        self.figures.show_figures(rule_figures(plan, sums))
        self.naming.show_plan(plan)
        worth = worth_of(plan, max((row.money for row in rows), default=0.0))
        self.table.show_people(people_choices(plan))
        self.table.show_columns(exception_columns(worth.scale, worth.header))
        self.table.show_rows(rows)
        fit_rows(self.table, len(rows), MOST_ROWS)
        for widget in (self.table, self.remove, self._sum_row):
            widget.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.empty.setText(self._empty_words())
        self.card.note.setText(balance_words(plan, sums))
        self._show_sums(sums)
        self._show_marked()
        inside = accounts_in_scope(plan, scenario, scope).tolist()
        self.families.show_plan(plan, scenario, inside)
        self.vacancies.show_plan(plan, scenario, scope)
        self.strays.show_plan(plan, scenario, scope)

    def _show_sums(self, sums: ExceptionSums) -> None:
        plan = self._bench.document.plan
        worth = worth_of(plan, sums.total.money)
        asked, kept = sum_rows(plan, sums, sums.per_asker), sum_rows(plan, sums, sums.per_rep)
        self.per_asker.show_sums(tr("Asked by"), worth.scale, worth.short, asked)
        self.per_rep.show_sums(tr("Stays with"), worth.scale, worth.short, kept)
        self._sum_row.note.setText(money_word(money_of(plan)).lower())
        for table, rows in ((self.per_asker, asked), (self.per_rep, kept)):
            fit_rows(table, max(len(asked), len(kept)) if rows else 0, MOST_SUMS)
        sentence = sum_sentence(plan, sums)
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))

    def _sentence(self) -> str:
        document = self._bench.document
        words = tr(
            "Accounts that stay with somebody whatever becomes of their {region}, and who asked for it.",
            region=document.plan.regions.called[0],
        )
        if document.scenario.name == TODAY:
            words = tr(
                "Today stays as it is: what you change goes into the new scenario {name}.",
                name=next_scenario_name(document.plan),
            )
        if document.scope.kind is not ScopeKind.ALL:
            words += " " + tr("Only what is in scope is shown.")
        return words

    def _empty_words(self) -> str:
        plan = self._bench.document.plan
        if not len(plan.accounts):
            return tr("The plan has no accounts. Add a file of accounts first.")
        if not plan.reps:
            return tr("The plan has no people. Add a file of people first.")
        return tr(
            "Nothing is named yet: every account goes with its {region}. Name one above, paste a table "
            "with Ctrl+V (account, rep, reason, asked by, until, counts), or import a file.",
            region=plan.regions.called[0],
        )

    def _show_marked(self) -> None:
        count = len(self.table.marked)
        self.remove.setEnabled(count > 0)
        self.remove.setText(tr("Remove {count}", count=count) if count > 1 else tr("Remove"))

    def _wire(self) -> None:
        document = self._bench.document
        document.changed.connect(lambda _change: self.refresh())
        document.scenario_changed.connect(lambda _name: self._look_elsewhere())
        document.scope_changed.connect(lambda _scope: self._look_elsewhere())
        self.table.wanted.connect(self._change)
        self.table.rows_marked.connect(self._show_marked)
        self._pasting.setEnabled(False)
        self._pasting.activated.connect(self.paste)
        delete = QShortcut(QKeySequence.StandardKey.Delete, self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._remove)

    def _look_elsewhere(self) -> None:
        self.family.hide()
        self.trouble.hide()
        self.refresh()

    def _lay_out(self) -> None:
        self.card = TitledCard(tr("Accounts that stay"))
        self.card.head.addWidget(self.remove)
        for widget in (self.naming, self.family, self.empty, self.table, self.trouble):
            self.card.body.addWidget(widget)
        self.family.hide()
        self.trouble.hide()
        self.said = label("", "strong", wrap=True)
        sums = TitledCard(tr("Who asked, and who keeps them"))
        sums.body.addWidget(self.said)
        beside = QHBoxLayout()
        beside.setSpacing(theme.space(6))
        beside.addWidget(self.per_asker)
        beside.addWidget(self.per_rep)
        sums.body.addLayout(beside)
        self._sum_row = sums
        above = (self.progress, self.figures, self.unread, self.card)
        for card in (*above, sums, self.families, self.vacancies, self.strays):
            self.page.body.addWidget(card)
