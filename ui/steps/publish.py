"""The publish page: choose a folder, see the files, export, open the folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from planner.insight.scope import EVERYTHING
from planner.model.plan import Plan
from ui.actions import Act
from ui.jobs import Job, Report, Stop
from ui.messages import tr, tr_count
from ui.steps.page import Page, TitledCard, fit_rows
from ui.steps.publish_words import default_folder, file_rows, scope_line, sentence
from ui.steps.step import StepState
from ui.tables.word_table import WordTable
from ui.widgets.buttons import Button
from ui.widgets.field import Field
from ui.widgets.note import Note
from ui.widgets.progress import ProgressLine
from ui.workbench import Workbench

if TYPE_CHECKING:
    from ui.use_cases.publish import Published

LINE = "publish"
LookedAt = tuple[Plan, str, str]


@dataclass(frozen=True, slots=True)
class Writing:
    """How far the export is, 0..1."""

    what: str
    share: float


class PublishStep(QObject):
    """Writes the exports of the scenario looked at in a job."""

    key = "publish"
    icon = "share-2"

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench.document)
        self.title = tr("Publish")
        self._bench = bench
        self._job: Job | None = None
        self._done = False
        self._asked: LookedAt | None = None
        self.page = Page(tr("Publish"), "")
        self.export = Button(tr("Export files"), self.primary, kind="primary", icon="download")
        self.page.add_button(self.export)
        document = bench.document
        self._suggested = ""
        self._written = Path()  # where the files went last
        self.folder = Field("", tr("Folder for the files"))
        self.choose = Button(tr("Choose a folder…"), self._choose, icon="folder-open")
        self.progress = ProgressLine(self._cancel)
        self.note = Note("good", "")
        self.open = self.note.add_link(tr("Open the folder"), self._open)
        self.note.hide()
        self.files = WordTable(
            (tr("File"), tr("What it is for"), tr("State")), name=tr("Files to write")
        )
        self._lay_out()
        self.centre: QWidget = self.page
        self.inspector: QWidget | None = None
        self.strip: QWidget | None = None
        document.changed.connect(lambda _change: self._refresh())
        document.scenario_changed.connect(lambda _name: self._refresh())
        document.layer_changed.connect(lambda _key: self._refresh())
        document.scope_changed.connect(lambda _scope: self._refresh())
        self.page.scope.all.clicked.connect(lambda: document.look_at(EVERYTHING))
        self._refresh()

    # Step

    def state(self) -> StepState:
        """Return a tick when this scenario was exported since it last changed."""
        return StepState(done=self._done)

    def enter(self) -> None:
        """Answer the actions of this page."""
        self._bench.actions.on(Act.PRIMARY, lambda _on=False: self.primary())
        self._bench.actions.on(Act.EXPORT, lambda _on=False: self.primary())
        self._bench.actions.on(Act.ESCAPE, lambda _on=False: self._cancel())
        self._bench.messages.hint(tr("Ctrl+Enter exports  ·  nothing leaves this computer"))

    def leave(self) -> None:
        """Nothing has to be dropped: a job goes on."""

    # What the user wants

    def primary(self) -> None:
        """Write the files into the folder that stands in the field."""
        text = self.folder.edit.text().strip()
        if not text:
            self.folder.complain(tr("Name a folder for the files."))
            return
        if self._job is not None:
            return
        self.folder.complain("")
        directory = self._written = Path(text).expanduser()
        plan, scenario = self._bench.document.plan, self._bench.document.scenario.name
        extent = self._bench.document.extent
        self._asked = self._looked_at()

        def work(report: Report, stop: Stop) -> Published:
            from ui.use_cases.publish import publish

            return publish(
                plan,
                scenario,
                directory,
                lambda what, share: report(Writing(what, share)),
                stop,
                extent,
            )

        self._job = self._bench.runner.start(tr("Writing the files"), work, line=LINE)
        self.note.hide()
        self.export.setEnabled(False)
        self.progress.begin(tr("Writing the files"))
        self._job.progress.connect(self._advance)
        self._job.done.connect(self._finish)
        self._job.failed.connect(self._fail)
        self._job.cancelled.connect(self._end)

    def _looked_at(self) -> LookedAt:
        """Return what files that are begun now are of."""
        document = self._bench.document
        return document.plan, document.scenario.name, document.extent.text

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self.page, tr("Folder for the files"), self.folder.edit.text()
        )
        if chosen:
            self.folder.edit.setText(chosen)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))

    # Showing

    def _advance(self, writing: Writing) -> None:
        self.progress.advance(writing.what, writing.share)

    def _finish(self, published: Published) -> None:
        self._end()
        self._done = self._asked == self._looked_at()
        count, told = len(published.paths), list(published.left_out)
        if not self._done:
            told.insert(0, tr("They are of what was looked at when this began."))
        self.note.say(
            "good" if self._done else "info",
            tr_count(count, "One file is written.", "{count} files are written."),
            "\n".join(told),
        )
        self.note.show()

    def _fail(self, error: Exception) -> None:
        self._end()
        self.note.say("bad", tr("The files could not be written"), str(error))
        self.note.show()

    def _end(self) -> None:
        self._job = None
        self.progress.end()
        self.export.setEnabled(True)

    def _suggest_folder(self) -> None:
        """Name a folder after plan and scenario, until the user names another."""
        document, typed = self._bench.document, self.folder.edit.text()
        if typed == self._suggested:
            folder = default_folder(document.plan, document.scenario, Path.home())
            self._suggested = str(folder)
            self.folder.edit.setText(self._suggested)

    def _refresh(self) -> None:
        document = self._bench.document
        self._done = False
        self._suggest_folder()
        self.note.hide()
        extent = document.extent
        self.page.sentence.setText(sentence(extent, document.layer))
        self.page.scope.say(scope_line(document.plan, extent))
        rows = file_rows(document.plan, document.scenario, extent)
        self.files.show_rows(rows)
        fit_rows(self.files, len(rows), len(rows))

    def _lay_out(self) -> None:
        where = TitledCard(tr("Where"))
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(self.choose)
        where.body.addLayout(row)
        files = TitledCard(tr("Files"))
        files.body.addWidget(self.files)
        for widget in (self.progress, self.note, where, files):
            self.page.body.addWidget(widget)
