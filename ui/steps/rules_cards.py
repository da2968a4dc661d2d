"""Cards beside the named accounts: families, vacancies, strays of Today, sums, what was not understood."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from planner.insight.covers import Vacancy, vacancies
from planner.insight.scope import Scope, ScopeKind, people_under
from planner.insight.split_families import SplitFamily, split_families
from planner.language import day
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


class VacancyRow:
    """The widgets of one vacancy."""

    def __init__(self) -> None:
        self.name, self.starts, self.holds = (
            label("", "strong"),
            label("", "body"),
            label("", "body"),
        )
        self.trouble = label("", "small", tone="warn", wrap=True)
        self.box = PeopleBox("")
        self.box.setProperty("dense", True)

    def cells(self) -> list[QWidget]:
        """Return them from left to right."""
        return [self.name, self.starts, self.holds, self.box, self.trouble]


class VacancyCard(TitledCard):
    """Who looks after each vacancy until somebody starts."""

    def __init__(self, edits: RuleEdits) -> None:
        super().__init__(tr("Vacancies and who covers them"))
        self._edits = edits
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.space(7))
        self._grid.setVerticalSpacing(theme.space(3))
        self._grid.setColumnStretch(4, 1)
        self._more = label("", "small")
        self.body.addLayout(self._grid)
        self.body.addWidget(self._more)
        self.covers: dict[str, PeopleBox] = {}
        self._rows: list[VacancyRow] = []
        self._grid_widgets: list[QWidget] = []

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
        shown = found[:MOST_VACANCIES]
        ids = tuple(str(one.rep.id) for one in shown)
        if ids != tuple(self.covers):
            self._rebuild(ids)
        for vacancy, row in zip(shown, self._rows, strict=True):
            self._show_row(row, plan, vacancy)
        more = len(found) - MOST_VACANCIES
        self._more.setText(tr("{count} vacancies more", count=more) if more > 0 else "")
        self._more.setVisible(more > 0)

    def _show_row(self, row: VacancyRow, plan: Plan, vacancy: Vacancy) -> None:
        rep = vacancy.rep
        row.name.setText(rep.name)
        row.starts.setText(day(rep.start) if rep.start else tr("not known"))
        row.holds.setText(vacancy_words(vacancy, plan))
        row.trouble.setText(trouble_words(vacancy, plan))
        empty = {str(one.id) for one in plan.reps if one.vacancy} - {str(rep.cover)} | {str(rep.id)}
        choices = [one for one in people_choices(plan) if one[0] not in empty]
        row.box.setAccessibleName(tr("Cover of {name}", name=rep.name))
        row.box.show_people([("", tr("nobody")), *choices])
        row.box.choose(str(rep.cover or ""))

    def _rebuild(self, ids: Sequence[str]) -> None:
        """Make a row for each vacancy; a box that is being used stays while the vacancies do."""
        for widget in self._grid_widgets:
            self._grid.removeWidget(widget)
            widget.deleteLater()
        heads = (tr("Vacancy"), tr("Starts"), tr("Holds"), tr("Covered by"))
        self._rows = [VacancyRow() for _ in ids]
        self.covers = dict(zip(ids, (row.box for row in self._rows), strict=True))
        captions: list[QWidget] = [label(word, "caption") for word in heads]
        cells = [captions, *(row.cells() for row in self._rows)]
        for at, row in enumerate(cells):
            for column, cell in enumerate(row):
                self._grid.addWidget(cell, at, column, Qt.AlignmentFlag.AlignVCenter)
        self._grid_widgets = [cell for row in cells for cell in row]
        for rep_id, box in self.covers.items():
            box.settled.connect(
                lambda rep_id=rep_id, box=box: self._edits.cover(rep_id, box.chosen)
            )


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
        self.table.show_strays(plan.regions.called[0], where, worth.scale, worth.header, rows)
        fit_rows(self.table, len(rows), MOST_ROWS)
        self.heading.setText(
            tr("Accounts whose {region} is somebody else's today", region=plan.regions.called[0])
        )
        self.follow.setText(tr("Let it follow its {region}", region=plan.regions.called[0]))
        self._words.setText(
            tr(
                "In a new scenario these follow their {region}, unless you keep them where they are.",
                region=plan.regions.called[0],
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
