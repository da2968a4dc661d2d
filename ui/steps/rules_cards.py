"""Cards beside the named accounts: families, vacancies, strays of Today, sums, what was not understood."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from planner.insight.covers import Vacancy, vacancies
from planner.insight.scope import Scope, ScopeKind, people_under
from planner.insight.split_families import SplitFamily, split_families
from planner.model.issues import Issue
from planner.model.plan import Plan
from planner.model.scenarios import Scenario
from ui.messages import tr, tr_count
from ui.steps.page import TitledCard, fit_rows
from ui.steps.rules_edits import RuleEdits
from ui.steps.rules_words import (
    family_rows,
    family_words,
    people_choices,
    stray_rows,
    stray_words,
    trouble_words,
    vacancy_words,
    worth_of,
)
from ui.tables.exception_rows import StrayRow
from ui.tables.issue_table import IssueTable
from ui.tables.sum_table import FamilyTable, StrayTable
from ui.theme import theme
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.people_box import PeopleBox

MOST_ROWS = 8
MOST_VACANCIES = 12


class FamilyCard(TitledCard):
    """Families with several owners, and the step that brings one together."""

    def __init__(self, edits: RuleEdits) -> None:
        super().__init__(tr("Account families"))
        self._edits = edits
        self._split: tuple[SplitFamily, ...] = ()
        self.table = FamilyTable()
        self.people = PeopleBox(tr("Who gets the whole family"))
        self.button = Button(tr("Bring together"), self.go, icon="link")
        self._words = label("", "small")
        foot = QHBoxLayout()
        foot.addWidget(self._words, 1)
        foot.addWidget(self.people)
        foot.addWidget(self.button)
        self.foot = QWidget()
        self.foot.setLayout(foot)
        foot.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.table)
        self.body.addWidget(self.foot)
        self.table.row_chosen.connect(self._choose)

    def show_plan(self, plan: Plan, scenario: Scenario, inside: Sequence[bool]) -> None:
        """Show the families of a scenario that have an account in scope."""
        found = split_families(plan, scenario)
        self._split = tuple(one for one in found if any(inside[row] for row in one.members))
        self.note.setText(family_words(plan, self._split))
        worth = worth_of(plan, max((one.money for one in self._split), default=0.0))
        self.people.show_people(people_choices(plan))
        self.table.choose(None)
        self.table.show_families(worth.scale, worth.header, family_rows(plan, self._split))
        fit_rows(self.table, len(self._split), MOST_ROWS)
        for widget in (self.table, self.foot):
            widget.setVisible(bool(self._split))
        self.setVisible("parent_id" in plan.accounts.text)
        self._show_choice(None)

    def go(self) -> None:
        """Bring the chosen family together."""
        at = self._at
        if at is not None and self.people.chosen:
            family = self._split[at]
            self._edits.together(family.name, family.members, self.people.chosen)

    def _choose(self, row: int) -> None:
        at = self.table.rows_model.rows[row].at
        self.people.choose(self._split[at].suggested)
        self._show_choice(at)

    def _show_choice(self, at: int | None) -> None:
        self._at = at
        people = self.people.count() > 0
        for widget in (self.people, self.button):
            widget.setEnabled(at is not None and people)
        if not people:
            self._words.setText(tr("The plan has no people."))
        elif at is None:
            self._words.setText(tr("Choose a family to give all of it to one person."))
        else:
            family = self._split[at]
            self._words.setText(
                tr(
                    "All {count} accounts of {name} go to",
                    count=len(family.members),
                    name=family.name,
                )
            )


class VacancyCard(TitledCard):
    """Who looks after each vacancy until somebody starts."""

    def __init__(self, edits: RuleEdits) -> None:
        super().__init__(tr("Vacancies and who covers them"))
        self._edits = edits
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.space(7))
        self._grid.setVerticalSpacing(theme.space(3))
        self._grid.setColumnStretch(4, 1)
        self.body.addLayout(self._grid)
        self.covers: dict[str, PeopleBox] = {}
        self._shown: object = None

    def show_plan(self, plan: Plan, scenario: Scenario, scope: Scope) -> None:
        """Show the vacancies in scope."""
        found = vacancies(plan, scenario)
        if scope.kind is ScopeKind.PEOPLE:
            people = people_under(plan, scope.value)
            found = tuple(one for one in found if str(one.rep.id) in people)
        self.setVisible(bool(found))
        open_ = sum(bool(one.trouble) for one in found)
        self.note.setText(
            tr_count(open_, "1 is not looked after.", "{count} are not looked after.")
            if open_
            else tr("Each is looked after.")
        )
        said = (found, people_choices(plan), plan.currency)
        if said == self._shown:
            return
        self._shown = said
        self._clear()
        for column, word in enumerate((tr("Vacancy"), tr("Starts"), tr("Holds"), tr("Covered by"))):
            self._grid.addWidget(label(word, "caption"), 0, column)
        for row, vacancy in enumerate(found[:MOST_VACANCIES], 1):
            self._add(row, plan, vacancy)
        if len(found) > MOST_VACANCIES:
            more = tr("{count} vacancies more", count=len(found) - MOST_VACANCIES)
            self._grid.addWidget(label(more, "small"), MOST_VACANCIES + 1, 0)

    def _add(self, row: int, plan: Plan, vacancy: Vacancy) -> None:
        rep = vacancy.rep
        starts = rep.start.isoformat() if rep.start else tr("not known")
        box = PeopleBox(tr("Cover of {name}", name=rep.name))
        box.setProperty("dense", True)
        empty = {str(one.id) for one in plan.reps if one.vacancy} - {str(rep.cover)} | {str(rep.id)}
        choices = [one for one in people_choices(plan) if one[0] not in empty]
        box.show_people([("", tr("nobody")), *choices])
        box.choose(str(rep.cover or ""))
        box.activated.connect(
            lambda _at, rep_id=str(rep.id), box=box: self._edits.cover(rep_id, box.chosen)
        )
        self.covers[str(rep.id)] = box
        cells: tuple[QWidget, ...] = (
            label(rep.name, "strong"),
            label(starts, "body"),
            label(vacancy_words(vacancy, plan), "body"),
            box,
            label(trouble_words(vacancy, plan), "small", tone="warn", wrap=True),
        )
        for column, cell in enumerate(cells):
            self._grid.addWidget(cell, row, column, Qt.AlignmentFlag.AlignVCenter)

    def _clear(self) -> None:
        while (old := self._grid.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.deleteLater()
        self.covers = {}


class StrayCard(TitledCard):
    """Accounts owned apart from their region today, and what becomes of them."""

    def __init__(self, edits: RuleEdits) -> None:
        super().__init__("")
        self._edits = edits
        self.table = StrayTable()
        self.keep = Button(tr("Make it a named account"), self._keep, icon="lock")
        self.follow = Button(tr("Let it follow its region"), self._follow, icon="map")
        self._words = label("", "small", wrap=True)
        foot = QHBoxLayout()
        foot.addWidget(self._words, 1)
        foot.addWidget(self.keep)
        foot.addWidget(self.follow)
        self.body.addWidget(self.table)
        self.body.addLayout(foot)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_choice())

    def show_plan(self, plan: Plan, scenario: Scenario, scope: Scope) -> None:
        """Show the strays in scope."""
        rows = stray_rows(plan, scenario, scope)
        self.setVisible(bool(rows))
        self.note.setText(stray_words(plan, rows, scenario))
        worth = worth_of(plan, max((row.money for row in rows), default=0.0))
        where = tr("In a new scenario") if scenario is plan.today else tr("In this scenario")
        self.table.show_strays(plan.regions.noun[0], where, worth.scale, worth.header, rows)
        fit_rows(self.table, len(rows), MOST_ROWS)
        self.heading.setText(
            tr("Accounts whose {region} is somebody else's today", region=plan.regions.noun[0])
        )
        self.follow.setText(tr("Let it follow its {region}", region=plan.regions.noun[0]))
        self._words.setText(
            tr(
                "In a new scenario these follow their {region}, unless you keep them where they are.",
                region=plan.regions.noun[0],
            )
        )
        self._show_choice()

    def _keep(self) -> None:
        self._edits.keep_strays([row.account_id for row in self._marked() if not row.named])

    def _follow(self) -> None:
        self._edits.remove(self.table.marked)

    def _show_choice(self) -> None:
        rows = self._marked()
        self.keep.setEnabled(any(not row.named for row in rows))
        self.follow.setEnabled(any(row.named for row in rows))

    def _marked(self) -> list[StrayRow]:
        marked = set(self.table.marked)
        return [row for row in self.table.rows_model.rows if row.account_id in marked]


class UnreadCard(TitledCard):
    """What a pasted table or a file held and was not understood."""

    def __init__(self) -> None:
        super().__init__(tr("What was not understood"))
        self.table = IssueTable()
        self.close_ = Button(tr("Close the list"), self.hide, kind="link")
        self.head.addWidget(self.close_)
        self.body.addWidget(self.table)
        self.hide()

    def show_issues(self, taken: int, issues: Sequence[Issue]) -> None:
        """Say how many accounts were taken and list the rest; hidden where there is no rest."""
        self.note.setText(
            tr_count(taken, "1 account was taken over", "{count} accounts were taken over")
        )
        self.table.show_rows(tuple(issues))
        fit_rows(self.table, len(issues), MOST_ROWS)
        self.setVisible(bool(issues))
